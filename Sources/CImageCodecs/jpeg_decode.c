#include "jpeg_source.h"

typedef struct {
  struct jpeg_progress_mgr base;  // first: libjpeg hands back a pointer to it
  uint32_t max_scans;
} scan_limit;

static void fail(j_decompress_ptr jpeg, int32_t code, const char *message) {
  cic_jpeg_errors *errors = (cic_jpeg_errors *)jpeg->err;
  cic_fail(errors->failure, code, ((cic_jpeg_source *)jpeg->src)->count - jpeg->src->bytes_in_buffer, message);
  longjmp(errors->escape, 1);
}

// libjpeg reads every scan of a progressive file before the first row, each over the whole picture: a file of a few kilobytes
// with thousands of scans would run for hours.
static void count_scans(j_common_ptr common) {
  j_decompress_ptr jpeg = (j_decompress_ptr)common;
  const scan_limit *limit = (const scan_limit *)common->progress;
  if (jpeg->input_scan_number > 0 && (uint32_t)jpeg->input_scan_number > limit->max_scans)
    fail(jpeg, cic_over_limit, "too many scans");
}

// A Huffman code has at least one bit, and every block of a sequential or first DC scan takes one.
static uint64_t least_bytes(j_decompress_ptr jpeg) {
  uint64_t blocks = 0;
  for (int i = 0; i < jpeg->num_components; i++) {
    const jpeg_component_info *component = &jpeg->comp_info[i];
    blocks += (uint64_t)component->width_in_blocks * component->height_in_blocks;
  }
  return blocks / 8;
}

// Everything a longjmp must not lose lives in the caller of the function that calls setjmp.
typedef struct {
  struct jpeg_decompress_struct jpeg;
  cic_jpeg_errors errors;
  cic_jpeg_source source;
  scan_limit limit;
} reader;

static void prepare(reader *reader, cic_failure *failure) {
  memset(reader, 0, sizeof *reader);
  reader->jpeg.err = cic_jpeg_errors_init(&reader->errors, failure);
}

static void read_header(reader *reader, const uint8_t *bytes, size_t count) {
  jpeg_create_decompress(&reader->jpeg);
  cic_jpeg_source_init(&reader->jpeg, &reader->source, bytes, count);
  jpeg_read_header(&reader->jpeg, TRUE);
  if (reader->jpeg.arith_code) ERREXIT(&reader->jpeg, JERR_ARITH_NOTIMPL);
}

static bool describe(reader *reader, const uint8_t *bytes, size_t count, cic_header *header) {
  if (setjmp(reader->errors.escape)) return false;
  read_header(reader, bytes, count);
  header->width = reader->jpeg.image_width;
  header->height = reader->jpeg.image_height;
  header->channels = (uint32_t)reader->jpeg.num_components;
  header->bits = (uint32_t)reader->jpeg.data_precision;
  header->progressive = reader->jpeg.progressive_mode;
  header->least_bytes = least_bytes(&reader->jpeg);
  return true;
}

bool cic_jpeg_header(const uint8_t *bytes, size_t count, cic_header *header, cic_failure *failure) {
  reader reader;
  prepare(&reader, failure);
  const bool done = describe(&reader, bytes, count, header);
  jpeg_destroy_decompress(&reader.jpeg);
  return done;
}


static void convert_rgb(const uint8_t *row, uint32_t width, uint8_t *grey, cic_colour *colour) {
  for (uint32_t x = 0; x < width; x++, row += 3) {
    grey[x] = cic_luma(row[0], row[1], row[2]);
    colour->spread[cic_spread(row[0], row[1], row[2])]++;
  }
}

// Stored values are inverted, 255 for no ink, as Adobe's programs write them and every reader assumes.
static void convert_cmyk(const uint8_t *row, uint32_t width, uint8_t *grey, cic_colour *colour) {
  for (uint32_t x = 0; x < width; x++, row += 4) {
    const uint32_t r = cic_multiply(row[0], row[3]), g = cic_multiply(row[1], row[3]), b = cic_multiply(row[2], row[3]);
    grey[x] = cic_luma(r, g, b);
    colour->spread[cic_spread(r, g, b)]++;
  }
}

// The decoded form that loses nothing needed to tell a film from a colour photograph.
static J_COLOR_SPACE output_space(j_decompress_ptr jpeg) {
  switch (jpeg->num_components) {
    case 1: return JCS_GRAYSCALE;
    case 3: return JCS_RGB;
    case 4: return JCS_CMYK;
    default: ERREXIT(jpeg, JERR_CONVERSION_NOTIMPL); return JCS_UNKNOWN;
  }
}

// libjpeg paints what came, warning or not, when scans are left out. It latches a component's table at the component's first scan;
// a progressive file, moreover, sends every coefficient in ever finer bits.
static void require_all_scans(j_decompress_ptr jpeg) {
  for (int i = 0; i < jpeg->num_components; i++)
    if (!jpeg->comp_info[i].quant_table) fail(jpeg, cic_corrupt, "scans are missing");
  if (!jpeg->coef_bits) return;
  for (int i = 0; i < jpeg->num_components; i++)
    for (int k = 0; k < DCTSIZE2; k++)
      if (jpeg->coef_bits[i][k] != 0) fail(jpeg, cic_corrupt, "scans are missing");
}

static bool decode(reader *reader, const uint8_t *bytes, size_t count, const cic_jpeg_request *request) {
  if (setjmp(reader->errors.escape)) return false;
  read_header(reader, bytes, count);
  j_decompress_ptr jpeg = &reader->jpeg;
  const JDIMENSION width = request->width, height = request->height;
  reader->limit.base.progress_monitor = count_scans;
  reader->limit.max_scans = request->max_scans;
  jpeg->progress = &reader->limit.base;
  jpeg->mem->max_memory_to_use = (long)request->max_memory;
  if (jpeg->image_width != width || jpeg->image_height != height) fail(jpeg, cic_corrupt, "the header changed");
  jpeg->out_color_space = output_space(jpeg);
  jpeg->dct_method = JDCT_ISLOW;
  jpeg_start_decompress(jpeg);
  require_all_scans(jpeg);
  if (jpeg->out_color_space == JCS_GRAYSCALE) {
    while (jpeg->output_scanline < height) {
      JSAMPROW row = request->grey + (size_t)jpeg->output_scanline * width;
      jpeg_read_scanlines(jpeg, &row, 1);
    }
    request->colour->spread[0] = (uint64_t)width * height;
  } else {
    const JDIMENSION row_bytes = width * (JDIMENSION)jpeg->output_components;
    JSAMPARRAY rows = (*jpeg->mem->alloc_sarray)((j_common_ptr)jpeg, JPOOL_IMAGE, row_bytes, 1);
    while (jpeg->output_scanline < height) {
      uint8_t *out = request->grey + (size_t)jpeg->output_scanline * width;
      jpeg_read_scanlines(jpeg, rows, 1);
      (jpeg->out_color_space == JCS_RGB ? convert_rgb : convert_cmyk)(rows[0], width, out, request->colour);
    }
  }
  jpeg_finish_decompress(jpeg);  // reads on to the end marker: a file cut after its last row is truncated too
  return true;
}

bool cic_jpeg_decode(const uint8_t *bytes, size_t count, const cic_jpeg_request *request, cic_failure *failure) {
  reader reader;
  prepare(&reader, failure);
  memset(request->colour, 0, sizeof *request->colour);
  const bool done = decode(&reader, bytes, count, request);
  jpeg_destroy_decompress(&reader.jpeg);
  return done;
}
