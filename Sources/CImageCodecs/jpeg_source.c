#include "jpeg_source.h"

static uint64_t bytes_read(j_common_ptr jpeg) {
  if (!jpeg->is_decompressor) return 0;
  const cic_jpeg_source *source = (const cic_jpeg_source *)((j_decompress_ptr)jpeg)->src;
  return source ? source->count - source->base.bytes_in_buffer : 0;
}

static int32_t code_for(int message) {
  switch (message) {
    case JERR_OUT_OF_MEMORY: return cic_out_of_memory;
    // The memory manager asks for a temporary file once max_memory_to_use is reached; Debian's build has none.
    case JERR_NO_BACKING_STORE: return cic_over_limit;
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_ARITH_NOTIMPL:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_CCIR601_NOTIMPL:
    case JERR_FRACT_SAMPLE_NOTIMPL: return cic_unsupported;
    case JERR_INPUT_EOF:
    case JWRN_JPEG_EOF: return cic_truncated;
    default: return cic_corrupt;
  }
}

static void escape(j_common_ptr jpeg) {
  cic_jpeg_errors *errors = (cic_jpeg_errors *)jpeg->err;
  char message[JMSG_LENGTH_MAX];
  errors->base.format_message(jpeg, message);
  cic_fail(errors->failure, code_for(errors->base.msg_code), bytes_read(jpeg), message);
  longjmp(errors->escape, 1);
}

// libjpeg paints over what it could not read and only warns (msg_level < 0): here that is an error. An unknown JFIF major version
// is the one warning that says nothing about the data.
static void heed(j_common_ptr jpeg, int level) {
  if (level < 0 && jpeg->err->msg_code != JWRN_JFIF_MAJOR) escape(jpeg);
}

static void say_nothing(j_common_ptr jpeg) { (void)jpeg; }

struct jpeg_error_mgr *cic_jpeg_errors_init(cic_jpeg_errors *errors, cic_failure *failure) {
  jpeg_std_error(&errors->base);
  errors->base.error_exit = escape;
  errors->base.emit_message = heed;
  errors->base.output_message = say_nothing;
  errors->failure = failure;
  return &errors->base;
}

static void nothing(j_decompress_ptr jpeg) { (void)jpeg; }

// All bytes are there from the beginning, so a call for more means that the file ends too early.
static boolean end_of_bytes(j_decompress_ptr jpeg) {
  jpeg->src->bytes_in_buffer = 0;  // a decoder at work keeps its own count
  ERREXIT(jpeg, JERR_INPUT_EOF);
  return FALSE;
}

static void skip(j_decompress_ptr jpeg, long count) {
  struct jpeg_source_mgr *source = jpeg->src;
  if (count <= 0) return;
  if ((size_t)count > source->bytes_in_buffer) {
    source->next_input_byte += source->bytes_in_buffer;
    source->bytes_in_buffer = 0;
    ERREXIT(jpeg, JERR_INPUT_EOF);
  }
  source->next_input_byte += count;
  source->bytes_in_buffer -= (size_t)count;
}

void cic_jpeg_source_init(j_decompress_ptr jpeg, cic_jpeg_source *source, const uint8_t *bytes, size_t count) {
  source->base.next_input_byte = bytes;
  source->base.bytes_in_buffer = count;
  source->base.init_source = nothing;
  source->base.fill_input_buffer = end_of_bytes;
  source->base.skip_input_data = skip;
  source->base.resync_to_restart = jpeg_resync_to_restart;
  source->base.term_source = nothing;
  source->count = count;
  jpeg->src = &source->base;
}
