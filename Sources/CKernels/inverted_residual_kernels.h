#pragma once
#include "inverted_residual.h"

/// The prepared weights in parts.
struct inverted_residual_parts {
  /// Of every slice [panel, terms, 2 · lanes] and a rest as `lay_out` has it, then the biases.
  const float *first, *first_bias;
  /// [inner channels / lanes, kernel · kernel, lanes]
  const float *depthwise, *depthwise_bias;
  const float *projection, *projection_bias;
};

/// What one call makes: some rows of one picture, of some of the inner channels.
struct inverted_residual_share {
  const float *source;
  /// Where the whole picture goes, or what the share adds to it.
  float *destination;
  size_t begin, end;
  /// Multiples of a vector.
  size_t channels_begin, channels_end;
};

/// Products that one output of the first convolution sums.
static inline size_t inverted_residual_first_terms(const struct pulmo_inverted_residual *s) {
  return s->channels * s->first_kernel * s->first_kernel;
}

/// Rows of the result made at a time: so many that a panel of weights is used for four dozen pixels.
static inline size_t inverted_residual_step(const struct pulmo_inverted_residual *s) { return (48 + s->out_columns - 1) / s->out_columns; }

/// Rows of the ring, which windows of as many rows reach over, and its pixels in a row, zeros included.
static inline size_t inverted_residual_ring_rows(const struct pulmo_inverted_residual *s) {
  const size_t rows = (inverted_residual_step(s) - 1) * s->stride + s->kernel;
  return rows < s->inner_rows ? rows : s->inner_rows;
}
static inline size_t inverted_residual_ring_width(const struct pulmo_inverted_residual *s) {
  return (s->out_columns - 1) * s->stride + s->kernel;
}

/// Pixels of a row of a plane, zeros included.
static inline size_t inverted_residual_plane_width(const struct pulmo_inverted_residual *s) {
  return (s->inner_columns - 1) * s->first_stride + s->first_kernel;
}

typedef void inverted_residual_kernel(
    const struct pulmo_inverted_residual *, const struct inverted_residual_parts *, struct inverted_residual_share, float *scratch);

#if defined(__x86_64__)
inverted_residual_kernel inverted_residual_avx512, inverted_residual_avx2;
#endif
