#pragma once
#include <stdbool.h>
#include <stddef.h>

// --- winograd.c: convolutions 3x3 of stride 1 by F(4x4, 3x3) --------------------------------------------------------------------
// Why C: register-blocked kernels for AVX-512 and AVX2, chosen at run time; Swift compiles for the baseline processor.
//
// Activations lie in blocks of `lanes` channels, weights in blocks of `lanes` times `lanes`: oneDNN's nChw16c and OIhw16i16o, or
// nChw8c and OIhw8i8o. Lanes beyond the last channel hold zeros and are left zero. Buffers start at multiples of 64 bytes and do
// not overlap, but for a residual, which may be the destination. The work is cut by `threads`, not by the team that turns up, and
// sums have a fixed order: the same call gives the same bits.

/// A convolution 3x3 with stride 1.
struct pulmo_winograd {
  size_t batch;
  size_t channels, filters;
  /// Rows and columns of the source; those of the destination are smaller by 2 - 2 · padding.
  size_t height, width;
  /// Zeros around the source: 0, 1 or 2.
  size_t padding;
  /// Channels in a block: what `pulmo_winograd_lanes` gives, or 8 where it gives 16.
  size_t lanes;
  size_t threads;
};

/// What follows the convolution: nothing, or a clamp to `lowest ... highest`.
struct pulmo_clamp {
  bool isOn;
  float lowest, highest;
};

/// The widest block this processor has kernels for: 16 with AVX-512, 8 with AVX2 and FMA, 0 where there are none.
size_t pulmo_winograd_lanes(void);

/// Floats of the transformed weights: four times the weights, in whole panels of two blocks of filters.
size_t pulmo_winograd_weights_count(struct pulmo_winograd convolution);

/// Floats of the scratch of `pulmo_winograd_forward`.
size_t pulmo_winograd_forward_scratch(struct pulmo_winograd convolution);

/// Floats of the scratch of `pulmo_winograd_weights_gradient`.
size_t pulmo_winograd_gradient_scratch(struct pulmo_winograd convolution);

/// Transforms weights for `pulmo_winograd_forward`. With `isTransposed` they are those of the convolution whose source's gradient
/// is wanted: `convolution` then goes from the gradient of its destination (`channels`) to that of its source (`filters`), with 2
/// less its padding.
void pulmo_winograd_weights(struct pulmo_winograd convolution, const float *weights, bool isTransposed, float *transformed);

/// destination ← clamp(source * weights + bias + residual); `bias` (`filters` floats) and `residual` may be null.
void pulmo_winograd_forward(
    struct pulmo_winograd convolution, const float *source, const float *transformed, const float *bias, const float *residual,
    struct pulmo_clamp clamp, float *destination, float *scratch);

/// The gradients of the weights and, where `bias_gradient` (`filters` floats) is not null, of the bias, from the source and the
/// gradient of the destination.
void pulmo_winograd_weights_gradient(
    struct pulmo_winograd convolution, const float *source, const float *destination_gradient, float *weights_gradient,
    float *bias_gradient, float *scratch);
