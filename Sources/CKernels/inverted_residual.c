// How inverted residuals are cut into shares, and how their weights are laid out.
#include "inverted_residual.h"
#include <string.h>
#include "inverted_residual_kernels.h"
#include "team.h"

/// Floats of weights that a thread goes through for every few rows: so many stay in its second-level cache beside the rows.
enum { weights_budget = 5 << 16 };

static size_t padded(size_t count, size_t size) { return (count + size - 1) / size * size; }

/// How the work is cut: between threads by pictures and bands of their rows, or, where bands would make too many rows of the inner
/// channels twice, by those channels; what the shares of one picture sum is added up in the end.
struct cut {
  size_t bands, slices;
};

static struct cut cut_of(const struct pulmo_inverted_residual *s) {
  size_t bands = 1;
  // As many as make the number of items a multiple of the threads'.
  while (s->batch * bands % s->threads != 0) ++bands;
  const bool isBySlice = s->batch == 1 && s->first_kernel == 1 && bands > 1 && s->inner_channels >= 4 * s->lanes * s->threads
      && 3 * (s->kernel - s->stride) * bands > s->inner_rows;
  return isBySlice ? (struct cut){1, s->threads} : (struct cut){bands, 1};
}

/// The first of a slice's inner channels.
static size_t slice_begin(const struct pulmo_inverted_residual *s, size_t slice) {
  return pulmo_share(s->inner_channels / s->lanes, slice, cut_of(s).slices) * s->lanes;
}

static struct inverted_residual_parts parts(const struct pulmo_inverted_residual *s, const float *prepared) {
  struct inverted_residual_parts parts = {.first = prepared};
  parts.first_bias = parts.first + s->inner_channels * inverted_residual_first_terms(s);
  parts.depthwise = parts.first_bias + 2 * s->inner_channels;
  parts.depthwise_bias = parts.depthwise + s->kernel * s->kernel * s->inner_channels;
  parts.projection = parts.depthwise_bias + s->inner_channels;
  parts.projection_bias = parts.projection + s->filters * s->inner_channels;
  return parts;
}

size_t pulmo_inverted_residual_weights_count(const struct pulmo_inverted_residual *s) {
  const struct inverted_residual_parts all = parts(s, NULL);
  return (size_t)(all.projection_bias - (const float *)NULL) + 2 * s->filters;
}

/// to [panels, terms, panel] ← from [outputs, terms], and to_bias [panels, panel]. Outputs that fill no panel have their terms in pairs,
/// [terms / 2, outputs, 2], so that they fill vectors, and biases likewise; or, where terms lie apart, a panel of their own width.
static void lay_out(
    float *to, float *to_bias, const float *from, const float *bias, size_t outputs, size_t terms, size_t panel, bool hasPairs) {
  for (size_t output = 0; output < outputs; ++output) {
    const size_t column = output % panel, begin = output - column, width = outputs - begin < panel ? outputs - begin : panel;
    const bool isPaired = hasPairs && width < panel;
    float *const own = to + begin * terms;
    for (size_t term = 0; term < terms; ++term)
      own[isPaired ? (term / 2 * width + column) * 2 + term % 2 : term * width + column] = from[output * terms + term];
    to_bias[begin + (isPaired ? 2 * column : column)] = bias[output];
    if (isPaired) to_bias[begin + 2 * column + 1] = 0;
  }
}

void pulmo_inverted_residual_prepare(
    const struct pulmo_inverted_residual *s, struct pulmo_inverted_residual_weights weights, float *prepared) {
  const struct inverted_residual_parts to = parts(s, prepared);
  const size_t panel = 2 * s->lanes, inner = s->inner_channels, taps = s->kernel * s->kernel, terms = inverted_residual_first_terms(s);
  for (size_t slice = 0; slice < cut_of(s).slices; ++slice) {
    const size_t begin = slice_begin(s, slice), count = slice_begin(s, slice + 1) - begin;
    lay_out(
        (float *)to.first + begin * terms, (float *)to.first_bias + 2 * begin, weights.first + begin * terms, weights.first_bias + begin,
        count, terms, panel, s->first_kernel == 1);
  }
  float *depthwise = (float *)to.depthwise;
  for (size_t first = 0; first < inner; first += s->lanes)
    for (size_t tap = 0; tap < taps; ++tap)
      for (size_t lane = 0; lane < s->lanes; ++lane) *depthwise++ = weights.depthwise[(first + lane) * taps + tap];
  memcpy((float *)to.depthwise_bias, weights.depthwise_bias, inner * sizeof(float));
  lay_out((float *)to.projection, (float *)to.projection_bias, weights.projection, weights.projection_bias, s->filters, inner, panel, true);
}

bool pulmo_inverted_residual_is_supported(const struct pulmo_inverted_residual *s) {
  const size_t weights = s->inner_channels * (inverted_residual_first_terms(s) + s->filters);
  const bool hasSourceOfItsShape =
      s->first_kernel == 1 && s->channels == s->filters && s->rows == s->out_rows && s->columns == s->out_columns;
  // Terms lie side by side in pairs, and rows end to end: each is made whole, so each has to fit the ring.
  const bool readsWholeRows = s->channels % 2 == 0 && s->left + s->inner_columns <= inverted_residual_ring_width(s);
  return (!s->adds_source || hasSourceOfItsShape)
      && (s->first_kernel == 1 ? readsWholeRows : s->first_left <= inverted_residual_plane_width(s))
      && (s->lanes == 8 || s->lanes == 16) && s->inner_channels % s->lanes == 0 && s->filters % 8 == 0 && s->out_columns >= 4
      && (s->kernel == 3 || s->kernel == 5) && (s->stride == 1 || s->stride == 2) && weights / cut_of(s).slices <= weights_budget;
}

/// Floats of one picture's result.
static size_t result_count(const struct pulmo_inverted_residual *s) { return s->out_rows * s->out_columns * s->filters; }

/// Floats that a share works in: the ring, filtered rows, the rows of planes, where their terms lie, and, of a slice, its sums.
static size_t share_scratch(const struct pulmo_inverted_residual *s) {
  const size_t pixels = inverted_residual_ring_rows(s) * inverted_residual_ring_width(s) + inverted_residual_step(s) * s->out_columns;
  const size_t planes = s->channels * s->first_kernel * inverted_residual_plane_width(s);
  const size_t sums = cut_of(s).slices > 1 ? result_count(s) : 0;
  return padded(pixels * s->inner_channels + planes + inverted_residual_first_terms(s) + sums, 16);
}

size_t pulmo_inverted_residual_scratch(const struct pulmo_inverted_residual *s) { return share_scratch(s) * s->threads; }

struct job {
  const struct pulmo_inverted_residual *shape;
  struct inverted_residual_parts parts;
  struct cut cut;
  const float *source;
  float *destination, *scratch;
};

static inverted_residual_kernel *kernel_of(const struct pulmo_inverted_residual *s) {
#if defined(__x86_64__)
  return s->lanes == 16 ? inverted_residual_avx512 : inverted_residual_avx2;
#else
  return NULL;  // `pulmo_winograd_lanes` is 0: nobody calls.
#endif
}

static void run_bands(void *context, size_t thread, size_t threads) {
  const struct job *job = context;
  const struct pulmo_inverted_residual *s = job->shape;
  const size_t bands = job->cut.bands, count = s->batch * bands;
  for (size_t item = pulmo_share(count, thread, threads); item < pulmo_share(count, thread + 1, threads); ++item) {
    const size_t picture = item / bands, band = item % bands;
    const struct inverted_residual_share share = {
        .source = job->source + picture * s->channels * s->rows * s->columns, .destination = job->destination + picture * result_count(s),
        .begin = pulmo_share(s->out_rows, band, bands), .end = pulmo_share(s->out_rows, band + 1, bands),
        .channels_end = s->inner_channels};
    kernel_of(s)(s, &job->parts, share, job->scratch + thread * share_scratch(s));
  }
}

/// The sums of a slice: the first one's are the result, to which the others' are added.
static float *sums_of(const struct job *job, size_t slice) {
  return slice == 0 ? job->destination : job->scratch + (slice + 1) * share_scratch(job->shape) - result_count(job->shape);
}

static void run_slices(void *context, size_t thread, size_t threads) {
  const struct job *job = context;
  const struct pulmo_inverted_residual *s = job->shape;
  const size_t slices = job->cut.slices;
  for (size_t slice = thread; slice < slices; slice += threads) {
    const struct inverted_residual_share share = {
        .source = job->source, .destination = sums_of(job, slice), .end = s->out_rows,
        .channels_begin = slice_begin(s, slice), .channels_end = slice_begin(s, slice + 1)};
    kernel_of(s)(s, &job->parts, share, job->scratch + slice * share_scratch(s));
  }
  pulmo_team_barrier();
  const size_t count = result_count(s);
  for (size_t slice = 1; slice < slices; ++slice) {
    const float *sums = sums_of(job, slice);
    for (size_t i = pulmo_share(count, thread, threads); i < pulmo_share(count, thread + 1, threads); ++i) job->destination[i] += sums[i];
  }
}

void pulmo_inverted_residual_forward(
    const struct pulmo_inverted_residual *s, const float *source, const float *prepared, float *destination, float *scratch) {
  struct job job = {s, parts(s, prepared), cut_of(s), source, destination, scratch};
  pulmo_team(&job, job.cut.slices > 1 ? run_slices : run_bands);
}
