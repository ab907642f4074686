// Included by max_pooling.c once for each number of lanes, LANES.
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define NAME(name) JOIN(name, LANES)
#define VECTOR JOIN(pulmo_lanes, LANES)
#define ALIGNED JOIN(pulmo_aligned_lanes, LANES)
#define MASK JOIN(pulmo_mask, LANES)
#define BYTES JOIN(pulmo_bytes, LANES)
#define LOAD(address) (*(const VECTOR *)(address))

/// `a` where the mask is set, `b` elsewhere.
PULMO_INLINE MASK NAME(chosen)(MASK mask, MASK a, MASK b) { return (mask & a) | (~mask & b); }

// MARK: Forward

PULMO_INLINE void NAME(pool_plane_with)(const struct pooling_job *job, size_t plane, const size_t kernel) {
  const struct pulmo_max_pooling *s = &job->shape;
  const float *x = job->source + plane * s->rows * s->columns * LANES;
  const size_t out_rows = s->rows / kernel, out_columns = s->columns / kernel;
  size_t result = plane * out_rows * out_columns * LANES;
  for (size_t row = 0; row < out_rows; ++row)
    for (size_t column = 0; column < out_columns; ++column, result += LANES) {
      const float *window = x + (row * kernel * s->columns + column * kernel) * LANES;
      VECTOR best = LOAD(window);
      MASK place = {0};
      for (size_t u = 0; u < kernel; ++u)
        for (size_t v = u == 0; v < kernel; ++v) {
          const VECTOR value = LOAD(window + (u * s->columns + v) * LANES);
          const MASK greater = value > best;
          best = (VECTOR)NAME(chosen)(greater, (MASK)value, (MASK)best);
          place = NAME(chosen)(greater, (MASK){0} + (int)(u * kernel + v), place);
        }
      if (s->has_relu) {
        const MASK positive = best > 0;
        best = (VECTOR)((MASK)best & positive);
        place = NAME(chosen)(positive, place, (MASK){0} + no_place);
      }
      *(VECTOR *)(job->destination + result) = best;
      *(BYTES *)(job->places + result) = __builtin_convertvector(place, BYTES);
    }
}

PULMO_CLONES static void NAME(pool_plane)(const struct pooling_job *job, size_t plane) {
  if (job->shape.kernel == 2) NAME(pool_plane_with)(job, plane, 2);
  else NAME(pool_plane_with)(job, plane, job->shape.kernel);
}

// MARK: Backward

PULMO_INLINE void NAME(spread_plane_with)(const struct pooling_job *job, size_t plane, const size_t kernel, const int streams) {
  const struct pulmo_max_pooling *s = &job->shape;
  const size_t out_rows = s->rows / kernel, out_columns = s->columns / kernel;
  float *dx = job->source_gradient + plane * s->rows * s->columns * LANES;
  for (size_t row = 0; row < s->rows; ++row) {
    const size_t out_row = row / kernel, u = row % kernel;
    float *to = dx + row * s->columns * LANES;
    size_t column = 0;
    if (out_row < out_rows) {
      size_t result = (plane * out_rows + out_row) * out_columns * LANES;
      for (; column < out_columns * kernel; column += kernel, result += LANES) {
        const MASK gradient = *(const MASK *)(job->gradient + result);
        const MASK place = __builtin_convertvector(*(const BYTES *)(job->read_places + result), MASK);
        for (size_t v = 0; v < kernel; ++v) {
          const MASK value = gradient & (place == (MASK){0} + (int)(u * kernel + v));
          float *pixel = to + (column + v) * LANES;
          if (streams) __builtin_nontemporal_store((ALIGNED)value, (ALIGNED *)pixel);
          else *(VECTOR *)pixel = (VECTOR)value;
        }
      }
    }
    // Columns, and rows, that no whole window reaches.
    memset(to + column * LANES, 0, (s->columns - column) * LANES * sizeof(float));
  }
}

PULMO_CLONES static void NAME(spread_plane)(const struct pooling_job *job, size_t plane) {
  const struct pulmo_max_pooling *s = &job->shape;
  const int streams = s->batch * s->blocks * s->rows * s->columns * LANES * sizeof(float) >= streamed_bytes
      && (uintptr_t)job->source_gradient % 64 == 0;
  if (s->kernel == 2 && streams) NAME(spread_plane_with)(job, plane, 2, 1);
  else if (s->kernel == 2) NAME(spread_plane_with)(job, plane, 2, 0);
  else NAME(spread_plane_with)(job, plane, s->kernel, 0);
}

// MARK: First convolution

PULMO_CLONES static void NAME(convolution_task)(const struct pooled_convolution_job *job, size_t task) {
  const struct pulmo_pooled_convolution *s = &job->shape;
  const size_t block = task / share_count, share = task % share_count, length = (s->in_channels * 9 + 1) * LANES;
  const size_t out_columns = s->out_columns, copied = s->columns;
  // The four rows of the picture that one row of windows and kernels reaches, with their padding.
  float band[4][maximum_columns];
  memset(band, 0, sizeof band);
  float *sums = job->partial + task * length;
  memset(sums, 0, length * sizeof(float));
  for (size_t n = pulmo_share(s->batch, share, share_count); n < pulmo_share(s->batch, share + 1, share_count); ++n)
    for (size_t row = 0; row < s->out_rows; ++row) {
      const size_t results = (((n * s->blocks + block) * s->out_rows) + row) * out_columns * LANES;
      for (size_t channel = 0; channel < s->in_channels; ++channel) {
        for (size_t i = 0; i < 4; ++i) {
          // Before row 0 it wraps round and is out of range as well.
          const size_t from = row * 2 + i - s->top;
          const float *x = job->source + ((n * s->in_channels + channel) * s->rows + from) * s->columns;
          if (from < s->rows) memcpy(band[i] + s->left, x, copied * sizeof(float));
          else memset(band[i] + s->left, 0, copied * sizeof(float));
        }
        float *own = sums + channel * 9 * LANES;
        // A row is summed by itself: sums of few terms lose fewer digits.
        VECTOR total[9] = {0}, bias = {0};
        for (size_t column = 0; column < out_columns; ++column) {
          const MASK gradient = *(const MASK *)(job->gradient + results + column * LANES);
          const MASK place = __builtin_convertvector(*(const BYTES *)(job->places + results + column * LANES), MASK);
#pragma clang loop unroll(full)
          for (size_t window = 0; window < 4; ++window) {
            const VECTOR g = (VECTOR)(gradient & (place == (MASK){0} + (int)window));
            bias += g;
#pragma clang loop unroll(full)
            for (size_t tap = 0; tap < 9; ++tap)
              total[tap] += g * band[window / 2 + tap / 3][column * 2 + window % 2 + tap % 3];
          }
        }
#pragma clang loop unroll(full)
        for (size_t tap = 0; tap < 9; ++tap) *(VECTOR *)(own + tap * LANES) += total[tap];
        if (channel == 0) *(VECTOR *)(sums + s->in_channels * 9 * LANES) += bias;
      }
    }
}

#undef LOAD
#undef BYTES
#undef MASK
#undef ALIGNED
#undef VECTOR
#undef NAME
#undef JOIN
#undef JOIN_
