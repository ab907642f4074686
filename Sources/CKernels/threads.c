#define _GNU_SOURCE
#include "CKernels.h"
#include "team.h"
#include <sched.h>
#include <string.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <immintrin.h>
#endif

// libgomp's entry points, as its manual and every compiler's OpenMP code call them; its headers come only with a compiler.
extern void GOMP_parallel(void (*body)(void *), void *data, unsigned threads, unsigned flags);
extern void GOMP_barrier(void);
extern int omp_get_thread_num(void);
extern int omp_get_num_threads(void);
extern void omp_set_num_threads(int);

int pulmo_processor_count(void) {
#if defined(__linux__)
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return CPU_COUNT(&set);
#endif
  const long online = sysconf(_SC_NPROCESSORS_ONLN);
  return online > 0 ? (int)online : 1;
}

void pulmo_set_thread_count(int count) { omp_set_num_threads(count); }

void pulmo_flush_denormals(void) {
#if defined(__x86_64__)
  _MM_SET_FLUSH_ZERO_MODE(_MM_FLUSH_ZERO_ON);
  // Denormals that are read count as zero too; the flag next to it, which pmmintrin.h names for SSE3 builds only.
  _mm_setcsr(_mm_getcsr() | 0x0040);
#elif defined(__aarch64__)
  uint64_t control;
  __asm__ volatile("mrs %0, fpcr" : "=r"(control));
  __asm__ volatile("msr fpcr, %0" : : "r"(control | (UINT64_C(1) << 24)));
#endif
}

struct job {
  size_t count;
  void *context;
  void (*body)(void *, size_t, size_t);
};

static void run_share(void *data) {
  const struct job *job = data;
  const size_t threads = (size_t)omp_get_num_threads(), index = (size_t)omp_get_thread_num();
  // Runs begin at multiples of 16 floats, so no two threads write one cache line.
  const size_t share = ((job->count + threads - 1) / threads + 15) / 16 * 16;
  const size_t begin = share * index;
  if (begin >= job->count) return;
  job->body(job->context, begin, begin + share < job->count ? begin + share : job->count);
}

void pulmo_parallel(size_t count, void *context, void (*body)(void *, size_t, size_t)) {
  struct job job = {count, context, body};
  GOMP_parallel(run_share, &job, 0, 0);
}

struct copy {
  float *to;
  const float *from;
};

static void copy_run(void *context, size_t begin, size_t end) {
  const struct copy *copy = context;
  memcpy(copy->to + begin, copy->from + begin, (end - begin) * sizeof *copy->to);
}

void pulmo_copy(float *to, const float *from, size_t count) {
  struct copy copy = {to, from};
  pulmo_parallel(count, &copy, copy_run);
}

struct team {
  void *context;
  void (*body)(void *, size_t, size_t);
};

static void enter_team(void *data) {
  const struct team *team = data;
  team->body(team->context, (size_t)omp_get_thread_num(), (size_t)omp_get_num_threads());
}

void pulmo_team(void *context, void (*body)(void *, size_t, size_t)) {
  struct team team = {context, body};
  GOMP_parallel(enter_team, &team, 0, 0);
}

void pulmo_team_barrier(void) { GOMP_barrier(); }
