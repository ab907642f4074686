// Batch normalisation in training with what stands around it - a sum with another branch, ReLU or ReLU6 - in blocked layouts.
//
// Goals, in order: statistics as good as two passes give; the same bits on every run and for every number of threads; the fewest passes
// over memory, which bound it: two over the input forward, two over input and gradient backward. A thread takes whole blocks of channels,
// so the second pass finds in the cache what fits there; blocks left over are cut along the batch.
//
// Sums are of distances from one value of the channel, so that a mean far from zero costs no digits: in float over a chunk of pixels, in
// double from there on, sample after sample.
#include "CKernels.h"
#include "lanes.h"
#include "team.h"
#include <math.h>

enum {
  maximum_lanes = 16,
  /// Pixels summed in float.
  chunk = 64,
  /// Bytes of a result that no cache will hold until it is read: it goes straight to memory, which spares reading it first.
  streamed_bytes = 32 << 20,
};

/// What one block of channels is normalised with: a number for each lane, zero in lanes behind the last channel.
struct block_numbers {
  /// Near the mean: what distances are measured from while they are summed.
  float origin[maximum_lanes];
  /// mean; scale / √(variance + ε); shift
  float mean[maximum_lanes], factor[maximum_lanes], shift[maximum_lanes];
  /// Backward: the gradient's mean over the batch, and how much of it falls with the distance from the mean.
  float level[maximum_lanes], slope[maximum_lanes];
};


static int streams_result(const struct pulmo_normalization_forward *job) {
  const struct pulmo_normalization *s = &job->shape;
  return s->batch * s->blocks * s->pixels * s->lanes * sizeof(float) >= streamed_bytes && (uintptr_t)job->destination % 64 == 0;
}

#define LANES 16
#include "normalization_lanes.h"
#undef LANES
#define LANES 8
#include "normalization_lanes.h"
#undef LANES

/// One block's sums over the batch, sample after sample.
static void add_samples(const struct pulmo_normalization *s, const double *partial, size_t block, double sums[2][maximum_lanes]) {
  for (size_t lane = 0; lane < s->lanes; ++lane) sums[0][lane] = sums[1][lane] = 0;
  for (size_t n = 0; n < s->batch; ++n) {
    const double *sample = partial + (block * s->batch + n) * 2 * s->lanes;
    for (size_t lane = 0; lane < s->lanes; ++lane) {
      sums[0][lane] += sample[lane];
      sums[1][lane] += sample[s->lanes + lane];
    }
  }
}

/// Channels of a block.
static size_t channels_of(const struct pulmo_normalization *s, size_t block) {
  const size_t rest = s->channels - block * s->lanes;
  return rest < s->lanes ? rest : s->lanes;
}

// MARK: Forward

static void set_origin(const struct pulmo_normalization_forward *job, size_t block, struct block_numbers *numbers) {
  const struct pulmo_normalization *s = &job->shape;
  *numbers = (struct block_numbers){0};
  // The first pixel of the first sample.
  for (size_t lane = 0; lane < channels_of(s, block); ++lane) numbers->origin[lane] = job->source[block * s->pixels * s->lanes + lane];
}

static void sum_forward(
    const struct pulmo_normalization_forward *job, size_t block, size_t begin, size_t end, const struct block_numbers *numbers) {
  if (job->shape.lanes == 16) sum_forward16(job, block, begin, end, numbers);
  else sum_forward8(job, block, begin, end, numbers);
}

static void apply_forward(
    const struct pulmo_normalization_forward *job, size_t block, size_t begin, size_t end, const struct block_numbers *numbers) {
  if (job->shape.lanes == 16) apply_forward16(job, block, begin, end, numbers);
  else apply_forward8(job, block, begin, end, numbers);
  // Orders streamed stores before whatever tells other threads that the block is done.
  __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

/// Mean, variance and what follows from them; one thread per block records them.
static void finish_forward(const struct pulmo_normalization_forward *job, size_t block, int records, struct block_numbers *numbers) {
  const struct pulmo_normalization *s = &job->shape;
  const double count = (double)s->batch * (double)s->pixels, unbiased = count > 1 ? count / (count - 1) : 1;
  double sums[2][maximum_lanes];
  add_samples(s, job->scratch, block, sums);
  for (size_t lane = 0; lane < channels_of(s, block); ++lane) {
    const size_t channel = block * s->lanes + lane;
    const double distance = sums[0][lane] / count, square = sums[1][lane] / count - distance * distance;
    const float mean = (float)(distance + (double)numbers->origin[lane]), variance = square < 0 ? 0 : (float)square;
    numbers->mean[lane] = mean;
    numbers->factor[lane] = (float)((double)job->scale[channel] / sqrt((double)variance + s->epsilon));
    numbers->shift[lane] = job->shift[channel];
    if (!records) continue;
    job->mean[channel] = mean;
    job->variance[channel] = variance;
    job->running_mean[channel] = (1 - job->momentum) * job->running_mean[channel] + job->momentum * mean;
    job->running_variance[channel] =
        (1 - job->momentum) * job->running_variance[channel] + job->momentum * (float)((double)variance * unbiased);
  }
}

static void forward_share(void *context, size_t thread, size_t threads) {
  const struct pulmo_normalization_forward *job = context;
  const size_t blocks = job->shape.blocks, batch = job->shape.batch, whole = blocks / threads * threads;
  const size_t begin = pulmo_share(batch, thread, threads), end = pulmo_share(batch, thread + 1, threads);
  struct block_numbers numbers;
  for (size_t block = thread; block < whole; block += threads) {
    set_origin(job, block, &numbers);
    sum_forward(job, block, 0, batch, &numbers);
    finish_forward(job, block, 1, &numbers);
    apply_forward(job, block, 0, batch, &numbers);
  }
  for (size_t block = whole; block < blocks; ++block) {
    set_origin(job, block, &numbers);
    sum_forward(job, block, begin, end, &numbers);
  }
  if (whole < blocks) pulmo_team_barrier();
  for (size_t block = whole; block < blocks; ++block) {
    set_origin(job, block, &numbers);
    finish_forward(job, block, thread == 0, &numbers);
    apply_forward(job, block, begin, end, &numbers);
  }
}

void pulmo_normalize_forward(const struct pulmo_normalization_forward *job) {
  struct pulmo_normalization_forward copy = *job;
  pulmo_team(&copy, forward_share);
}

// MARK: Backward

static void set_statistics(const struct pulmo_normalization_backward *job, size_t block, struct block_numbers *numbers) {
  const struct pulmo_normalization *s = &job->shape;
  *numbers = (struct block_numbers){0};
  for (size_t lane = 0; lane < channels_of(s, block); ++lane) {
    const size_t channel = block * s->lanes + lane;
    numbers->mean[lane] = job->mean[channel];
    numbers->factor[lane] = (float)((double)job->scale[channel] / sqrt((double)job->variance[channel] + s->epsilon));
    numbers->shift[lane] = job->shift[channel];
  }
}

static void sum_backward(
    const struct pulmo_normalization_backward *job, size_t block, size_t begin, size_t end, const struct block_numbers *numbers) {
  if (job->shape.lanes == 16) sum_backward16(job, block, begin, end, numbers);
  else sum_backward8(job, block, begin, end, numbers);
}

static void apply_backward(
    const struct pulmo_normalization_backward *job, size_t block, size_t begin, size_t end, const struct block_numbers *numbers) {
  if (job->shape.lanes == 16) apply_backward16(job, block, begin, end, numbers);
  else apply_backward8(job, block, begin, end, numbers);
}

/// The gradients of scale and shift and what the source's gradient takes from them; one thread per block records them.
static void finish_backward(const struct pulmo_normalization_backward *job, size_t block, int records, struct block_numbers *numbers) {
  const struct pulmo_normalization *s = &job->shape;
  const double count = (double)s->batch * (double)s->pixels;
  double sums[2][maximum_lanes];
  add_samples(s, job->scratch, block, sums);
  for (size_t lane = 0; lane < channels_of(s, block); ++lane) {
    const size_t channel = block * s->lanes + lane;
    const double precision = 1 / ((double)job->variance[channel] + s->epsilon);
    numbers->level[lane] = (float)(sums[0][lane] / count);
    numbers->slope[lane] = (float)(sums[1][lane] * precision / count);
    if (!records) continue;
    job->shift_gradient[channel] = (float)sums[0][lane];
    job->scale_gradient[channel] = (float)(sums[1][lane] * sqrt(precision));
  }
}

static void backward_share(void *context, size_t thread, size_t threads) {
  const struct pulmo_normalization_backward *job = context;
  const size_t blocks = job->shape.blocks, batch = job->shape.batch, whole = blocks / threads * threads;
  const size_t begin = pulmo_share(batch, thread, threads), end = pulmo_share(batch, thread + 1, threads);
  struct block_numbers numbers;
  for (size_t block = thread; block < whole; block += threads) {
    set_statistics(job, block, &numbers);
    sum_backward(job, block, 0, batch, &numbers);
    finish_backward(job, block, 1, &numbers);
    if (job->source_gradient) apply_backward(job, block, 0, batch, &numbers);
  }
  for (size_t block = whole; block < blocks; ++block) {
    set_statistics(job, block, &numbers);
    sum_backward(job, block, begin, end, &numbers);
  }
  if (whole < blocks) pulmo_team_barrier();
  for (size_t block = whole; block < blocks; ++block) {
    set_statistics(job, block, &numbers);
    finish_backward(job, block, thread == 0, &numbers);
    if (job->source_gradient) apply_backward(job, block, begin, end, &numbers);
  }
}

void pulmo_normalize_backward(const struct pulmo_normalization_backward *job) {
  struct pulmo_normalization_backward copy = *job;
  pulmo_team(&copy, backward_share);
}
