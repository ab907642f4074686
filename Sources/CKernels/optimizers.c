// Elementwise kernels over flat buffers of parameters.
//
// Goals, in order: the formula of the reference (PyTorch) to the last few bits, the same bits on every run on one processor type,
// one pass over memory. The loops are plain C that the compiler vectorises once per instruction set; nothing here depends on how a
// buffer is cut except `pulmo_sum_of_squares`, whose order of summation is fixed by position.
#include "CKernels.h"
#include "lanes.h"
#include <math.h>

// A square root that never touches errno, so that the loop around it vectorises.
#if defined(__has_builtin) && __has_builtin(__builtin_elementwise_sqrt)
#define PULMO_SQRT __builtin_elementwise_sqrt
#else
#define PULMO_SQRT sqrtf
#endif

PULMO_CLONES void pulmo_scale(float *restrict x, size_t count, float factor) {
  for (size_t i = 0; i < count; ++i) x[i] *= factor;
}

PULMO_CLONES void pulmo_axpy(float *restrict y, const float *restrict x, size_t count, float factor) {
  for (size_t i = 0; i < count; ++i) y[i] += factor * x[i];
}

PULMO_CLONES void pulmo_lerp(float *restrict average, const float *restrict x, size_t count, float decay) {
  const float share = (float)(1.0 - (double)decay);
  for (size_t i = 0; i < count; ++i) average[i] = decay * average[i] + share * x[i];
}

PULMO_CLONES double pulmo_sum_of_squares(const float *restrict x, size_t count) {
  // Sixteen running sums, one for each position modulo 16: every instruction set adds the same numbers in the same order.
  // The square of a float is exact in double, so fused or not the product is the same.
  enum { lanes = 16 };
  double sums[lanes] = {0};
  size_t i = 0;
  for (; i + lanes <= count; i += lanes)
    for (size_t lane = 0; lane < lanes; ++lane) {
      const double value = (double)x[i + lane];
      sums[lane] += value * value;
    }
  for (size_t lane = 0; i + lane < count; ++lane) {
    const double value = (double)x[i + lane];
    sums[lane] += value * value;
  }
  for (size_t width = lanes / 2; width > 0; width /= 2)
    for (size_t lane = 0; lane < width; ++lane) sums[lane] += sums[lane + width];
  return sums[0];
}

PULMO_CLONES void pulmo_sgd(float *restrict parameters, const float *restrict gradients, size_t count, float rate) {
  for (size_t i = 0; i < count; ++i) parameters[i] -= rate * gradients[i];
}

PULMO_CLONES void pulmo_sgd_momentum(
    float *restrict parameters, const float *restrict gradients, float *restrict velocity, size_t count, float rate, float momentum) {
  for (size_t i = 0; i < count; ++i) {
    velocity[i] = momentum * velocity[i] + gradients[i];
    parameters[i] -= rate * velocity[i];
  }
}

PULMO_CLONES void pulmo_sgd_nesterov(
    float *restrict parameters, const float *restrict gradients, float *restrict velocity, size_t count, float rate, float momentum) {
  for (size_t i = 0; i < count; ++i) {
    const float gradient = gradients[i];
    velocity[i] = momentum * velocity[i] + gradient;
    parameters[i] -= rate * (gradient + momentum * velocity[i]);
  }
}

PULMO_CLONES void pulmo_adam(
    float *restrict parameters, const float *restrict gradients, float *restrict first, float *restrict second, size_t count,
    struct pulmo_adam_step step) {
  const float beta1 = step.beta1, beta2 = step.beta2, share1 = step.share1, share2 = step.share2;
  const float decay = step.decay, rate = step.rate, inverse_root = step.inverse_root, epsilon = step.epsilon;
  for (size_t i = 0; i < count; ++i) {
    const float gradient = gradients[i];
    const float mean = beta1 * first[i] + share1 * gradient;
    const float square = beta2 * second[i] + share2 * gradient * gradient;
    first[i] = mean;
    second[i] = square;
    parameters[i] = decay * parameters[i] - rate * mean / (PULMO_SQRT(square) * inverse_root + epsilon);
  }
}
