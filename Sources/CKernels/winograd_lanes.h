// The loops of Winograd's convolution over tiles, channels and filters, for the files that define LANES, ROWS and KERNELS.
//
// Goals, in order: the same sums whatever the cut; what is transformed is used from the second-level cache and never goes to memory.
// Steps over tiles: the tiles of a step are transformed for all channels; each panel of filters is multiplied at all 36 positions and
// transformed back. The weights stream through once a step, prefetched.
#include "winograd_kernels.h"
#include <string.h>
#include "winograd_transforms.h"
#include "winograd_products.h"

/// Where a tile of the batch lies.
struct place {
  size_t picture, row, column;
};

INLINE struct place place_of(const struct geometry *g, size_t tile) {
  return (struct place){tile / (g->tile_rows * g->tile_columns), tile / g->tile_columns % g->tile_rows, tile % g->tile_columns};
}

INLINE void advance(const struct geometry *g, struct place *place) {
  if (++place->column < g->tile_columns) return;
  place->column = 0;
  if (++place->row < g->tile_rows) return;
  place->row = 0;
  ++place->picture;
}

INLINE size_t smaller(size_t a, size_t b) { return a < b ? a : b; }

/// Writes the 36 points of a tile, `plane` floats apart.
INLINE void store_points(const vec points[6][6], float *to, size_t plane) {
  for (size_t row = 0; row < 6; ++row)
    for (size_t column = 0; column < 6; ++column) STORE(to + (row * 6 + column) * plane, points[row][column]);
}

/// points [36, tile, channels of `blocks`] ← source
static void transform_sources(
    const struct geometry *g, const float *source, float *points, size_t plane, struct range tiles, struct range blocks) {
  const ptrdiff_t height = (ptrdiff_t)g->convolution.height, width = (ptrdiff_t)g->convolution.width;
  const ptrdiff_t padding = (ptrdiff_t)g->convolution.padding;
  const size_t channels = (blocks.end - blocks.begin) * LANES;
  for (size_t block = blocks.begin; block < blocks.end; ++block) {
    struct place place = place_of(g, tiles.begin);
    for (size_t tile = tiles.begin; tile < tiles.end; ++tile, advance(g, &place)) {
      const ptrdiff_t y = (ptrdiff_t)place.row * tile_size - padding, x = (ptrdiff_t)place.column * tile_size - padding;
      const float *picture = source + (place.picture * g->channel_blocks + block) * (size_t)(height * width) * LANES;
      vec pixels[6][6], transformed[6][6];
      if (y >= 0 && x >= 0 && y + 6 <= height && x + 6 <= width) {
        const float *corner = picture + (y * width + x) * LANES;
        for (ptrdiff_t row = 0; row < 6; ++row)
          for (ptrdiff_t column = 0; column < 6; ++column) pixels[row][column] = LOAD(corner + (row * width + column) * LANES);
      } else {
        memset(pixels, 0, sizeof pixels);
        for (ptrdiff_t row = y < 0 ? -y : 0; row < 6 && y + row < height; ++row)
          for (ptrdiff_t column = x < 0 ? -x : 0; column < 6 && x + column < width; ++column)
            pixels[row][column] = LOAD(picture + ((y + row) * width + x + column) * LANES);
      }
      transform_source_tile(pixels, transformed);
      store_points(transformed, points + (tile - tiles.begin) * channels + (block - blocks.begin) * LANES, plane);
    }
  }
}

static void transform_weights(
    const struct geometry *g, const float *weights, bool isTransposed, float *transformed, struct range pairs) {
  const size_t channels = g->channel_blocks * LANES;
  for (size_t pair = pairs.begin; pair < pairs.end; ++pair) {
    const size_t filter_block = pair / g->channel_blocks, channel_block = pair % g->channel_blocks;
    vec taps[9][LANES];  // [tap, channel, filter]
    if (filter_block >= g->filter_blocks) {
      memset(taps, 0, sizeof taps);
    } else if (!isTransposed) {
      memcpy(taps, weights + pair * 9 * LANES * LANES, sizeof taps);
    } else {
      const float *from = weights + (channel_block * g->filter_blocks + filter_block) * 9 * LANES * LANES;
      for (size_t tap = 0; tap < 9; ++tap)
        for (size_t filter = 0; filter < LANES; ++filter)
          for (size_t channel = 0; channel < LANES; ++channel)
            taps[8 - tap][channel][filter] = from[(tap * LANES + filter) * LANES + channel];
    }
    float *to = transformed + (filter_block / 2 * positions * channels + channel_block * LANES) * panel + filter_block % 2 * LANES;
    for (size_t channel = 0; channel < LANES; ++channel) {
      vec tile[3][3], points[6][6];
      for (size_t row = 0; row < 3; ++row)
        for (size_t column = 0; column < 3; ++column) tile[row][column] = taps[row * 3 + column][channel];
      transform_taps_tile(tile, points);
      store_points(points, to + channel * panel, channels * panel);
    }
  }
}

/// What is done to a block of filters on its way out.
struct finish {
  vec bias;
  const float *residual;
  struct pulmo_clamp clamp;
};

INLINE void store_pixel(vec y, const struct finish *finish, float *destination, size_t at) {
  y += finish->bias;
  if (finish->residual) y += LOAD(finish->residual + at);
  if (finish->clamp.isOn) {
    y = MIN(finish->clamp.highest - (vec){0}, MAX(finish->clamp.lowest - (vec){0}, y));
  }
  STORE(destination + at, y);
}

/// destination ← products [36, tile, panel], for one block of filters.
static void transform_products(
    const struct geometry *g, const float *products, size_t plane, const struct finish *finish, float *destination, struct range tiles,
    size_t block) {
  struct place place = place_of(g, tiles.begin);
  for (size_t tile = tiles.begin; tile < tiles.end; ++tile, advance(g, &place)) {
    const float *from = products + (tile - tiles.begin) * panel;
    vec points[6][6], pixels[4][4];
    for (size_t row = 0; row < 6; ++row)
      for (size_t column = 0; column < 6; ++column) points[row][column] = LOAD(from + (row * 6 + column) * plane);
    transform_to_destination_tile(points, pixels);
    const size_t y = place.row * tile_size, x = place.column * tile_size;
    const size_t corner = ((place.picture * g->filter_blocks + block) * g->out_height + y) * g->out_width + x;
    const size_t rows = smaller(g->out_height - y, 4), columns = smaller(g->out_width - x, 4);
    if (rows == 4 && columns == 4) {
      for (size_t row = 0; row < 4; ++row)
        for (size_t column = 0; column < 4; ++column)
          store_pixel(pixels[row][column], finish, destination, (corner + row * g->out_width + column) * LANES);
    } else {
      for (size_t row = 0; row < rows; ++row)
        for (size_t column = 0; column < columns; ++column)
          store_pixel(pixels[row][column], finish, destination, (corner + row * g->out_width + column) * LANES);
    }
  }
}

static void forward(
    const struct geometry *g, const float *source, const float *transformed, const float *bias, const float *residual,
    struct pulmo_clamp clamp, float *destination, float *scratch, struct range tiles, size_t step, struct range panels) {
  const size_t channels = g->channel_blocks * LANES;
  const size_t point_plane = step * channels + plane_gap, product_plane = step * panel + plane_gap;
  float *points = scratch, *products = scratch + positions * point_plane;
  for (size_t begin = tiles.begin; begin < tiles.end; begin += step) {
    const struct range now = {begin, smaller(begin + step, tiles.end)};
    transform_sources(g, source, points, point_plane, now, (struct range){0, g->channel_blocks});
    for (size_t index = panels.begin; index < panels.end; ++index) {
      for (size_t position = 0; position < positions; ++position)
        tile_products(
            points + position * point_plane, transformed + (index * positions + position) * channels * panel,
            products + position * product_plane, channels, now.end - now.begin);
      for (size_t half = 0; half < 2 && index * 2 + half < g->filter_blocks; ++half) {
        const size_t block = index * 2 + half;
        struct finish finish = {{0}, residual, clamp};
        for (size_t lane = 0; bias && lane < LANES && block * LANES + lane < g->convolution.filters; ++lane)
          finish.bias[lane] = bias[block * LANES + lane];
        transform_products(g, products + half * LANES, product_plane, &finish, destination, now, block);
      }
    }
  }
}

/// points [36, panel, tile, 2 · lanes] ← gradient of the destination; adds the sums over pixels to `bias_gradient`.
static void transform_gradients(
    const struct geometry *g, const float *gradient, float *points, size_t plane, size_t step, struct range tiles, struct range panels,
    float *bias_gradient) {
  for (size_t block = panels.begin * 2; block < panels.end * 2; ++block) {
    struct place place = place_of(g, tiles.begin);
    vec sum = {0};
    for (size_t tile = tiles.begin; tile < tiles.end; ++tile, advance(g, &place)) {
      vec pixels[4][4], transformed[6][6];
      const size_t y = place.row * tile_size, x = place.column * tile_size;
      const size_t rows = block < g->filter_blocks ? g->out_height - y : 0, columns = g->out_width - x;
      const float *corner =
          gradient + (((place.picture * g->filter_blocks + block) * g->out_height + y) * g->out_width + x) * LANES;
      if (rows >= 4 && columns >= 4) {
        for (size_t row = 0; row < 4; ++row)
          for (size_t column = 0; column < 4; ++column) pixels[row][column] = LOAD(corner + (row * g->out_width + column) * LANES);
      } else {
        memset(pixels, 0, sizeof pixels);
        for (size_t row = 0; row < smaller(rows, 4); ++row)
          for (size_t column = 0; column < smaller(columns, 4); ++column)
            pixels[row][column] = LOAD(corner + (row * g->out_width + column) * LANES);
      }
      for (size_t row = 0; row < 4; ++row) sum += (pixels[row][0] + pixels[row][1]) + (pixels[row][2] + pixels[row][3]);
      transform_gradient_tile(pixels, transformed);
      store_points(transformed, points + ((block / 2 - panels.begin) * step + tile - tiles.begin) * panel + block % 2 * LANES, plane);
    }
    if (bias_gradient && block < g->filter_blocks)
      STORE(bias_gradient + block * LANES, LOAD(bias_gradient + block * LANES) + sum);
  }
}

static void weights_products(
    const struct geometry *g, const float *source, const float *destination_gradient, float *products, float *bias_gradient,
    float *scratch, struct range tiles, size_t step, struct range blocks, struct range panels) {
  const size_t channels = (blocks.end - blocks.begin) * LANES, panel_count = panels.end - panels.begin;
  const size_t source_plane = step * channels + plane_gap, gradient_plane = panel_count * step * panel + plane_gap;
  const size_t product_plane = panel_count * channels * panel + plane_gap;
  float *sources = scratch, *gradients = scratch + positions * source_plane;
  // A share without tiles leaves zeros, not what was there.
  if (tiles.begin == tiles.end) memset(products, 0, positions * product_plane * sizeof *products);
  for (size_t begin = tiles.begin; begin < tiles.end; begin += step) {
    const struct range now = {begin, smaller(begin + step, tiles.end)};
    transform_sources(g, source, sources, source_plane, now, blocks);
    transform_gradients(g, destination_gradient, gradients, gradient_plane, step, now, panels, bias_gradient);
    for (size_t position = 0; position < positions; ++position)
      for (size_t index = 0; index < panel_count; ++index) {
        const float *gradient = gradients + position * gradient_plane + index * step * panel;
        for (size_t channel = 0; channel < channels; channel += gradient_rows)
          product(
              sources + position * source_plane + channel, 1, channels, gradient,
              products + position * product_plane + (index * channels + channel) * panel, now.end - now.begin, begin > tiles.begin,
              gradient, gradient_rows);
      }
  }
}

static void finish_weights(
    const struct geometry *g, const float *products, size_t copies, size_t stride, float *weights_gradient, struct range blocks,
    struct range panels, size_t index, size_t shares) {
  const size_t channels = (blocks.end - blocks.begin) * LANES;
  const size_t plane = (panels.end - panels.begin) * channels * panel + plane_gap;
  for (size_t block = panels.begin * 2; block < smaller(panels.end * 2, g->filter_blocks); ++block)
    for (size_t channel = index; channel < channels; channel += shares) {
      const float *from = products + ((block / 2 - panels.begin) * channels + channel) * panel + block % 2 * LANES;
      float *to = weights_gradient
          + ((block * g->channel_blocks + blocks.begin + channel / LANES) * 9 * LANES + channel % LANES) * LANES;
      vec points[6][6], taps[3][3];
      for (size_t position = 0; position < positions; ++position) {
        vec sum = LOAD(from + position * plane);
        for (size_t copy = 1; copy < copies; ++copy) sum += LOAD(from + copy * stride + position * plane);
        points[position / 6][position % 6] = sum;
      }
      transform_to_taps_tile(points, taps);
      for (size_t tap = 0; tap < 9; ++tap) STORE(to + tap * LANES * LANES, taps[tap / 3][tap % 3]);
    }
}

const struct winograd_kernels KERNELS = {ROWS, transform_weights, forward, weights_products, finish_weights};
