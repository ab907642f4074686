#pragma once
#include <stdbool.h>
#include <stddef.h>

/// What threads allocated while they were watched.
struct allocation_counts {
  /// Allocations of 4 KiB and more, whoever asked.
  size_t large;
  /// Allocations of any size that neither oneDNN nor the OpenMP runtime asked for.
  size_t own;
};

/// Whether this process's allocator is the counting one; only glibc has what it stands on.
bool allocation_counter_works(void);

/// From here on this thread's allocations are counted, or no longer.
void allocation_counter_watch(bool isWatched);

/// What watched threads allocated since the last call.
struct allocation_counts allocation_counter_take(void);
