// Winograd's convolution in vectors of 16.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include "winograd_kernels.h"
#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma"))), apply_to = function)
#define LANES 16
// 24 sums, two vectors of weights and one factor in 32 registers.
#define ROWS 12
#define KERNELS winograd_avx512
#include "winograd_lanes.h"
#pragma clang attribute pop
#endif
