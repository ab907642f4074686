#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "winograd.h"

// --- inverted_residual.c: a convolution, a depthwise one and a projection in one pass ---------------------------------------------
// Why C: see winograd.h.
//
// The wide activations between the three convolutions never go to memory: a row of them is made when the depthwise convolution's
// window reaches it and stays in the second-level cache until the window has passed. Activations lie [N, rows, columns, channels].
// The work is cut by `threads`, not by the team that turns up, and sums have a fixed order: the same call gives the same bits.

/// Convolution and clamp, depthwise convolution and clamp, convolution 1x1; stride and zeros around as given for the first two.
struct pulmo_inverted_residual {
  size_t batch;
  /// Of the source; channels that lie side by side are even in number.
  size_t channels, rows, columns;
  /// 1 reads [N, rows, columns, channels]; a larger kernel reads planes, [N, channels, rows, columns].
  size_t first_kernel, first_stride, first_top, first_left;
  struct pulmo_clamp first_clamp;
  /// Of what the first convolution makes; a multiple of `lanes`.
  size_t inner_channels, inner_rows, inner_columns;
  size_t kernel, stride, top, left;
  struct pulmo_clamp clamp;
  /// Of the result; a multiple of 8.
  size_t filters, out_rows, out_columns;
  /// Whether the source, of the result's shape, is added to it.
  bool adds_source;
  /// What `pulmo_winograd_lanes` gives, or 8 where it gives 16.
  size_t lanes;
  size_t threads;
};

/// Whether there are kernels for this shape, and its weights few enough for them to be fast.
bool pulmo_inverted_residual_is_supported(const struct pulmo_inverted_residual *);

/// Floats of the prepared weights.
size_t pulmo_inverted_residual_weights_count(const struct pulmo_inverted_residual *);

/// Floats of the scratch of `pulmo_inverted_residual_forward`.
size_t pulmo_inverted_residual_scratch(const struct pulmo_inverted_residual *);

/// Weights and biases of the three convolutions, `[out, in, kernel, kernel]` and `[out]`.
struct pulmo_inverted_residual_weights {
  const float *first, *first_bias;
  const float *depthwise, *depthwise_bias;
  const float *projection, *projection_bias;
};

/// Lays the weights out as `pulmo_inverted_residual_forward` reads them.
void pulmo_inverted_residual_prepare(
    const struct pulmo_inverted_residual *, struct pulmo_inverted_residual_weights weights, float *prepared);

/// destination ← projection(depthwise(first(source))) (+ source)
void pulmo_inverted_residual_forward(
    const struct pulmo_inverted_residual *, const float *source, const float *prepared, float *destination, float *scratch);
