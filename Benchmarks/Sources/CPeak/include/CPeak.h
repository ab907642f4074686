#pragma once

/// 10⁹ multiplications and additions a second that `threads` threads reach together in a loop of fused multiply-adds on registers, over
/// about `seconds`: what this machine can do at most while nothing waits for memory.
/// Why C: the loop needs the widest vectors the processor has, and Swift compiles for the baseline processor.
double pulmo_peak_gigaflops(int threads, double seconds);

/// The vectors the loop uses: `AVX-512`, `AVX2` or `baseline`.
const char *pulmo_peak_vectors(void);
