// Inverted residuals row by row, for the files that define LANES, ROWS and BAND.
//
// Goals, in order: sums in one order, whatever the cut; rows of the wide activations from the second-level cache; every product from
// registers. Rows of the depthwise convolution's source live in a ring of as many as its windows reach over, zeros at both ends included.
//
// Channels that fill no panel of two vectors fill vectors all the same: each holds the products of two neighbouring terms, which the end
// adds up.
#include "inverted_residual_kernels.h"
#include <stdint.h>
#include <string.h>
#include "vectors.h"

/// Channels side by side in a product: two vectors.
enum { panel = 2 * LANES };
/// Rows of the ring at most.
enum { most_rows = 32 };
/// Two neighbouring floats as one.
typedef int64_t pair __attribute__((aligned(4), may_alias));
typedef int64_t pair_vec __attribute__((vector_size(LANES * 4)));

/// What is no number stays so.
INLINE vec clamped(vec x, struct pulmo_clamp clamp) {
  if (!clamp.isOn) return x;
  return MIN(clamp.highest - (vec){0}, MAX(clamp.lowest - (vec){0}, x));
}

/// What all rows of one convolution to `channels` channels have in common.
struct products {
  /// Panels of `all_terms` terms, of which `terms` from `first_term` on count.
  const float *weights;
  size_t terms, first_term, all_terms;
  /// What is read after the last panel. It is fetched into the second-level cache during that panel, as each is during the one before.
  const float *next;
  /// Laid out like a first term or pair of terms, with zeros in its second; null stands for zeros.
  const float *bias;
  size_t channels;
  /// From pixel to pixel of the source, in floats.
  size_t pixel;
  /// Where a pixel's terms lie; null where they lie side by side.
  const int32_t *offsets;
  struct pulmo_clamp clamp;
};

/// Pixels side by side in the source: where they come from, and where they go, `columns` of them to a row, `stride` floats from pixel to
/// pixel. What is added, or null, is laid out like a single row.
struct lines {
  const float *from;
  float *const *to;
  size_t columns, stride;
  const float *residual;
};

/// How far the products of a panel have come: to the pixel `first`, which goes to that row and column, and in what is fetched meanwhile,
/// of which the multiplications with one term fetch what is `apart` floats on.
struct progress {
  size_t first, row, column;
  const float *ahead;
  size_t apart;
};

/// The first `width` floats at `from`, of a whole vector or half of one.
INLINE vec load_width(const float *from, const size_t width) {
#if LANES == 16
  if (width < LANES) return (vec)_mm512_castps256_ps512(_mm256_loadu_ps(from));
#endif
  return LOAD(from);
}

/// Writes the first `width` floats of `sum`, of a whole vector or half of one.
INLINE void store_width(float *to, vec sum, const size_t width) {
#if LANES == 16
  if (width < LANES) return _mm256_storeu_ps(to, _mm512_castps512_ps256((__m512)sum));
#endif
  STORE(to, sum);
}

/// How a panel's terms are read: one by one, where a table says, or in pairs.
enum reading { singly, gathering, in_pairs };

/// The products of the next `pixels` pixels with the panel of `vectors` vectors that begins at `channel`. Of terms in pairs, vectors hold
/// two for half as many channels.
INLINE void product(
    const struct products *all, const struct lines *lines, size_t channel, struct progress *progress, const size_t pixels,
    const size_t vectors, const enum reading reading) {
  const size_t step = reading == in_pairs ? 2 : 1, width = vectors * LANES / step, first = progress->first;
  const float *weights = all->weights + channel * all->all_terms + all->first_term * width, *from = lines->from + first * all->pixel;
  const size_t terms = all->terms, pixel = all->pixel;
  vec sums[ROWS][3];
#pragma clang loop unroll(full)
  for (size_t j = 0; j < vectors; ++j) {
    const vec bias = all->bias ? LOAD(all->bias + channel + j * LANES) : (vec){0};
#pragma clang loop unroll(full)
    for (size_t i = 0; i < pixels; ++i) sums[i][j] = bias;
  }
  // Addresses of three pixels take one register, the processor adds once or twice the distance of two.
  const float *x[(ROWS + 2) / 3];
#pragma clang loop unroll(full)
  for (size_t i = 0; i < (ROWS + 2) / 3; ++i) x[i] = from + 3 * i * pixel;
#pragma clang loop unroll(disable)
  for (size_t term = 0; term < terms; term += step) {
    const size_t at = reading == gathering ? (size_t)all->offsets[term] : term;
    vec w[3];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < vectors; ++j) w[j] = LOAD(weights + j * LANES);
    weights += vectors * LANES;
    if (reading != gathering) {
      __builtin_prefetch(progress->ahead, 0, 2);
      progress->ahead += progress->apart;
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < pixels; ++i) {
      const float *factor = x[i / 3] + at + i % 3 * pixel;
      const vec factors = reading == in_pairs ? (vec)(*(const pair *)factor - (pair_vec){0}) : *factor - (vec){0};
#pragma clang loop unroll(full)
      for (size_t j = 0; j < vectors; ++j) sums[i][j] += factors * w[j];
    }
  }
  const size_t results = (vectors + step - 1) / step;
#pragma clang loop unroll(full)
  for (size_t i = 0; i < pixels; ++i)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < results && reading == in_pairs; ++j) {
      const vec a = sums[i][2 * j], b = sums[i][2 * j + 1 < vectors ? 2 * j + 1 : 2 * j];
      sums[i][j] = EVENS(a, b) + ODDS(a, b);
    }
  if (lines->residual) {
    const float *residual = lines->residual + first * lines->stride + channel;
#pragma clang loop unroll(full)
    for (size_t i = 0; i < pixels; ++i)
#pragma clang loop unroll(full)
      for (size_t j = 0; j < results; ++j) sums[i][j] += load_width(residual + i * lines->stride + j * LANES, width - j * LANES);
  }
  if (all->clamp.isOn) {
#pragma clang loop unroll(full)
    for (size_t i = 0; i < pixels; ++i)
#pragma clang loop unroll(full)
      for (size_t j = 0; j < results; ++j) sums[i][j] = clamped(sums[i][j], all->clamp);
  }
  progress->first += pixels;
  float *to = lines->to[progress->row] + progress->column * lines->stride + channel;
#pragma clang loop unroll(full)
  for (size_t i = 0; i < pixels; ++i, ++progress->column, to += lines->stride) {
    if (progress->column == lines->columns) progress->column = 0, to = lines->to[++progress->row] + channel;
#pragma clang loop unroll(full)
    for (size_t j = 0; j < results; ++j) store_width(to + j * LANES, sums[i][j], width - j * LANES);
  }
}

/// The products of all pixels with one panel, in groups of nearly the same size: fourteen and one would use the registers worse than
/// eight and seven.
INLINE void panel_products(
    const struct products *all, const struct lines *lines, size_t channel, size_t pixels, const size_t vectors,
    const enum reading reading) {
  const size_t most = vectors > 2 ? 2 * ROWS / 3 : ROWS, groups = (pixels + most - 1) / most;
  const size_t after = channel + panel, width = all->channels - after < panel ? all->channels - after : panel;
  struct progress progress = {
      .ahead = after < all->channels ? all->weights + after * all->all_terms + all->first_term * width : all->next,
      .apart = panel / groups};
  for (size_t group = 0; group < groups; ++group) {
    switch (pixels * (group + 1) / groups - progress.first) {
#define CASE(count)                                                                            \
  case count:                                                                                  \
    if (count <= most) product(all, lines, channel, &progress, count, vectors, reading); \
    break;
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
#if ROWS > 6
      CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12) CASE(13) CASE(14)
#endif
#undef CASE
    }
  }
}

/// The products of all pixels with all panels, panel by panel, so that a panel's weights are near for all of them.
static void line_products(const struct products *all, const struct lines *lines, size_t pixels) {
  if (pixels == 0) return;
  size_t channel = 0;
  for (; channel + panel <= all->channels; channel += panel) {
    if (all->offsets) panel_products(all, lines, channel, pixels, 2, gathering);
    else panel_products(all, lines, channel, pixels, 2, singly);
  }
  if (channel == all->channels) return;
  if (all->offsets) return panel_products(all, lines, channel, pixels, 1, gathering);
  switch ((all->channels - channel) / (LANES / 2)) {
    case 1: return panel_products(all, lines, channel, pixels, 1, in_pairs);
    case 2: return panel_products(all, lines, channel, pixels, 2, in_pairs);
    case 3: return panel_products(all, lines, channel, pixels, 3, in_pairs);
  }
}

/// A row of the depthwise convolution.
struct filter {
  /// [channels / lanes, taps, lanes]
  const float *weights, *bias;
  size_t channels;
  struct pulmo_clamp clamp;
  /// The rows of the window that lie in the picture, [pixels, channels]; before them it has `above` others.
  const float *rows[5];
  size_t count, above;
};

/// to [run, channels] ← the pixels from `begin` on.
INLINE void filter_run(const struct filter *f, size_t begin, float *to, const size_t kernel, const size_t stride, const size_t run) {
  const size_t channels = f->channels;
  for (size_t channel = 0; channel < channels; channel += LANES) {
    vec sums[8];
#pragma clang loop unroll(full)
    for (size_t i = 0; i < run; ++i) sums[i] = LOAD(f->bias + channel);
#pragma clang loop unroll(disable)
    for (size_t y = 0; y < f->count; ++y) {
      const float *from = f->rows[y] + begin * stride * channels + channel;
      const float *weights = f->weights + channel * kernel * kernel + (f->above + y) * kernel * LANES;
      vec w[5];
#pragma clang loop unroll(full)
      for (size_t x = 0; x < kernel; ++x) w[x] = LOAD(weights + x * LANES);
      // Each pixel is read once for all the windows it lies in.
#pragma clang loop unroll(full)
      for (size_t column = 0; column < (run - 1) * stride + kernel; ++column, from += channels) {
        const vec pixel = LOAD(from);
#pragma clang loop unroll(full)
        for (size_t x = 0; x < kernel; ++x)
          if (column >= x && (column - x) % stride == 0 && (column - x) / stride < run) sums[(column - x) / stride] += pixel * w[x];
      }
    }
#pragma clang loop unroll(full)
    for (size_t i = 0; i < run; ++i) STORE(to + i * channels + channel, clamped(sums[i], f->clamp));
  }
}

/// to [pixels, channels] ← a row, in runs of nearly the same length.
INLINE void filter_runs(const struct filter *f, float *to, size_t pixels, const size_t kernel, const size_t stride) {
  const size_t runs = (pixels + 7) / 8;
  for (size_t run = 0, begin = 0, end; run < runs; ++run, begin = end) {
    end = pixels * (run + 1) / runs;
    switch (end - begin) {
#define CASE(count)                                                            \
  case count:                                                                  \
    filter_run(f, begin, to + begin * f->channels, kernel, stride, count); \
    break;
      CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6) CASE(7) CASE(8)
#undef CASE
    }
  }
}

static void filter_row(const struct filter *f, float *to, size_t pixels, size_t kernel, size_t stride) {
#define CASE(k, s) \
  if (kernel == k && stride == s) filter_runs(f, to, pixels, k, s);
  CASE(3, 1) CASE(3, 2) CASE(5, 1) CASE(5, 2)
#undef CASE
}

/// Copies the rows of every plane that row `y` of the first convolution reads, with the zeros around them.
static void gather_planes(const struct pulmo_inverted_residual *s, const float *source, size_t y, float *planes, size_t width) {
  const size_t columns = s->columns < width - s->first_left ? s->columns : width - s->first_left;
  for (size_t channel = 0; channel < s->channels; ++channel) {
    for (size_t tap = 0; tap < s->first_kernel; ++tap) {
      float *to = planes + (channel * s->first_kernel + tap) * width;
      const size_t row = y * s->first_stride + tap - s->first_top;  // wraps above the picture
      if (row < s->rows) memcpy(to + s->first_left, source + (channel * s->rows + row) * s->columns, columns * sizeof *to);
      else memset(to, 0, width * sizeof *to);
    }
  }
}

void BAND(
    const struct pulmo_inverted_residual *s, const struct inverted_residual_parts *parts, struct inverted_residual_share share,
    float *scratch) {
  const size_t inner = share.channels_end - share.channels_begin, ring_rows = inverted_residual_ring_rows(s);
  const size_t width = inverted_residual_ring_width(s), plane_width = inverted_residual_plane_width(s);
  const size_t inner_columns = s->inner_columns < width - s->left ? s->inner_columns : width - s->left;
  float *ring = scratch, *filtered = ring + ring_rows * width * inner;
  float *planes = filtered + inverted_residual_step(s) * s->out_columns * inner;
  for (size_t row = 0; row < ring_rows; ++row) {
    const size_t right = s->left + inner_columns;
    memset(ring + row * width * inner, 0, s->left * inner * sizeof *ring);
    memset(ring + (row * width + right) * inner, 0, (width - right) * inner * sizeof *ring);
  }

  const bool gathers = s->first_kernel > 1;
  struct products first = {
      .weights = parts->first + share.channels_begin * inverted_residual_first_terms(s), .terms = inverted_residual_first_terms(s),
      .all_terms = inverted_residual_first_terms(s), .bias = parts->first_bias + 2 * share.channels_begin, .channels = inner,
      .next = parts->projection + share.channels_begin * panel, .pixel = s->channels, .clamp = s->first_clamp};
  if (gathers) {
    int32_t *offsets = (int32_t *)(planes + s->channels * s->first_kernel * plane_width);
    for (size_t term = 0; term < first.terms; ++term)
      offsets[term] = (int32_t)(term / s->first_kernel * plane_width + term % s->first_kernel);
    first.offsets = offsets;
    first.pixel = s->first_stride;
    memset(planes, 0, s->channels * s->first_kernel * plane_width * sizeof *planes);
  }
  struct filter filter = {
      .weights = parts->depthwise + share.channels_begin * s->kernel * s->kernel,
      .bias = parts->depthwise_bias + share.channels_begin, .channels = inner, .clamp = s->clamp};
  const bool isFirst = share.channels_begin == 0;
  const struct products projection = {
      .weights = parts->projection, .terms = inner, .first_term = share.channels_begin, .all_terms = s->inner_channels,
      .bias = isFirst ? parts->projection_bias : NULL, .channels = s->filters, .pixel = inner, .next = first.weights};

  size_t next = share.begin * s->stride > s->top ? share.begin * s->stride - s->top : 0;  // the first row the ring has not had yet
  for (size_t begin = share.begin, end; begin < share.end; begin = end) {
    end = begin + inverted_residual_step(s) < share.end ? begin + inverted_residual_step(s) : share.end;
    float *to[most_rows];
    struct lines lines = {.from = share.source + next * s->columns * s->channels, .to = to, .columns = inner_columns, .stride = inner};
    size_t count = 0;
    for (; next + s->top < (end - 1) * s->stride + s->kernel && next < s->inner_rows; ++next) {
      to[count] = ring + (next % ring_rows * width + s->left) * inner;
      if (gathers) {
        gather_planes(s, share.source, next, planes, plane_width);
        lines.from = planes;
        line_products(&first, &lines, inner_columns);
      } else {
        ++count;
      }
    }
    line_products(&first, &lines, count * inner_columns);
    for (size_t y = begin; y < end; ++y) {
      filter.above = y * s->stride < s->top ? s->top - y * s->stride : 0;
      filter.count = 0;
      for (size_t row = y * s->stride + filter.above - s->top; filter.above + filter.count < s->kernel && row < s->inner_rows; ++row)
        filter.rows[filter.count++] = ring + row % ring_rows * width * inner;
      filter_row(&filter, filtered + (y - begin) * s->out_columns * inner, s->out_columns, s->kernel, s->stride);
    }
    const size_t at = begin * s->out_columns * s->filters, pixels = (end - begin) * s->out_columns;
    float *const result = share.destination + at;
    const struct lines sums = {filtered, &result, pixels, s->filters, s->adds_source && isFirst ? share.source + at : NULL};
    line_products(&projection, &sums, pixels);
  }
}
