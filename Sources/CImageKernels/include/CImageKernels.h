// Vector kernels for pictures.
//
// Why C: Swift compiles for the baseline processor, and C can hold one kernel for each instruction set, chosen at run time. Why not in
// CKernels, where the networks' are: those run on libgomp's threads, and what reads pictures shall not need libgomp. Nothing here
// allocates, fails or is kept between calls: any function may run on any thread at any time.
#pragma once
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// The instruction sets there are kernels for. Each gives the same bits.
typedef enum {
  cik_baseline = 0,
  cik_avx2 = 1,
} cik_instructions;

// The widest this processor has; it has those before it too.
cik_instructions cik_widest_instructions(void);

// --- resample.c: a picture stretched or squashed along one axis ---

typedef enum {
  cik_along_rows = 0,
  cik_along_columns = 1,
} cik_direction;

enum {
  // Bits after the point of a weight: 8 for a level, 2 to spare for sums, 22 of int32_t's 32 for the weight.
  cik_weight_bits = 22,
  // Rows or columns that are resampled side by side.
  cik_strip_lines = 16,
};

typedef struct {
  // Of the source, row by row.
  size_t width;
  size_t height;
  cik_direction direction;
  // Columns of the result, or rows where it goes along the columns.
  size_t places;
} cik_resampling;

// What a place of the result draws on: `count` places of the source from `start` on.
typedef struct {
  size_t start;
  size_t count;
} cik_window;

// Makes of each window the sum of its levels times `weights`, rounded to the nearest level. `windows` has one for every place of the result;
// `weights` those of the first, then those of the second and so on, none below 0, which sum to 1 << cik_weight_bits but for rounding.
// `scratch` takes `cik_strip_lines` bytes for each place of a line before and after. No buffers overlap.
void cik_resample(
  cik_resampling resampling, const uint8_t *source, const cik_window *windows, const int32_t *weights, uint8_t *target, uint8_t *scratch,
  cik_instructions instructions);

#ifdef __cplusplus
}
#endif
