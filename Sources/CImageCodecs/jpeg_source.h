// libjpeg errors turned into returns, and a source that reads from memory and fails at its end.
#pragma once
#include "support.h"

#include <setjmp.h>
// jpeglib.h needs stdio.h before it.
#include <jpeglib.h>
#include <jerror.h>

typedef struct {
  struct jpeg_error_mgr base;  // first: libjpeg hands back a pointer to it
  jmp_buf escape;
  cic_failure *failure;
} cic_jpeg_errors;

// Sets up `errors` for one compressor or decompressor; the caller then calls setjmp(errors->escape).
struct jpeg_error_mgr *cic_jpeg_errors_init(cic_jpeg_errors *errors, cic_failure *failure);

typedef struct {
  struct jpeg_source_mgr base;  // first, as above
  size_t count;
} cic_jpeg_source;

void cic_jpeg_source_init(j_decompress_ptr jpeg, cic_jpeg_source *source, const uint8_t *bytes, size_t count);
