// The allocator of the test process: glibc's, counting what watched threads ask for. A program's own malloc takes the place of the
// library's, for the libraries it loads too ("Replacing malloc" in glibc's manual).
#define _GNU_SOURCE
#include "AllocationCounter.h"
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <string.h>

static _Thread_local bool watched;
static atomic_size_t large, own;

void allocation_counter_watch(bool isWatched) { watched = isWatched; }

struct allocation_counts allocation_counter_take(void) {
  return (struct allocation_counts){atomic_exchange(&large, 0), atomic_exchange(&own, 0)};
}

// Sanitizers bring an allocator of their own.
#if defined(__linux__) && defined(__GLIBC__) && !__has_feature(address_sanitizer) && !__has_feature(thread_sanitizer)
extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t), *__libc_realloc(void *, size_t), *__libc_memalign(size_t, size_t);
extern void __libc_free(void *);

bool allocation_counter_works(void) { return true; }

/// Whether the code at `caller` is oneDNN's, its C++ library's or libgomp's.
static bool is_foreign(void *caller) {
  static const char *const libraries[] = {"libdnnl", "libstdc++", "libgomp"};
  Dl_info info;
  if (dladdr(caller, &info) == 0) return false;
  for (size_t i = 0; i < sizeof libraries / sizeof *libraries; ++i)
    if (strstr(info.dli_fname, libraries[i])) return true;
  return false;
}

static void count(size_t size, void *caller) {
  if (!watched) return;
  watched = false;  // what counting itself asks for is not counted
  if (size >= 4096) atomic_fetch_add(&large, 1);
  if (!is_foreign(caller)) atomic_fetch_add(&own, 1);
  watched = true;
}

#define CALLER __builtin_return_address(0)

void *malloc(size_t size) {
  count(size, CALLER);
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count(number * size, CALLER);
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count(size, CALLER);
  return __libc_realloc(old, size);
}

void free(void *memory) { __libc_free(memory); }

void *memalign(size_t alignment, size_t size) {
  count(size, CALLER);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count(size, CALLER);
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  count(size, CALLER);
  void *memory = __libc_memalign(alignment, size);
  if (!memory) return ENOMEM;
  *result = memory;
  return 0;
}
#else
bool allocation_counter_works(void) { return false; }
#endif
