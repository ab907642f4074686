// Inverted residuals in vectors of 8.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stddef.h>
#include <string.h>
#include "inverted_residual_kernels.h"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 8
// 12 sums, two vectors of weights and one factor in 16 registers.
#define ROWS 6
#define BAND inverted_residual_avx2
#include "inverted_residual_lanes.h"
#pragma clang attribute pop
#endif
