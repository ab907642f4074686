// Winograd's F(4x4, 3x3) on vectors of LANES floats, for the files that define LANES.
//
// Goals, in order: small rounding errors, few instructions. A product of polynomials is taken at 0, ±a, ±b and infinity, with
// a = √½ and b = √2: in float32 that is five times closer to the exact result than the usual 0, ±1, ±2, and since every factor is
// part of a fused multiply-add the points cost nothing. (Lavin and Gray, arXiv:1509.09308, have the scheme; Barabasz et al.,
// arXiv:1803.10986, the choice of points.) A transform in two dimensions is one over columns, then one over rows.
#include "vectors.h"

/// a and b; their squares are ½ and 2.
#define POINT_A 0.70710678118654752f
#define POINT_B 1.41421356237309505f
/// 1 / Π(p - q) over the other finite points q: for p = ±a and p = ±b. It is 1 for p = 0.
#define SHARE_A (-1 / 1.5f)
#define SHARE_B (1 / 6.0f)

/// Six pixels of the source to six points: Bᵀ.
INLINE void transform_source(const vec d[6], vec y[6]) {
  const vec even_a = d[4] - 2 * d[2], odd_a = d[3] - 2 * d[1];
  const vec even_b = d[4] - 0.5f * d[2], odd_b = d[3] - 0.5f * d[1];
  y[0] = (d[4] - 2.5f * d[2]) + d[0];
  y[1] = even_a + POINT_A * odd_a;
  y[2] = even_a - POINT_A * odd_a;
  y[3] = even_b + POINT_B * odd_b;
  y[4] = even_b - POINT_B * odd_b;
  y[5] = (d[5] - 2.5f * d[3]) + d[1];
}

/// Three taps to six points: G.
INLINE void transform_taps(const vec g[3], vec y[6]) {
  const vec even_a = SHARE_A * (g[0] + 0.5f * g[2]), odd_a = (SHARE_A * POINT_A) * g[1];
  const vec even_b = SHARE_B * (g[0] + 2 * g[2]), odd_b = (SHARE_B * POINT_B) * g[1];
  y[0] = g[0];
  y[1] = even_a + odd_a;
  y[2] = even_a - odd_a;
  y[3] = even_b + odd_b;
  y[4] = even_b - odd_b;
  y[5] = g[2];
}

/// Six points to four pixels of the destination: Aᵀ.
INLINE void transform_to_destination(const vec m[6], vec y[4]) {
  const vec sum_a = m[1] + m[2], difference_a = m[1] - m[2], sum_b = m[3] + m[4], difference_b = m[3] - m[4];
  y[0] = m[0] + sum_a + sum_b;
  y[1] = POINT_A * difference_a + POINT_B * difference_b;
  y[2] = 0.5f * sum_a + 2 * sum_b;
  y[3] = m[5] + (0.5f * POINT_A) * difference_a + (2 * POINT_B) * difference_b;
}

/// Four pixels of the destination's gradient to six points: G for F(3x3, 4x4), its shares left to `transform_to_taps`.
INLINE void transform_gradient(const vec g[4], vec y[6]) {
  const vec even_a = g[0] + 0.5f * g[2], odd_a = g[1] + 0.5f * g[3];
  const vec even_b = g[0] + 2 * g[2], odd_b = g[1] + 2 * g[3];
  y[0] = g[0];
  y[1] = even_a + POINT_A * odd_a;
  y[2] = even_a - POINT_A * odd_a;
  y[3] = even_b + POINT_B * odd_b;
  y[4] = even_b - POINT_B * odd_b;
  y[5] = g[3];
}

/// Six points to the gradients of three taps: Aᵀ for F(3x3, 4x4).
INLINE void transform_to_taps(const vec m[6], vec y[3]) {
  const vec sum_a = SHARE_A * (m[1] + m[2]), difference_a = m[1] - m[2];
  const vec sum_b = SHARE_B * (m[3] + m[4]), difference_b = m[3] - m[4];
  y[0] = m[0] + sum_a + sum_b;
  y[1] = (SHARE_A * POINT_A) * difference_a + (SHARE_B * POINT_B) * difference_b;
  y[2] = m[5] + 0.5f * sum_a + 2 * sum_b;
}

/// Defines `name`, which takes the transform `apply` from `from` to `to` points over the columns, then the rows of a tile.
#define TRANSFORM_2D(name, apply, from, to)                    \
  INLINE void name(const vec tile[from][from], vec y[to][to]) { \
    vec half[to][from];                                        \
    for (int column = 0; column < from; ++column) {            \
      vec x[from], z[to];                                      \
      for (int row = 0; row < from; ++row) x[row] = tile[row][column]; \
      apply(x, z);                                             \
      for (int row = 0; row < to; ++row) half[row][column] = z[row]; \
    }                                                          \
    for (int row = 0; row < to; ++row) apply(half[row], y[row]); \
  }
TRANSFORM_2D(transform_source_tile, transform_source, 6, 6)
TRANSFORM_2D(transform_taps_tile, transform_taps, 3, 6)
TRANSFORM_2D(transform_to_destination_tile, transform_to_destination, 6, 4)
TRANSFORM_2D(transform_gradient_tile, transform_gradient, 4, 6)
TRANSFORM_2D(transform_to_taps_tile, transform_to_taps, 6, 3)
#undef TRANSFORM_2D
