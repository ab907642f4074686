// The gradient of a depthwise convolution's weights, in blocked layouts.
//
// Goals, in order: the same bits on every run and for every number of threads; each input read once from memory; every product from
// registers. A task is a block of channels and a share of the batch. It copies a band of the picture with its padding into a buffer that
// stays in the cache, so that no window meets an edge, and keeps the sums of several kernel rows in registers while it passes over it.
#include "CKernels.h"
#include "lanes.h"
#include "team.h"
#include <string.h>

enum {
  /// Shares of the batch, whatever the number of threads: their sums are added in this order.
  share_count = PULMO_DEPTHWISE_SHARES,
  maximum_kernel = 7,
  /// Scalars of the buffer for a band, on the stack of each thread: 96 KiB.
  band_capacity = 24 * 1024,
};

struct depthwise_job {
  struct pulmo_depthwise shape;
  const float *source, *gradient;
  float *weights_gradient, *bias_gradient, *partial;
};

int pulmo_depthwise_is_supported(const struct pulmo_depthwise *shape) {
  const size_t width = (shape->out_columns - 1) * shape->stride + shape->kernel;
  return (shape->lanes == 8 || shape->lanes == 16) && (shape->kernel == 5 || shape->kernel == 7)
      && width * shape->kernel * shape->lanes <= band_capacity;
}

#define LANES 16
#include "depthwise_lanes.h"
#undef LANES
#define LANES 8
#include "depthwise_lanes.h"
#undef LANES

static void run_tasks(void *context, size_t thread, size_t threads) {
  const struct depthwise_job *job = context;
  const struct pulmo_depthwise *s = &job->shape;
  const size_t lanes = s->lanes, taps = s->kernel * s->kernel, length = (taps + 1) * lanes;
  const size_t tasks = s->blocks * share_count;
  for (size_t task = pulmo_share(tasks, thread, threads); task < pulmo_share(tasks, thread + 1, threads); ++task) {
    if (lanes == 16) run_task16(job, task); else run_task8(job, task);
  }
  pulmo_team_barrier();
  for (size_t block = pulmo_share(s->blocks, thread, threads); block < pulmo_share(s->blocks, thread + 1, threads); ++block) {
    const float *partial = job->partial + block * share_count * length;
    for (size_t i = 0; i < length; ++i) {
      float sum = 0;
      for (size_t share = 0; share < share_count; ++share) sum += partial[share * length + i];
      if (i < taps * lanes) job->weights_gradient[block * taps * lanes + i] = sum;
      else if (job->bias_gradient && block * lanes + i - taps * lanes < s->channels)
        job->bias_gradient[block * lanes + i - taps * lanes] = sum;
    }
  }
}

void pulmo_depthwise_weights_gradient(
    const struct pulmo_depthwise *shape, const float *source, const float *gradient, float *weights_gradient, float *bias_gradient,
    float *scratch) {
  struct depthwise_job job = {*shape, source, gradient, weights_gradient, bias_gradient, scratch};
  pulmo_team(&job, run_tasks);
}
