#include "jpeg_source.h"

#include <stdlib.h>

// Everything a longjmp must not lose lives in the caller of the function that calls setjmp.
typedef struct {
  struct jpeg_compress_struct jpeg;
  cic_jpeg_errors errors;
  unsigned char *bytes;
  unsigned long count;
} writer;

static bool encode(writer *writer, const cic_picture *picture, int quality) {
  if (setjmp(writer->errors.escape)) return false;
  j_compress_ptr jpeg = &writer->jpeg;
  jpeg_create_compress(jpeg);
  jpeg_mem_dest(jpeg, &writer->bytes, &writer->count);
  jpeg->image_width = picture->width;
  jpeg->image_height = picture->height;
  jpeg->input_components = (int)picture->channels;
  jpeg->in_color_space = picture->channels == 3 ? JCS_RGB : JCS_GRAYSCALE;
  jpeg_set_defaults(jpeg);
  jpeg_set_quality(jpeg, quality, TRUE);
  jpeg_start_compress(jpeg, TRUE);
  const size_t stride = (size_t)picture->width * picture->channels;
  while (jpeg->next_scanline < picture->height) {
    JSAMPROW row = (JSAMPROW)(picture->samples + jpeg->next_scanline * stride);
    jpeg_write_scanlines(jpeg, &row, 1);
  }
  jpeg_finish_compress(jpeg);
  return true;
}

bool cic_jpeg_encode(const cic_picture *picture, int32_t quality, cic_buffer *buffer, cic_failure *failure) {
  writer writer;
  memset(&writer, 0, sizeof writer);
  writer.jpeg.err = cic_jpeg_errors_init(&writer.errors, failure);
  const bool done = encode(&writer, picture, quality);
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
