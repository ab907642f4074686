#pragma once
#include <stdint.h>

// Vectors of as many floats as a blocked layout keeps together: 16 (nChw16c, oneDNN's choice with AVX-512) and 8 (nChw8c, with AVX2).

/// One clone of a function per instruction set, chosen when the program is loaded. It needs the loader's support for indirect
/// functions, which glibc has; elsewhere the baseline processor's code is the only one.
#if defined(__x86_64__) && defined(__gnu_linux__)
#define PULMO_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define PULMO_CLONES
#endif

/// For the parts of a function that has clones: compiled anew inside each of them.
#define PULMO_INLINE static inline __attribute__((always_inline))

// Such vectors pass between functions only where these are compiled into their callers, so no calling convention is concerned.
#pragma clang diagnostic ignored "-Wpsabi"

typedef float pulmo_lanes16 __attribute__((vector_size(64), aligned(4), may_alias));
typedef float pulmo_lanes8 __attribute__((vector_size(32), aligned(4), may_alias));
/// At addresses that are multiples of their size, as stores past the cache want them.
typedef float pulmo_aligned_lanes16 __attribute__((vector_size(64), may_alias));
typedef float pulmo_aligned_lanes8 __attribute__((vector_size(32), may_alias));
typedef double pulmo_wide_lanes16 __attribute__((vector_size(128), aligned(8), may_alias));
typedef double pulmo_wide_lanes8 __attribute__((vector_size(64), aligned(8), may_alias));
/// What comparing lanes gives: all bits of a lane, or none.
typedef int pulmo_mask16 __attribute__((vector_size(64), aligned(4), may_alias));
typedef int pulmo_mask8 __attribute__((vector_size(32), aligned(4), may_alias));
typedef uint8_t pulmo_bytes16 __attribute__((vector_size(16), aligned(1), may_alias));
typedef uint8_t pulmo_bytes8 __attribute__((vector_size(8), aligned(1), may_alias));
