#pragma once
#include <stddef.h>
#include <stdint.h>
#include "inverted_residual.h"
#include "winograd.h"

// --- optimizers.c: elementwise kernels over flat buffers -------------------------------------------------------------------
// Why C: Swift compiles for the baseline processor; these are compiled for three instruction sets and chosen when the program is
// loaded. Buffers named in one call do not overlap. All hold `count` floats.

/// x ← factor · x
void pulmo_scale(float *x, size_t count, float factor);

/// y ← y + factor · x
void pulmo_axpy(float *y, const float *x, size_t count, float factor);

/// average ← decay · average + (1 - decay) · x
void pulmo_lerp(float *average, const float *x, size_t count, float decay);

/// Σ x², in double; the order of summation depends on positions alone, so the same numbers give the same bits on every processor.
double pulmo_sum_of_squares(const float *x, size_t count);

/// parameters ← parameters - rate · gradients
void pulmo_sgd(float *parameters, const float *gradients, size_t count, float rate);

/// velocity ← momentum · velocity + gradients; parameters ← parameters - rate · velocity
void pulmo_sgd_momentum(float *parameters, const float *gradients, float *velocity, size_t count, float rate, float momentum);

/// velocity ← momentum · velocity + gradients; parameters ← parameters - rate · (gradients + momentum · velocity)
void pulmo_sgd_nesterov(float *parameters, const float *gradients, float *velocity, size_t count, float rate, float momentum);

/// The numbers of one Adam step, worked out once in double by the caller.
struct pulmo_adam_step {
  float beta1, beta2;
  /// 1 - beta1, 1 - beta2
  float share1, share2;
  /// Factor on the parameters before the step: 1, or 1 - learningRate · weightDecay.
  float decay;
  /// learningRate / (1 - beta1^t)
  float rate;
  /// 1 / √(1 - beta2^t)
  float inverse_root;
  float epsilon;
};

/// first ← beta1 · first + share1 · g; second ← beta2 · second + share2 · g²;
/// parameters ← decay · parameters - rate · first / (√second · inverse_root + epsilon)
void pulmo_adam(
    float *parameters, const float *gradients, float *first, float *second, size_t count, struct pulmo_adam_step step);

// --- dropout.c ---------------------------------------------------------------------------------------------------------------

/// destination ← source where a hash of (key, index) is at least `threshold`, scaled by `factor`; 0 elsewhere. In place is allowed.
/// The same key gives the same mask, so a backward pass makes it again instead of keeping it.
void pulmo_dropout(const float *source, float *destination, size_t count, uint64_t key, uint32_t threshold, float factor);

// --- depthwise.c ------------------------------------------------------------------------------------------------------------

/// A depthwise convolution in a layout that keeps `lanes` channels together, `[batch, blocks, rows, columns, lanes]`.
/// Why C, like all that follow: see optimizers.c.
struct pulmo_depthwise {
  /// 16 (nChw16c) or 8 (nChw8c).
  size_t lanes;
  /// `channels` fill `blocks` blocks, the last with zeros behind them.
  size_t batch, channels, blocks;
  size_t rows, columns, out_rows, out_columns;
  /// Rows and columns of the kernel.
  size_t kernel;
  size_t stride;
  /// Zeros above and left of the picture; below and right there are as many as the last windows reach for.
  size_t top, left;
};

enum { PULMO_DEPTHWISE_SHARES = 8 };

/// Whether `pulmo_depthwise_weights_gradient` takes this shape: kernels of 5 and 7, pictures up to some 300 columns wide. oneDNN is good at
/// 3.
int pulmo_depthwise_is_supported(const struct pulmo_depthwise *shape);

/// The gradient of the weights, `[blocks, kernel, kernel, lanes]`, and unless null of the bias, `[channels]`.
/// `scratch`: PULMO_DEPTHWISE_SHARES · blocks · (kernel² + 1) · lanes floats.
void pulmo_depthwise_weights_gradient(
    const struct pulmo_depthwise *shape, const float *source, const float *gradient, float *weights_gradient, float *bias_gradient,
    float *scratch);

// --- normalization.c --------------------------------------------------------------------------------------------------------

enum { PULMO_IDENTITY, PULMO_RELU, PULMO_RELU6 };

/// destination = activation(normalised source + residual) over `[batch, blocks, pixels, lanes]`, as in `pulmo_depthwise`.
struct pulmo_normalization {
  size_t lanes, batch, channels, blocks, pixels;
  int activation;
  float epsilon;
};

/// Operands of the forward pass. Numbers of channels are `[channels]`.
struct pulmo_normalization_forward {
  struct pulmo_normalization shape;
  /// The share of a batch in the running statistics.
  float momentum;
  const float *source, *scale, *shift;
  /// Null where nothing is added.
  const float *residual;
  float *destination, *mean, *variance, *running_mean, *running_variance;
  /// 2 · batch · blocks · lanes doubles
  double *scratch;
};

void pulmo_normalize_forward(const struct pulmo_normalization_forward *job);

/// Operands of the backward pass.
struct pulmo_normalization_backward {
  struct pulmo_normalization shape;
  const float *source, *scale, *shift, *mean, *variance;
  /// The gradient of the result is the sum of both; null where there is one.
  const float *gradient, *other_gradient;
  /// The result and, once the activation is behind it, its gradient, which is the residual's: both null without one.
  /// `residual_gradient` may be `gradient` or `other_gradient`.
  const float *destination;
  float *residual_gradient;
  /// May be `source`; null where none is wanted.
  float *source_gradient;
  float *scale_gradient, *shift_gradient;
  /// 2 · batch · blocks · lanes doubles
  double *scratch;
};

void pulmo_normalize_backward(const struct pulmo_normalization_backward *job);

// --- max_pooling.c ----------------------------------------------------------------------------------------------------------

/// Maximum pooling of `[batch, blocks, rows, columns, lanes]` over windows of kernel² that touch and do not overlap; rows and columns
/// that no whole window reaches are left out.
struct pulmo_max_pooling {
  size_t lanes, batch, blocks, rows, columns;
  /// 2 to 15
  size_t kernel;
  /// Whether ReLU follows.
  int has_relu;
};

/// `places`, of the result's length: the place of each window's first greatest value, row by row; 255 where ReLU made it zero.
void pulmo_max_pool_forward(const struct pulmo_max_pooling *shape, const float *source, float *destination, uint8_t *places);

/// The gradient of the source, zero but at the places taken.
void pulmo_max_pool_backward(
    const struct pulmo_max_pooling *shape, const float *gradient, const uint8_t *places, float *source_gradient);

/// A 3×3 convolution of stride 1 of a plain `[batch, in_channels, rows, columns]` with 2×2 maximum pooling behind it, whose results are
/// `[batch, blocks, out_rows, out_columns, lanes]`.
struct pulmo_pooled_convolution {
  size_t lanes, batch, in_channels, channels, blocks, rows, columns, out_rows, out_columns;
  /// Zeros above and left of the picture.
  size_t top, left;
};

enum { PULMO_POOLED_CONVOLUTION_SHARES = 8 };

/// Whether `pulmo_pooled_convolution_weights_gradient` takes this shape.
int pulmo_pooled_convolution_is_supported(const struct pulmo_pooled_convolution *shape);

/// The gradient of the weights, `[blocks, in_channels, 3, 3, lanes]`, and unless null of the bias, `[channels]`, from the gradient of the
/// pooled result and the places that `pulmo_max_pool_forward` left.
/// `scratch`: PULMO_POOLED_CONVOLUTION_SHARES · blocks · (9 · in_channels + 1) · lanes floats.
void pulmo_pooled_convolution_weights_gradient(
    const struct pulmo_pooled_convolution *shape, const float *source, const float *gradient, const uint8_t *places,
    float *weights_gradient, float *bias_gradient, float *scratch);

// --- threads.c: oneDNN's own team of threads ---------------------------------------------------------------------------------

/// How many processors this process may run on. Why C: Swift's Glibc does not show `sched_getaffinity`.
int pulmo_processor_count(void);

/// Sets how many threads oneDNN and `pulmo_parallel` use when called from this thread.
void pulmo_set_thread_count(int count);

/// Makes this thread, and every thread it starts from now on, take numbers below 1.2e-38 for zero.
/// Why C: Swift has no access to the floating-point control register. A weight decayed that far slows each product with it a hundredfold.
void pulmo_flush_denormals(void);

/// Runs `body(context, begin, end)` over 0 ..< count cut into one aligned run per thread of the team.
/// Why C: the team is libgomp's, which Swift cannot enter; a second pool would fight with its spinning threads for the cores.
void pulmo_parallel(size_t count, void *context, void (*body)(void *context, size_t begin, size_t end));

/// to ← from, `count` floats shared between the threads of the team.
void pulmo_copy(float *to, const float *from, size_t count);
