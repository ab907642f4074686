// Maximum pooling over windows that do not overlap, with the ReLU behind it, in blocked layouts; and what such a pooling behind a first
// convolution makes of that convolution's weights' gradient.
//
// Goals, in order: the same bits on every run and for every number of threads; the fewest bytes moved. Forward leaves one byte per result:
// which place of the window was taken. Of the gradient before a pooling three scalars in four are zero, so a first convolution, whose
// input wants no gradient, takes its weights' gradient from the pooled one, and the large one is never made.
#include "CKernels.h"
#include "lanes.h"
#include "team.h"
#include <string.h>

enum {
  /// Shares of the batch, whatever the number of threads: their sums are added in this order.
  share_count = PULMO_POOLED_CONVOLUTION_SHARES,
  /// The place of a window whose greatest value ReLU made zero.
  no_place = 255,
  /// Bytes of a gradient that no cache will hold until it is read: it goes straight to memory.
  streamed_bytes = 32 << 20,
  /// Columns of a picture with its padding.
  maximum_columns = 2048,
};

struct pooling_job {
  struct pulmo_max_pooling shape;
  const float *source, *gradient;
  float *destination, *source_gradient;
  const uint8_t *read_places;
  uint8_t *places;
};

struct pooled_convolution_job {
  struct pulmo_pooled_convolution shape;
  const float *source, *gradient;
  const uint8_t *places;
  float *weights_gradient, *bias_gradient, *partial;
};

#define LANES 16
#include "max_pooling_lanes.h"
#undef LANES
#define LANES 8
#include "max_pooling_lanes.h"
#undef LANES

// MARK: Pooling

static void forward_share(void *context, size_t thread, size_t threads) {
  const struct pooling_job *job = context;
  const size_t planes = job->shape.batch * job->shape.blocks;
  for (size_t plane = pulmo_share(planes, thread, threads); plane < pulmo_share(planes, thread + 1, threads); ++plane) {
    if (job->shape.lanes == 16) pool_plane16(job, plane); else pool_plane8(job, plane);
  }
}

void pulmo_max_pool_forward(const struct pulmo_max_pooling *shape, const float *source, float *destination, uint8_t *places) {
  struct pooling_job job = {.shape = *shape, .source = source, .destination = destination, .places = places};
  pulmo_team(&job, forward_share);
}

static void backward_share(void *context, size_t thread, size_t threads) {
  const struct pooling_job *job = context;
  const size_t planes = job->shape.batch * job->shape.blocks;
  for (size_t plane = pulmo_share(planes, thread, threads); plane < pulmo_share(planes, thread + 1, threads); ++plane) {
    if (job->shape.lanes == 16) spread_plane16(job, plane); else spread_plane8(job, plane);
  }
  // Orders streamed stores before the end of the team's work.
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

void pulmo_max_pool_backward(
    const struct pulmo_max_pooling *shape, const float *gradient, const uint8_t *places, float *source_gradient) {
  struct pooling_job job = {.shape = *shape, .gradient = gradient, .read_places = places, .source_gradient = source_gradient};
  pulmo_team(&job, backward_share);
}

// MARK: First convolution

int pulmo_pooled_convolution_is_supported(const struct pulmo_pooled_convolution *shape) {
  return (shape->lanes == 8 || shape->lanes == 16) && shape->out_columns * 2 + 2 <= maximum_columns
      && shape->columns + shape->left <= maximum_columns;
}

static void convolution_share(void *context, size_t thread, size_t threads) {
  const struct pooled_convolution_job *job = context;
  const struct pulmo_pooled_convolution *s = &job->shape;
  const size_t tasks = s->blocks * share_count, weights = s->in_channels * 9 * s->lanes, length = weights + s->lanes;
  for (size_t task = pulmo_share(tasks, thread, threads); task < pulmo_share(tasks, thread + 1, threads); ++task) {
    if (s->lanes == 16) convolution_task16(job, task); else convolution_task8(job, task);
  }
  pulmo_team_barrier();
  for (size_t block = pulmo_share(s->blocks, thread, threads); block < pulmo_share(s->blocks, thread + 1, threads); ++block) {
    const float *partial = job->partial + block * share_count * length;
    for (size_t i = 0; i < length; ++i) {
      float sum = 0;
      for (size_t share = 0; share < share_count; ++share) sum += partial[share * length + i];
      if (i < weights) job->weights_gradient[block * weights + i] = sum;
      else if (job->bias_gradient && block * s->lanes + i - weights < s->channels)
        job->bias_gradient[block * s->lanes + i - weights] = sum;
    }
  }
}

void pulmo_pooled_convolution_weights_gradient(
    const struct pulmo_pooled_convolution *shape, const float *source, const float *gradient, const uint8_t *places,
    float *weights_gradient, float *bias_gradient, float *scratch) {
  struct pooled_convolution_job job = {*shape, source, gradient, places, weights_gradient, bias_gradient, scratch};
  pulmo_team(&job, convolution_share);
}
