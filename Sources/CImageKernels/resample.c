// Goals, in order: Pillow's bits, from every instruction set; speed.
//
// Sixteen lines are resampled side by side, as a strip: a place's weights are the same in all of them, so one vector multiplication serves
// sixteen. The strip of a film fits into the first-level cache.
#include "CImageKernels.h"
#include <stdbool.h>
#include "strip.h"

typedef int32_t sums16 __attribute__((vector_size(lanes * sizeof(int32_t))));

CIK_INLINE void resample_strip(
  const uint8_t *strip, size_t places, const cik_window *windows, const int32_t *weights, uint8_t *result) {
  for (size_t place = 0; place < places; ++place) {
    const uint8_t *levels = strip + windows[place].start * lanes;
    sums16 sum = (sums16){} + (1 << (cik_weight_bits - 1));
    for (const int32_t *end = weights + windows[place].count; weights < end; ++weights, levels += lanes)
      sum += __builtin_convertvector(*(const bytes16 *)levels, sums16) * *weights;
    // Thousands of rounded weights can sum to more than 1.
    const sums16 level = __builtin_elementwise_min(sum >> cik_weight_bits, (sums16){} + 255);
    *(bytes16 *)(result + place * lanes) = __builtin_convertvector(level, bytes16);
  }
}

CIK_INLINE void resample(
  cik_resampling resampling, const uint8_t *source, const cik_window *windows, const int32_t *weights, uint8_t *target, uint8_t *scratch) {
  const size_t width = resampling.width, height = resampling.height, places = resampling.places;
  const bool isAlongRows = resampling.direction == cik_along_rows;
  const size_t length = isAlongRows ? width : height, count = isAlongRows ? height : width;
  uint8_t *strip = scratch, *result = scratch + length * lanes;
  for (size_t line = 0; line < count; line += lanes) {
    const size_t lines = count - line < lanes ? count - line : lanes;
    if (isAlongRows)
      strip_from_rows(strip, source + line * width, width, lines);
    else
      strip_from_columns(strip, source + line, width, height, lines);
    resample_strip(strip, places, windows, weights, result);
    if (isAlongRows)
      strip_to_rows(result, target + line * places, places, lines);
    else
      strip_to_columns(result, target + line, width, places, lines);
  }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void resample_avx2(
  cik_resampling resampling, const uint8_t *source, const cik_window *windows, const int32_t *weights, uint8_t *target, uint8_t *scratch) {
  resample(resampling, source, windows, weights, target, scratch);
}
#endif

cik_instructions cik_widest_instructions(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return cik_avx2;
#endif
  return cik_baseline;
}

void cik_resample(
  cik_resampling resampling, const uint8_t *source, const cik_window *windows, const int32_t *weights, uint8_t *target, uint8_t *scratch,
  cik_instructions instructions) {
#if defined(__x86_64__)
  if (instructions == cik_avx2) return resample_avx2(resampling, source, windows, weights, target, scratch);
#endif
  resample(resampling, source, windows, weights, target, scratch);
}
