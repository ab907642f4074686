#include "png_support.h"

_Noreturn void cic_png_fail(cic_png_errors *errors, int32_t code, uint64_t byte, const char *message) {
  cic_fail(errors->failure, code, byte, message);
  longjmp(errors->escape, 1);
}

_Noreturn static void escape(png_structp png, png_const_charp message) {
  cic_png_errors *errors = png_get_error_ptr(png);
  const bool memory = strstr(message, "nsufficient memory") != NULL || strstr(message, "ut of memory") != NULL;
  cic_png_fail(errors, memory ? cic_out_of_memory : cic_corrupt, errors->byte, message);
}

// Chunks without bearing on the pixels are not read, so a warning speaks of the pixels: it is an error.
static void heed(png_structp png, png_const_charp message) { escape(png, message); }

static png_structp created(png_structp png, cic_png_errors *errors) {
  if (png)
    png_set_error_fn(png, errors, escape, heed);
  else
    cic_fail(errors->failure, cic_out_of_memory, 0, "out of memory");
  return png;
}

png_structp cic_png_create_reader(cic_png_errors *errors) {
  return created(png_create_read_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL), errors);
}

png_structp cic_png_create_writer(cic_png_errors *errors) {
  return created(png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL), errors);
}

png_infop cic_png_create_info(png_structp png, cic_png_errors *errors) {
  png_infop info = png_create_info_struct(png);
  if (!info) cic_png_fail(errors, cic_out_of_memory, 0, "out of memory");
  return info;
}
