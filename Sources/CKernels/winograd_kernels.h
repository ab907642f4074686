#pragma once
#include "winograd.h"

/// Points at which a tile's products are taken: 6 by 6.
enum { positions = 36 };
/// Rows and columns of a tile of the destination.
enum { tile_size = 4 };
/// Floats between the planes of two positions beyond what they hold: planes a power of two apart would share a few cache sets.
enum { plane_gap = 16 };

/// A convolution in tiles and blocks.
struct geometry {
  struct pulmo_winograd convolution;
  size_t out_height, out_width;
  size_t tile_rows, tile_columns;
  /// Tiles of the whole batch.
  size_t tiles;
  size_t channel_blocks, filter_blocks;
  /// Pairs of blocks of filters, the last one padded.
  size_t panels;
};

struct range {
  size_t begin, end;
};

/// The kernels of one instruction set.
struct winograd_kernels {
  /// Tiles whose products are summed in registers at once.
  size_t rows;

  /// Transforms pairs of blocks, counted filter block by filter block over whole panels: transformed [panel, 36, C, 2 · lanes].
  void (*transform_weights)(const struct geometry *, const float *weights, bool isTransposed, float *transformed, struct range pairs);

  /// The tiles `tiles` of the filters in `panels`, `step` tiles at a time.
  void (*forward)(
      const struct geometry *, const float *source, const float *transformed, const float *bias, const float *residual,
      struct pulmo_clamp clamp, float *destination, float *scratch, struct range tiles, size_t step, struct range panels);

  /// products [36, panel, C, 2 · lanes] ← sums over `tiles` for the channels in `blocks` and the filters in `panels`;
  /// adds to `bias_gradient` [filter blocks · lanes], where it is not null, the gradient of the bias.
  void (*weights_products)(
      const struct geometry *, const float *source, const float *destination_gradient, float *products, float *bias_gradient,
      float *scratch, struct range tiles, size_t step, struct range blocks, struct range panels);

  /// Sums `copies` of the products, `stride` floats apart, in order, and transforms them to gradients of the weights: of every
  /// `shares`th channel from `index` on.
  void (*finish_weights)(
      const struct geometry *, const float *products, size_t copies, size_t stride, float *weights_gradient, struct range blocks,
      struct range panels, size_t index, size_t shares);
};

#if defined(__x86_64__)
extern const struct winograd_kernels winograd_avx512, winograd_avx2;
#endif
