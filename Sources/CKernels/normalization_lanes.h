// Included by normalization.c once for each number of lanes, LANES.
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define NAME(name) JOIN(name, LANES)
#define VECTOR JOIN(pulmo_lanes, LANES)
#define ALIGNED JOIN(pulmo_aligned_lanes, LANES)
#define WIDE JOIN(pulmo_wide_lanes, LANES)
#define MASK JOIN(pulmo_mask, LANES)
#define LOAD(address) (*(const VECTOR *)(address))

PULMO_INLINE VECTOR NAME(normalized)(VECTOR x, VECTOR mean, VECTOR factor, VECTOR shift) { return (x - mean) * factor + shift; }

PULMO_INLINE VECTOR NAME(activated)(VECTOR x, const int activation) {
  if (activation == PULMO_IDENTITY) return x;
  x = __builtin_elementwise_max(x, (VECTOR){0});
  return activation == PULMO_RELU6 ? __builtin_elementwise_min(x, (VECTOR){0} + 6) : x;
}

/// The gradient behind an activation, from its result or its argument: 0 where it does not lie strictly inside the range.
PULMO_INLINE VECTOR NAME(passed)(VECTOR gradient, VECTOR value, const int activation) {
  if (activation == PULMO_IDENTITY) return gradient;
  MASK inside = value > 0;
  if (activation == PULMO_RELU6) inside &= value < 6;
  return (VECTOR)((MASK)gradient & inside);
}

// MARK: Forward

PULMO_CLONES static void NAME(sum_forward)(
    const struct pulmo_normalization_forward *job, size_t block, size_t begin, size_t end, const struct block_numbers *numbers) {
  const struct pulmo_normalization *s = &job->shape;
  const VECTOR origin = LOAD(numbers->origin);
  for (size_t n = begin; n < end; ++n) {
    const float *x = job->source + (n * s->blocks + block) * s->pixels * LANES;
    WIDE sum = {0}, square = {0};
    for (size_t first = 0; first < s->pixels; first += chunk) {
      const size_t last = first + chunk < s->pixels ? first + chunk : s->pixels;
      VECTOR a = {0}, b = {0}, aa = {0}, bb = {0};
      size_t pixel = first;
      for (; pixel + 2 <= last; pixel += 2) {
        const VECTOR d = LOAD(x + pixel * LANES) - origin, e = LOAD(x + (pixel + 1) * LANES) - origin;
        a += d;
        b += e;
        aa += d * d;
        bb += e * e;
      }
      if (pixel < last) {
        const VECTOR d = LOAD(x + pixel * LANES) - origin;
        a += d;
        aa += d * d;
      }
      sum += __builtin_convertvector(a + b, WIDE);
      square += __builtin_convertvector(aa + bb, WIDE);
    }
    double *sums = job->scratch + (block * s->batch + n) * 2 * LANES;
    *(WIDE *)sums = sum;
    *(WIDE *)(sums + LANES) = square;
  }
}

PULMO_INLINE void NAME(apply_forward_with)(
    const struct pulmo_normalization_forward *job, size_t block, size_t begin, size_t end, const struct block_numbers *numbers,
    const int activation, const int has_residual, const int streams) {
  const struct pulmo_normalization *s = &job->shape;
  const VECTOR mean = LOAD(numbers->mean), factor = LOAD(numbers->factor), shift = LOAD(numbers->shift);
  for (size_t n = begin; n < end; ++n) {
    const size_t offset = (n * s->blocks + block) * s->pixels * LANES;
    for (size_t i = offset; i < offset + s->pixels * LANES; i += LANES) {
      VECTOR y = NAME(normalized)(LOAD(job->source + i), mean, factor, shift);
      if (has_residual) y += LOAD(job->residual + i);
      y = NAME(activated)(y, activation);
      if (streams) __builtin_nontemporal_store((ALIGNED)y, (ALIGNED *)(job->destination + i));
      else *(VECTOR *)(job->destination + i) = y;
    }
  }
}

PULMO_CLONES static void NAME(apply_forward)(
    const struct pulmo_normalization_forward *job, size_t block, size_t begin, size_t end, const struct block_numbers *numbers) {
#define APPLY(activation) \
  if (job->residual && streams) NAME(apply_forward_with)(job, block, begin, end, numbers, activation, 1, 1); \
  else if (job->residual) NAME(apply_forward_with)(job, block, begin, end, numbers, activation, 1, 0); \
  else if (streams) NAME(apply_forward_with)(job, block, begin, end, numbers, activation, 0, 1); \
  else NAME(apply_forward_with)(job, block, begin, end, numbers, activation, 0, 0); \
  break
  const int streams = streams_result(job);
  switch (job->shape.activation) {
    case PULMO_RELU: APPLY(PULMO_RELU);
    case PULMO_RELU6: APPLY(PULMO_RELU6);
    default: APPLY(PULMO_IDENTITY);
  }
#undef APPLY
}

// MARK: Backward

/// The gradient that reaches the normalisation at scalar `i`.
PULMO_INLINE VECTOR NAME(arrived)(
    const struct pulmo_normalization_backward *job, size_t i, VECTOR mean, VECTOR factor, VECTOR shift, const int activation,
    const int has_other, const int has_residual) {
  VECTOR gradient = LOAD(job->gradient + i);
  if (has_other) gradient += LOAD(job->other_gradient + i);
  if (activation == PULMO_IDENTITY) return gradient;
  const VECTOR value =
      has_residual ? LOAD(job->destination + i) : NAME(normalized)(LOAD(job->source + i), mean, factor, shift);
  return NAME(passed)(gradient, value, activation);
}

PULMO_INLINE void NAME(sum_backward_with)(
    const struct pulmo_normalization_backward *job, size_t block, size_t begin, size_t end, const struct block_numbers *numbers,
    const int activation, const int has_other, const int has_residual) {
  const struct pulmo_normalization *s = &job->shape;
  const VECTOR mean = LOAD(numbers->mean), factor = LOAD(numbers->factor), shift = LOAD(numbers->shift);
  for (size_t n = begin; n < end; ++n) {
    const size_t offset = (n * s->blocks + block) * s->pixels * LANES;
    WIDE sum = {0}, product = {0};
    for (size_t first = 0; first < s->pixels; first += chunk) {
      const size_t last = first + chunk < s->pixels ? first + chunk : s->pixels;
      VECTOR a = {0}, aa = {0};
      for (size_t pixel = first; pixel < last; ++pixel) {
        const size_t i = offset + pixel * LANES;
        const VECTOR g = NAME(arrived)(job, i, mean, factor, shift, activation, has_other, has_residual);
        if (has_residual) *(VECTOR *)(job->residual_gradient + i) = g;
        a += g;
        aa += g * (LOAD(job->source + i) - mean);
      }
      sum += __builtin_convertvector(a, WIDE);
      product += __builtin_convertvector(aa, WIDE);
    }
    double *sums = job->scratch + (block * s->batch + n) * 2 * LANES;
    *(WIDE *)sums = sum;
    *(WIDE *)(sums + LANES) = product;
  }
}

PULMO_INLINE void NAME(apply_backward_with)(
    const struct pulmo_normalization_backward *job, size_t block, size_t begin, size_t end, const struct block_numbers *numbers,
    const int activation, const int has_other, const int has_residual) {
  const struct pulmo_normalization *s = &job->shape;
  const VECTOR mean = LOAD(numbers->mean), factor = LOAD(numbers->factor), shift = LOAD(numbers->shift);
  const VECTOR level = LOAD(numbers->level), slope = LOAD(numbers->slope);
  for (size_t n = begin; n < end; ++n) {
    const size_t offset = (n * s->blocks + block) * s->pixels * LANES;
    for (size_t i = offset; i < offset + s->pixels * LANES; i += LANES) {
      // With a residual the first pass has left it in memory.
      const VECTOR g = has_residual ? LOAD(job->residual_gradient + i)
                                    : NAME(arrived)(job, i, mean, factor, shift, activation, has_other, 0);
      *(VECTOR *)(job->source_gradient + i) = factor * (g - level - (LOAD(job->source + i) - mean) * slope);
    }
  }
}

#define DISPATCH(function) \
  const int has_other = job->other_gradient != 0, has_residual = job->residual_gradient != 0; \
  switch (job->shape.activation) { \
    case PULMO_RELU: DISPATCH_BRANCHES(function, PULMO_RELU); \
    case PULMO_RELU6: DISPATCH_BRANCHES(function, PULMO_RELU6); \
    default: DISPATCH_BRANCHES(function, PULMO_IDENTITY); \
  }
#define DISPATCH_BRANCHES(function, activation) \
  if (has_other && has_residual) function(job, block, begin, end, numbers, activation, 1, 1); \
  else if (has_other) function(job, block, begin, end, numbers, activation, 1, 0); \
  else if (has_residual) function(job, block, begin, end, numbers, activation, 0, 1); \
  else function(job, block, begin, end, numbers, activation, 0, 0); \
  break

PULMO_CLONES static void NAME(sum_backward)(
    const struct pulmo_normalization_backward *job, size_t block, size_t begin, size_t end, const struct block_numbers *numbers) {
  DISPATCH(NAME(sum_backward_with))
}

PULMO_CLONES static void NAME(apply_backward)(
    const struct pulmo_normalization_backward *job, size_t block, size_t begin, size_t end, const struct block_numbers *numbers) {
  DISPATCH(NAME(apply_backward_with))
}

#undef DISPATCH
#undef DISPATCH_BRANCHES
#undef LOAD
#undef MASK
#undef WIDE
#undef ALIGNED
#undef VECTOR
#undef NAME
#undef JOIN
#undef JOIN_
