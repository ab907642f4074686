#include "png_support.h"

#include <stdlib.h>

typedef struct {
  cic_buffer *buffer;
  size_t capacity;
} memory_target;

static void write_bytes(png_structp png, png_bytep bytes, size_t count) {
  memory_target *target = png_get_io_ptr(png);
  cic_buffer *buffer = target->buffer;
  if (count > target->capacity - buffer->count) {
    const size_t capacity = (buffer->count + count) * 2;
    uint8_t *grown = realloc(buffer->bytes, capacity);
    if (!grown) cic_png_fail(png_get_error_ptr(png), cic_out_of_memory, 0, "out of memory");
    buffer->bytes = grown;
    target->capacity = capacity;
  }
  memcpy(buffer->bytes + buffer->count, bytes, count);
  buffer->count += count;
}

static void flush_nothing(png_structp png) { (void)png; }

// Everything a longjmp must not lose lives in the caller of the function that calls setjmp.
typedef struct {
  cic_png_errors errors;
  memory_target target;
  png_structp png;
  png_infop info;
} writer;

static bool encode(writer *writer, const cic_picture *picture) {
  if (setjmp(writer->errors.escape)) return false;
  png_structp png = writer->png;
  writer->info = cic_png_create_info(png, &writer->errors);
  png_set_write_fn(png, &writer->target, write_bytes, flush_nothing);
  png_set_IHDR(
    png, writer->info, picture->width, picture->height, 8, picture->channels == 3 ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_GRAY,
    PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  // Of zlib's 1 to 9: for explanations on large films, where its usual 6 takes more than twice as long and saves little.
  if (picture->channels == 3) png_set_compression_level(png, 3);
  png_write_info(png, writer->info);
  const size_t stride = (size_t)picture->width * picture->channels;
  for (uint32_t y = 0; y < picture->height; y++) png_write_row(png, picture->samples + y * stride);
  png_write_end(png, writer->info);
  return true;
}

bool cic_png_encode(const cic_picture *picture, cic_buffer *buffer, cic_failure *failure) {
  buffer->bytes = NULL;
  buffer->count = 0;
  writer writer = {.errors = {.failure = failure}, .target = {buffer, 0}};
  writer.png = cic_png_create_writer(&writer.errors);
  const bool done = writer.png && encode(&writer, picture);
  png_destroy_write_struct(&writer.png, &writer.info);
  if (!done) cic_release(buffer);
  return done;
}
