#include "CPeak.h"
#include <pthread.h>
#include <stdint.h>
#include <time.h>

// Enough independent chains to fill two units of latency 4 or 5, few enough to stay in 16 registers.
enum { chains = 12, rounds = 4096 };

// One loop for any vector width; `lanes` floats a chain.
#define LOOP(name, attributes, lanes)                                                   \
  typedef float name##_vector __attribute__((vector_size(4 * lanes)));                  \
  attributes static float name(void) {                                                  \
    name##_vector sum[chains], factor, step;                                            \
    for (int lane = 0; lane < lanes; lane++) factor[lane] = 0.999f, step[lane] = 0.5f;  \
    for (int chain = 0; chain < chains; chain++) sum[chain] = factor + (float)chain;    \
    for (int round = 0; round < rounds; round++) {                                      \
      _Pragma("clang loop unroll(full)") for (int chain = 0; chain < chains; chain++)   \
          sum[chain] = sum[chain] * factor + step;                                      \
      __asm__ volatile("" : : : "memory");                                              \
    }                                                                                   \
    float total = 0;                                                                    \
    for (int chain = 0; chain < chains; chain++) total += sum[chain][0];                \
    return total;                                                                       \
  }

#pragma STDC FP_CONTRACT ON
#if defined(__x86_64__)
LOOP(loop_avx512, __attribute__((target("avx512f")))
                      __attribute__((min_vector_width(512))), 16)
LOOP(loop_avx2, __attribute__((target("avx2,fma"))), 8)
#endif
LOOP(loop_baseline, , 4)

struct kind {
  const char *vectors;
  float (*loop)(void);
  int lanes;
};

static struct kind best_kind(void) {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx512f")) return (struct kind){"AVX-512", loop_avx512, 16};
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return (struct kind){"AVX2", loop_avx2, 8};
#endif
  return (struct kind){"baseline", loop_baseline, 4};
}

const char *pulmo_peak_vectors(void) { return best_kind().vectors; }

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + 1e-9 * (double)time.tv_nsec;
}

struct worker {
  pthread_t thread;
  double seconds;
  double gigaflops;
  volatile float result;
};

static void *work(void *argument) {
  struct worker *worker = argument;
  const struct kind kind = best_kind();
  worker->result = kind.loop();
  const double start = now();
  int64_t calls = 0;
  double elapsed;
  do {
    worker->result = kind.loop();
    calls++;
    elapsed = now() - start;
  } while (elapsed < worker->seconds);
  worker->gigaflops = 2.0 * rounds * chains * kind.lanes * (double)calls / elapsed / 1e9;
  return 0;
}

double pulmo_peak_gigaflops(int threads, double seconds) {
  struct worker workers[threads];
  for (int index = 0; index < threads; index++) workers[index].seconds = seconds;
  int started = 0;
  while (started < threads && pthread_create(&workers[started].thread, 0, work, &workers[started]) == 0) started++;
  double sum = 0;
  for (int index = 0; index < started; index++) {
    pthread_join(workers[index].thread, 0);
    sum += workers[index].gigaflops;
  }
  return sum;
}
