// Inverted residuals row by row, for the files that define LANES, ROWS and BAND.
//
// Goals, in order: sums in one order, whatever the cut; rows of the wide activations from the second-level cache; every product from
// registers. Rows of the depthwise convolution's source live in a ring of as many as its windows reach over, zeros at both ends included.
#include "inverted_residual_kernels.h"
#include <stdint.h>
#include <string.h>
#include "vectors.h"

typedef float half_vec __attribute__((vector_size(LANES * 2), aligned(4), may_alias));

/// Channels side by side in a product: two vectors.
enum { panel = 2 * LANES };
/// Rows of the ring at most.
enum { most_rows = 16 };

/// What is no number stays so.
INLINE vec clamped(vec x, struct pulmo_clamp clamp) {
  if (!clamp.isOn) return x;
  return MIN(clamp.highest - (vec){0}, MAX(clamp.lowest - (vec){0}, x));
}

/// What the rows of one convolution to `channels` channels have in common.
struct products {
  /// [panel, all_terms, 2 · lanes], of which the first `terms` count.
  const float *weights;
  size_t terms, all_terms;
  /// Padded to whole panels; null stands for zeros.
  const float *bias;
  size_t channels;
  /// From pixel to pixel of the source, in floats.
  size_t pixel;
  /// Where a pixel's terms lie; null where they lie side by side.
  const int32_t *offsets;
  struct pulmo_clamp clamp;
};

/// A row of pixels: where it comes from, where it goes, `stride` floats from pixel to pixel, and what is added, laid out alike, or null.
struct line {
  const float *from;
  float *to;
  size_t stride;
  const float *residual;
};

/// Writes the first `width` floats of `sum`, a whole vector or half of one, at `at`.
INLINE void store_sum(vec sum, const struct line *line, struct pulmo_clamp clamp, size_t at, size_t width) {
  if (width >= LANES) {
    if (line->residual) sum += LOAD(line->residual + at);
    STORE(line->to + at, clamped(sum, clamp));
#if LANES == 16
  } else {
    if (line->residual) {
      const half_vec residual = *(const half_vec *)(line->residual + at);
      sum += __builtin_shufflevector(residual, residual, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7);
    }
    sum = clamped(sum, clamp);
    *(half_vec *)(line->to + at) = __builtin_shufflevector(sum, sum, 0, 1, 2, 3, 4, 5, 6, 7);
#endif
  }
}

/// The products of `pixels` pixels from `first` on with `vectors` vectors of the panel that begins at `channel`.
INLINE void product(
    const struct products *all, const struct line *line, size_t channel, size_t first, const size_t pixels, const size_t vectors,
    const bool gathers) {
  const float *weights = all->weights + channel * all->all_terms, *from = line->from + first * all->pixel;
  const size_t terms = all->terms, pixel = all->pixel;
  vec sums[ROWS][2];
#pragma clang loop unroll(full)
  for (size_t j = 0; j < vectors; ++j) {
    const vec bias = all->bias ? LOAD(all->bias + channel + j * LANES) : (vec){0};
#pragma clang loop unroll(full)
    for (size_t i = 0; i < pixels; ++i) sums[i][j] = bias;
  }
  // Addresses of three pixels take one register, the processor adds once or twice the distance of two.
  const float *x[ROWS / 3];
#pragma clang loop unroll(full)
  for (size_t i = 0; i < ROWS / 3; ++i) x[i] = from + 3 * i * pixel;
#pragma clang loop unroll(disable)
  for (size_t term = 0; term < terms; ++term) {
    const size_t at = gathers ? (size_t)all->offsets[term] : term;
    vec w[2];
#pragma clang loop unroll(full)
    for (size_t j = 0; j < vectors; ++j) w[j] = LOAD(weights + term * panel + j * LANES);
#pragma clang loop unroll(full)
    for (size_t i = 0; i < pixels; ++i) {
      const float factor = x[i / 3][at + i % 3 * pixel];
#pragma clang loop unroll(full)
      for (size_t j = 0; j < vectors; ++j) sums[i][j] += factor * w[j];
    }
  }
#pragma clang loop unroll(full)
  for (size_t i = 0; i < pixels; ++i)
#pragma clang loop unroll(full)
    for (size_t j = 0; j < vectors; ++j)
      store_sum(
          sums[i][j], line, all->clamp, (first + i) * line->stride + channel + j * LANES, all->channels - channel - j * LANES);
}

/// The products of `count` lines of `pixels` pixels, panel by panel, so that a panel's weights are near for all of them.
INLINE void line_products(const struct products *all, const struct line *lines, size_t count, size_t pixels, const bool gathers) {
  const size_t groups = (pixels + ROWS - 1) / ROWS;
  for (size_t channel = 0; channel < all->channels; channel += panel) {
    for (const struct line *line = lines; line < lines + count; ++line) {
      for (size_t group = 0; group < groups; ++group) {
        // Groups of nearly the same size: twelve and one would use the registers worse than seven and six.
        const size_t first = pixels * group / groups;
        switch (pixels * (group + 1) / groups - first) {
#define CASE(count)                                                                                   \
  case count:                                                                                         \
    if (all->channels - channel > LANES) product(all, line, channel, first, count, 2, gathers); \
    else product(all, line, channel, first, count, 1, gathers);                                 \
    break;
          CASE(1) CASE(2) CASE(3) CASE(4) CASE(5) CASE(6)
#if ROWS > 6
          CASE(7) CASE(8) CASE(9) CASE(10) CASE(11) CASE(12)
#endif
#undef CASE
        }
      }
    }
  }
}

/// What the depthwise convolution knows of the channels at hand.
struct filter {
  /// [tap, all_channels], of which the first `channels` count.
  const float *weights, *bias;
  size_t channels, all_channels;
  struct pulmo_clamp clamp;
};

/// to [pixels, channels] ← the depthwise convolution at one row, `run` pixels at a time.
INLINE void filter_runs(
    const struct filter *f, const float *const *rows, float *to, size_t pixels, const size_t kernel, const size_t stride,
    const size_t run) {
  const size_t channels = f->channels;
  for (size_t first = 0; first < pixels; first += run) {
    // The last run may begin inside the one before it: it makes the same sums again.
    const size_t begin = first + run <= pixels ? first : pixels - run;
    for (size_t channel = 0; channel < channels; channel += LANES) {
      vec sums[8];
#pragma clang loop unroll(full)
      for (size_t i = 0; i < run; ++i) sums[i] = LOAD(f->bias + channel);
#pragma clang loop unroll(full)
      for (size_t y = 0; y < kernel; ++y) {
        const float *from = rows[y] + begin * stride * channels + channel;
#pragma clang loop unroll(full)
        for (size_t x = 0; x < kernel; ++x) {
          const vec w = LOAD(f->weights + (y * kernel + x) * f->all_channels + channel);
#pragma clang loop unroll(full)
          for (size_t i = 0; i < run; ++i) sums[i] += LOAD(from + (i * stride + x) * channels) * w;
        }
      }
#pragma clang loop unroll(full)
      for (size_t i = 0; i < run; ++i) STORE(to + (begin + i) * channels + channel, clamped(sums[i], f->clamp));
    }
  }
}

static void filter_row(
    const struct filter *f, const float *const *rows, float *to, size_t pixels, size_t kernel, size_t stride) {
#define CASE(k, s)                                         \
  if (kernel == k && stride == s) {                        \
    if (pixels >= 8) filter_runs(f, rows, to, pixels, k, s, 8); \
    else filter_runs(f, rows, to, pixels, k, s, 4);        \
  }
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
  float *ring = scratch, *zeros = ring + ring_rows * width * inner;
  float *filtered = zeros + width * inner, *planes = filtered + inverted_residual_step(s) * s->out_columns * inner;
  memset(zeros, 0, width * inner * sizeof *zeros);
  for (size_t row = 0; row < ring_rows; ++row) {
    const size_t right = s->left + inner_columns;
    memset(ring + row * width * inner, 0, s->left * inner * sizeof *ring);
    memset(ring + (row * width + right) * inner, 0, (width - right) * inner * sizeof *ring);
  }

  const bool gathers = s->first_kernel > 1;
  struct products first = {
      .weights = parts->first + share.channels_begin * inverted_residual_first_terms(s), .terms = inverted_residual_first_terms(s),
      .all_terms = inverted_residual_first_terms(s), .bias = parts->first_bias + share.channels_begin, .channels = inner,
      .pixel = s->channels, .clamp = s->first_clamp};
  if (gathers) {
    int32_t *offsets = (int32_t *)(planes + s->channels * s->first_kernel * plane_width);
    for (size_t term = 0; term < first.terms; ++term)
      offsets[term] = (int32_t)(term / s->first_kernel * plane_width + term % s->first_kernel);
    first.offsets = offsets;
    first.pixel = s->first_stride;
    memset(planes, 0, s->channels * s->first_kernel * plane_width * sizeof *planes);
  }
  const struct filter filter = {
      .weights = parts->depthwise + share.channels_begin, .bias = parts->depthwise_bias + share.channels_begin, .channels = inner,
      .all_channels = s->inner_channels, .clamp = s->clamp};
  const bool isFirst = share.channels_begin == 0;
  const struct products projection = {
      .weights = parts->projection + share.channels_begin * panel, .terms = inner, .all_terms = s->inner_channels,
      .bias = isFirst ? parts->projection_bias : NULL, .channels = s->filters, .pixel = inner};

  size_t next = share.begin * s->stride > s->top ? share.begin * s->stride - s->top : 0;  // the first row the ring has not had yet
  for (size_t begin = share.begin, end; begin < share.end; begin = end) {
    end = begin + inverted_residual_step(s) < share.end ? begin + inverted_residual_step(s) : share.end;
    struct line lines[most_rows];
    size_t count = 0;
    for (; next + s->top < (end - 1) * s->stride + s->kernel && next < s->inner_rows; ++next) {
      lines[count] = (struct line){
          .from = share.source + next * s->columns * s->channels, .stride = inner,
          .to = ring + (next % ring_rows * width + s->left) * inner};
      if (gathers) {
        gather_planes(s, share.source, next, planes, plane_width);
        lines[0].from = planes;
        line_products(&first, lines, 1, inner_columns, true);
      } else {
        ++count;
      }
    }
    line_products(&first, lines, count, inner_columns, false);
    for (size_t y = begin; y < end; ++y) {
      const float *rows[5];
      for (size_t tap = 0; tap < s->kernel; ++tap) {
        const size_t row = y * s->stride + tap - s->top;  // wraps above the picture
        rows[tap] = row < s->inner_rows ? ring + row % ring_rows * width * inner : zeros;
      }
      filter_row(&filter, rows, filtered + (y - begin) * s->out_columns * inner, s->out_columns, s->kernel, s->stride);
    }
    const size_t at = begin * s->out_columns * s->filters;
    const struct line line = {filtered, share.destination + at, s->filters, s->adds_source && isFirst ? share.source + at : NULL};
    line_products(&projection, &line, 1, (end - begin) * s->out_columns, false);
  }
}
