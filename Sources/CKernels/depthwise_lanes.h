// Included by depthwise.c once for each number of lanes, LANES.
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define NAME(name) JOIN(name, LANES)
#define VECTOR JOIN(pulmo_lanes, LANES)

/// sums[u, v] += Σ rows, columns gradient · band, for `count` rows u of the kernel; `kernel` and `count` are constants.
PULMO_INLINE void NAME(add_kernel_rows)(
    const float *band, size_t band_row, const float *gradient, size_t rows, size_t columns, size_t stride, float *sums,
    const size_t kernel, const size_t count) {
  // A band is summed by itself: sums of few terms lose fewer digits.
  VECTOR total[28] = {0};
  for (size_t row = 0; row < rows; ++row) {
    const float *x = band + row * stride * band_row;
    for (size_t column = 0; column < columns; ++column, gradient += LANES, x += stride * LANES) {
      const VECTOR g = *(const VECTOR *)gradient;
#pragma clang loop unroll(full)
      for (size_t u = 0; u < count; ++u)
#pragma clang loop unroll(full)
        for (size_t v = 0; v < kernel; ++v) total[u * kernel + v] += g * *(const VECTOR *)(x + u * band_row + v * LANES);
    }
  }
#pragma clang loop unroll(full)
  for (size_t i = 0; i < count * kernel; ++i) *(VECTOR *)(sums + i * LANES) += total[i];
}

/// All rows of the kernel, as many at a time as the registers hold sums for: 32 registers behind 16 lanes, 16 behind 8.
PULMO_INLINE void NAME(add_band)(
    const float *band, size_t band_row, const float *gradient, size_t rows, size_t columns, size_t stride, float *sums,
    const size_t kernel) {
  const size_t group = (LANES == 16 ? 28 : 10) / kernel < kernel ? (LANES == 16 ? 28 : 10) / kernel : kernel;
  size_t u = 0;
  for (; u + group <= kernel; u += group)
    NAME(add_kernel_rows)(band + u * band_row, band_row, gradient, rows, columns, stride, sums + u * kernel * LANES, kernel, group);
  const size_t rest = kernel % group;
  if (rest)
    NAME(add_kernel_rows)(band + u * band_row, band_row, gradient, rows, columns, stride, sums + u * kernel * LANES, kernel, rest);
}

PULMO_CLONES static void NAME(run_task)(const struct depthwise_job *job, size_t task) {
  const struct pulmo_depthwise *s = &job->shape;
  const size_t block = task / share_count, share = task % share_count, kernel = s->kernel, taps = kernel * kernel;
  const size_t band_columns = (s->out_columns - 1) * s->stride + kernel, band_row = band_columns * LANES;
  const size_t fitting = (band_capacity / band_row - kernel) / s->stride + 1;
  const size_t most_rows = fitting < s->out_rows ? fitting : s->out_rows;
  // Columns of the picture that lie inside the band, and where.
  const size_t copied = s->columns < band_columns - s->left ? s->columns : band_columns - s->left;
  float band[band_capacity] __attribute__((aligned(64)));
  float sums[(maximum_kernel * maximum_kernel + 1) * LANES] __attribute__((aligned(64)));
  memset(sums, 0, (taps + 1) * LANES * sizeof(float));
  memset(band, 0, ((most_rows - 1) * s->stride + kernel) * band_row * sizeof(float));
  for (size_t n = pulmo_share(s->batch, share, share_count); n < pulmo_share(s->batch, share + 1, share_count); ++n) {
    const float *x = job->source + (n * s->blocks + block) * s->rows * s->columns * LANES;
    const float *g = job->gradient + (n * s->blocks + block) * s->out_rows * s->out_columns * LANES;
    for (size_t first = 0; first < s->out_rows; first += most_rows) {
      const size_t rows = s->out_rows - first < most_rows ? s->out_rows - first : most_rows;
      for (size_t i = 0; i < (rows - 1) * s->stride + kernel; ++i) {
        // Row of the picture behind row `i` of the band; before row 0 it wraps round and is out of range as well.
        const size_t row = first * s->stride + i - s->top;
        float *to = band + i * band_row + s->left * LANES;
        if (row < s->rows) memcpy(to, x + row * s->columns * LANES, copied * LANES * sizeof(float));
        else memset(to, 0, copied * LANES * sizeof(float));
      }
      const float *rows_gradient = g + first * s->out_columns * LANES;
      if (kernel == 5) NAME(add_band)(band, band_row, rows_gradient, rows, s->out_columns, s->stride, sums, 5);
      else NAME(add_band)(band, band_row, rows_gradient, rows, s->out_columns, s->stride, sums, 7);
    }
    if (job->bias_gradient) {
      VECTOR total = *(const VECTOR *)(sums + taps * LANES);
      for (size_t i = 0; i < s->out_rows * s->out_columns; ++i) total += *(const VECTOR *)(g + i * LANES);
      *(VECTOR *)(sums + taps * LANES) = total;
    }
  }
  memcpy(job->partial + task * (taps + 1) * LANES, sums, (taps + 1) * LANES * sizeof(float));
}

#undef VECTOR
#undef NAME
#undef JOIN
#undef JOIN_
