// Inverted residuals in vectors of 16.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stddef.h>
#include <string.h>
#include "inverted_residual_kernels.h"
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#define LANES 16
// 28 sums, two vectors of weights and one factor in 32 registers.
#define ROWS 14
#define BAND inverted_residual_avx512
#include "inverted_residual_lanes.h"
#pragma clang attribute pop
#endif
