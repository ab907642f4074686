// Winograd's convolution in vectors of 8.
#if defined(__x86_64__)
#include <immintrin.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include "winograd_kernels.h"
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define LANES 8
// 12 sums, two vectors of weights and one factor in 16 registers.
#define ROWS 6
#define KERNELS winograd_avx2
#include "winograd_lanes.h"
#pragma clang attribute pop
#endif
