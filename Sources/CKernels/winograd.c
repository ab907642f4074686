// How Winograd's convolution is cut into shares, and which kernels do them.
#include "winograd.h"
#include <string.h>
#include "team.h"
#include "winograd_kernels.h"

size_t pulmo_winograd_lanes(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq")
      && __builtin_cpu_supports("avx512vl"))
    return 16;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return 8;
#endif
  return 0;
}

enum {
  /// Floats that the points and products of a step should stay below: half a megabyte of the second-level cache.
  step_budget = 1 << 17,
  /// Groups of rows a step has at least, so that weights that come from afar are used often enough.
  least_groups = 3,
  /// Channels times filters of a block of the weights' gradient: its sums take 1.2 MB of the second-level cache.
  block_budget = 1 << 13,
};

static const struct winograd_kernels *kernels(struct pulmo_winograd convolution) {
#if defined(__x86_64__)
  return convolution.lanes == 16 ? &winograd_avx512 : &winograd_avx2;
#else
  return NULL;  // `pulmo_winograd_lanes` is 0: nobody calls.
#endif
}

static size_t divided(size_t count, size_t size) { return (count + size - 1) / size; }

static struct range share(size_t count, size_t index, size_t shares) {
  return (struct range){count * index / shares, count * (index + 1) / shares};
}

struct shares {
  size_t count;
  void *context;
  void (*body)(void *context, size_t index);
};

static void run_shares(void *context, size_t thread, size_t threads) {
  const struct shares *shares = context;
  for (size_t index = thread; index < shares->count; index += threads) shares->body(shares->context, index);
}

/// Runs `body` for every share on the team, however many threads turn up.
static void in_shares(size_t count, void *context, void (*body)(void *, size_t)) {
  struct shares shares = {count, context, body};
  pulmo_team(&shares, run_shares);
}

static struct geometry geometry(struct pulmo_winograd c) {
  struct geometry g = {.convolution = c, .out_height = c.height + 2 * c.padding - 2, .out_width = c.width + 2 * c.padding - 2};
  g.tile_rows = divided(g.out_height, tile_size);
  g.tile_columns = divided(g.out_width, tile_size);
  g.tiles = c.batch * g.tile_rows * g.tile_columns;
  g.channel_blocks = divided(c.channels, c.lanes);
  g.filter_blocks = divided(c.filters, c.lanes);
  g.panels = divided(g.filter_blocks, 2);
  return g;
}

/// The longest equal steps through `tiles` that are at most `longest`.
static size_t even_step(size_t tiles, size_t longest) { return divided(tiles, divided(tiles, longest)); }

// --- weights ---

size_t pulmo_winograd_weights_count(struct pulmo_winograd convolution) {
  const struct geometry g = geometry(convolution);
  return positions * g.panels * g.channel_blocks * 2 * convolution.lanes * convolution.lanes;
}

struct weights_job {
  struct geometry geometry;
  const float *weights;
  bool isTransposed;
  float *transformed;
};

static void weights_share(void *context, size_t index) {
  const struct weights_job *job = context;
  const struct geometry *g = &job->geometry;
  kernels(g->convolution)->transform_weights(
      g, job->weights, job->isTransposed, job->transformed, share(2 * g->panels * g->channel_blocks, index, g->convolution.threads));
}

void pulmo_winograd_weights(struct pulmo_winograd convolution, const float *weights, bool isTransposed, float *transformed) {
  struct weights_job job = {geometry(convolution), weights, isTransposed, transformed};
  in_shares(convolution.threads, &job, weights_share);
}

// --- forward ---

/// How a forward pass is cut: between threads by tiles, or by panels where tiles are few; then in steps over tiles.
struct forward_cut {
  bool isByPanel;
  size_t step;
  /// Floats a share needs.
  size_t scratch;
};

static struct forward_cut forward_cut(const struct geometry *g) {
  const size_t rows = kernels(g->convolution)->rows, threads = g->convolution.threads;
  const size_t channels = g->channel_blocks * g->convolution.lanes, panel = 2 * g->convolution.lanes;
  const bool isByPanel = g->tiles < 2 * rows * threads && g->panels >= threads;
  const size_t fitting = step_budget / (positions * (channels + panel)) / rows;
  const size_t longest = rows * (fitting > least_groups ? fitting : least_groups);
  const size_t step = even_step(isByPanel ? g->tiles : divided(g->tiles, threads), longest);
  return (struct forward_cut){isByPanel, step, positions * (step * (channels + panel) + 2 * plane_gap)};
}

size_t pulmo_winograd_forward_scratch(struct pulmo_winograd convolution) {
  const struct geometry g = geometry(convolution);
  return forward_cut(&g).scratch * convolution.threads;
}

struct forward_job {
  struct geometry geometry;
  struct forward_cut cut;
  const float *source, *transformed, *bias, *residual;
  struct pulmo_clamp clamp;
  float *destination, *scratch;
};

static void forward_share(void *context, size_t index) {
  const struct forward_job *job = context;
  const struct geometry *g = &job->geometry;
  const size_t threads = g->convolution.threads;
  const struct range all_tiles = {0, g->tiles}, all_panels = {0, g->panels};
  kernels(g->convolution)->forward(
      g, job->source, job->transformed, job->bias, job->residual, job->clamp, job->destination, job->scratch + index * job->cut.scratch,
      job->cut.isByPanel ? all_tiles : share(g->tiles, index, threads), job->cut.step,
      job->cut.isByPanel ? share(g->panels, index, threads) : all_panels);
}

void pulmo_winograd_forward(
    struct pulmo_winograd convolution, const float *source, const float *transformed, const float *bias, const float *residual,
    struct pulmo_clamp clamp, float *destination, float *scratch) {
  struct forward_job job = {geometry(convolution), {0}, source, transformed, bias, residual, clamp, destination, scratch};
  job.cut = forward_cut(&job.geometry);
  in_shares(convolution.threads, &job, forward_share);
}

// --- gradient of the weights ---

/// How a gradient of weights is cut: into blocks of channels and panels whose sums stay in a cache, and between threads by blocks,
/// or by tiles, with sums of each thread's own, where blocks are few.
struct gradient_cut {
  bool isByTile;
  /// Channel blocks and panels of a block, and how many blocks there are of each.
  size_t channel_blocks, panels, channel_parts, panel_parts;
  size_t step;
  /// Floats of a share's scratch, of the sums of one block, and of a share's gradient of the bias.
  size_t scratch, products, bias;
};

static struct gradient_cut gradient_cut(const struct geometry *g) {
  const size_t lanes = g->convolution.lanes, threads = g->convolution.threads;
  struct gradient_cut cut = {.channel_blocks = g->channel_blocks, .panels = g->panels};
  while (cut.channel_blocks * lanes * cut.panels * 2 * lanes > block_budget && (cut.channel_blocks > 1 || cut.panels > 1)) {
    if (cut.channel_blocks >= 2 * cut.panels || cut.panels == 1) cut.channel_blocks = divided(cut.channel_blocks, 2);
    else cut.panels = divided(cut.panels, 2);
  }
  cut.channel_parts = divided(g->channel_blocks, cut.channel_blocks);
  cut.panel_parts = divided(g->panels, cut.panels);
  const size_t blocks = cut.channel_parts * cut.panel_parts;
  cut.isByTile = blocks < threads || (blocks % threads != 0 && blocks < 4 * threads);
  const size_t channels = cut.channel_blocks * lanes, filters = cut.panels * 2 * lanes;
  const size_t fitting = step_budget / (positions * (channels + filters));
  cut.step = even_step(cut.isByTile ? divided(g->tiles, threads) : g->tiles, fitting > 8 ? fitting : 8);
  cut.scratch = positions * (cut.step * (channels + filters) + 2 * plane_gap);
  cut.products = positions * (channels * filters + plane_gap);
  cut.bias = g->panels * 2 * lanes;
  return cut;
}

/// Sums of blocks that are kept at once.
static size_t kept_products(const struct gradient_cut *cut, size_t threads) {
  return cut->isByTile ? threads * cut->channel_parts * cut->panel_parts : threads;
}

size_t pulmo_winograd_gradient_scratch(struct pulmo_winograd convolution) {
  const struct geometry g = geometry(convolution);
  const struct gradient_cut cut = gradient_cut(&g);
  return convolution.threads * (cut.scratch + cut.bias) + kept_products(&cut, convolution.threads) * cut.products;
}

struct gradient_job {
  struct geometry geometry;
  struct gradient_cut cut;
  const float *source, *destination_gradient;
  float *weights_gradient, *bias_gradient;
  /// [thread], [thread or block and thread], [thread]
  float *scratch, *products, *bias;
};

/// Channel blocks and panels of a block.
static void block_ranges(const struct gradient_job *job, size_t block, struct range *blocks, struct range *panels) {
  const struct gradient_cut *cut = &job->cut;
  const size_t channel_block = block % cut->channel_parts * cut->channel_blocks, panel = block / cut->channel_parts * cut->panels;
  const size_t channel_end = channel_block + cut->channel_blocks, panel_end = panel + cut->panels;
  *blocks = (struct range){channel_block, channel_end < job->geometry.channel_blocks ? channel_end : job->geometry.channel_blocks};
  *panels = (struct range){panel, panel_end < job->geometry.panels ? panel_end : job->geometry.panels};
}

static void gradient_share(void *context, size_t index) {
  const struct gradient_job *job = context;
  const struct geometry *g = &job->geometry;
  const struct gradient_cut *cut = &job->cut;
  const size_t threads = g->convolution.threads, count = cut->channel_parts * cut->panel_parts;
  const struct range tiles = cut->isByTile ? share(g->tiles, index, threads) : (struct range){0, g->tiles};
  const struct range own = cut->isByTile ? (struct range){0, count} : share(count, index, threads);
  float *bias = job->bias + index * cut->bias;
  memset(bias, 0, cut->bias * sizeof *bias);
  for (size_t block = own.begin; block < own.end; ++block) {
    struct range blocks, panels;
    block_ranges(job, block, &blocks, &panels);
    float *products = job->products + (cut->isByTile ? block * threads + index : index) * cut->products;
    kernels(g->convolution)->weights_products(
        g, job->source, job->destination_gradient, products, job->bias_gradient && blocks.begin == 0 ? bias : NULL,
        job->scratch + index * cut->scratch, tiles, cut->step, blocks, panels);
    if (!cut->isByTile) kernels(g->convolution)->finish_weights(g, products, 1, 0, job->weights_gradient, blocks, panels, 0, 1);
  }
}

/// Sums what the threads found.
static void finish_share(void *context, size_t index) {
  const struct gradient_job *job = context;
  const struct geometry *g = &job->geometry;
  const size_t threads = g->convolution.threads, count = job->cut.channel_parts * job->cut.panel_parts;
  for (size_t block = 0; block < count; ++block) {
    struct range blocks, panels;
    block_ranges(job, block, &blocks, &panels);
    kernels(g->convolution)->finish_weights(
        g, job->products + block * threads * job->cut.products, threads, job->cut.products, job->weights_gradient, blocks, panels, index,
        threads);
  }
}

void pulmo_winograd_weights_gradient(
    struct pulmo_winograd convolution, const float *source, const float *destination_gradient, float *weights_gradient,
    float *bias_gradient, float *scratch) {
  struct gradient_job job = {
      .geometry = geometry(convolution), .source = source, .destination_gradient = destination_gradient,
      .weights_gradient = weights_gradient, .bias_gradient = bias_gradient, .scratch = scratch};
  job.cut = gradient_cut(&job.geometry);
  const size_t threads = convolution.threads;
  job.products = scratch + threads * job.cut.scratch;
  job.bias = job.products + kept_products(&job.cut, threads) * job.cut.products;
  in_shares(threads, &job, gradient_share);
  if (job.cut.isByTile) in_shares(threads, &job, finish_share);
  for (size_t filter = 0; bias_gradient && filter < convolution.filters; ++filter) {
    bias_gradient[filter] = 0;
    for (size_t index = 0; index < threads; ++index) bias_gradient[filter] += job.bias[index * job.cut.bias + filter];
  }
}
