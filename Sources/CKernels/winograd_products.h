// Products of small matrices in registers, for the files that define LANES and ROWS.
#include <stddef.h>

/// Filters side by side in a product: two vectors.
enum { panel = 2 * LANES };
/// Channels summed before the next rows of tiles are taken up: so much of a panel stays in the nearest cache.
enum { depth_step = 128 };
/// Channels of a product of the weights' gradient.
enum { gradient_rows = ROWS > 8 ? 8 : 4 };

/// m [rows, panel] ← (adds ? m : 0) + Σ over `depth` of a · b: `a` is read `a_row` floats apart from row to row and `a_step` from
/// term to term, `b` is [depth, panel]. Fetches `depth` cache lines from `next` on, for a product to come.
INLINE void product(
    const float *a, size_t a_row, size_t a_step, const float *b, float *m, size_t depth, bool adds, const float *next, const size_t rows) {
  vec sums[ROWS][2];
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; ++row) {
    sums[row][0] = adds ? LOAD(m + row * panel) : (vec){0};
    sums[row][1] = adds ? LOAD(m + row * panel + LANES) : (vec){0};
  }
#pragma clang loop unroll(disable)
  for (size_t term = 0; term < depth; ++term) {
    const vec left = LOAD(b), right = LOAD(b + LANES);
    __builtin_prefetch(next);
#pragma clang loop unroll(full)
    for (size_t row = 0; row < rows; ++row) {
      const float x = a[row * a_row];
      sums[row][0] += x * left;
      sums[row][1] += x * right;
    }
    a += a_step;
    b += panel;
    next += 16;
  }
#pragma clang loop unroll(full)
  for (size_t row = 0; row < rows; ++row) {
    STORE(m + row * panel, sums[row][0]);
    STORE(m + row * panel + LANES, sums[row][1]);
  }
}

/// m [tiles, panel] ← a [tiles, depth] · b [depth, panel]
static void tile_products(const float *a, const float *b, float *m, size_t depth, size_t tiles) {
  const size_t groups = (tiles + ROWS - 1) / ROWS;
  for (size_t begin = 0; begin < depth; begin += depth_step) {
    const size_t terms = depth - begin < depth_step ? depth - begin : depth_step;
    const float *part = b + begin * panel;
    for (size_t group = 0; group < groups; ++group) {
      // Groups of nearly the same size: twelve and one would use the registers worse than seven and six.
      const size_t first = tiles * group / groups, rows = tiles * (group + 1) / groups - first;
      const float *from = a + first * depth + begin;
      float *to = m + first * panel;
      // The first groups fetch what follows this part of `b`: the part, the position or the panel to come.
      const float *next = part + (group * 16 < panel ? terms * panel + group * terms * 16 : 0);
      switch (rows) {
#define CASE(count)                                                           \
  case count:                                                                 \
    product(from, depth, 1, part, to, terms, begin > 0, next, count); \
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
