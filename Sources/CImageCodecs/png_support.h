// libpng errors turned into returns.
#pragma once
#include "support.h"

#include <png.h>
#include <setjmp.h>

typedef struct {
  jmp_buf escape;
  cic_failure *failure;
  uint64_t byte;  // how far the reader has come
} cic_png_errors;

_Noreturn void cic_png_fail(cic_png_errors *errors, int32_t code, uint64_t byte, const char *message);

// A reader or writer whose errors and warnings jump to errors->escape, or NULL (and `failure` set) without memory. The caller calls
// setjmp(errors->escape) before anything else.
png_structp cic_png_create_reader(cic_png_errors *errors);
png_structp cic_png_create_writer(cic_png_errors *errors);
png_infop cic_png_create_info(png_structp png, cic_png_errors *errors);
