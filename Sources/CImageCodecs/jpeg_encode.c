#include "jpeg_source.h"

#include <stdlib.h>

// Everything a longjmp must not lose lives in the caller of the function that calls setjmp.
typedef struct {
  struct jpeg_compress_struct jpeg;
  cic_jpeg_errors errors;
  unsigned char *bytes;
  unsigned long count;
} writer;

static bool encode(writer *writer, const uint8_t *grey, uint32_t width, uint32_t height, int quality) {
  if (setjmp(writer->errors.escape)) return false;
  j_compress_ptr jpeg = &writer->jpeg;
  jpeg_create_compress(jpeg);
  jpeg_mem_dest(jpeg, &writer->bytes, &writer->count);
  jpeg->image_width = width;
  jpeg->image_height = height;
  jpeg->input_components = 1;
  jpeg->in_color_space = JCS_GRAYSCALE;
  jpeg_set_defaults(jpeg);
  jpeg_set_quality(jpeg, quality, TRUE);
  jpeg_start_compress(jpeg, TRUE);
  while (jpeg->next_scanline < height) {
    JSAMPROW row = (JSAMPROW)(grey + (size_t)jpeg->next_scanline * width);
    jpeg_write_scanlines(jpeg, &row, 1);
  }
  jpeg_finish_compress(jpeg);
  return true;
}

bool cic_jpeg_encode(
  const uint8_t *grey, uint32_t width, uint32_t height, int32_t quality, cic_buffer *buffer, cic_failure *failure) {
  writer writer;
  memset(&writer, 0, sizeof writer);
  writer.jpeg.err = cic_jpeg_errors_init(&writer.errors, failure);
  const bool done = encode(&writer, grey, width, height, quality);
  jpeg_destroy_compress(&writer.jpeg);
  buffer->bytes = writer.bytes;
  buffer->count = writer.count;
  if (!done) cic_release(buffer);
  return done;
}

void cic_release(cic_buffer *buffer) {
  free(buffer->bytes);
  buffer->bytes = NULL;
  buffer->count = 0;
}
