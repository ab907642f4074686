#pragma once
#include <stddef.h>

/// Runs `body(context, thread, threads)` once on every thread of oneDNN's team and returns when all are done.
void pulmo_team(void *context, void (*body)(void *context, size_t thread, size_t threads));

/// Waits, inside a body, until every thread of the team has come this far.
void pulmo_team_barrier(void);

/// The first of `count` items that fall to `thread`; those of the next thread begin where its own end.
static inline size_t pulmo_share(size_t count, size_t thread, size_t threads) { return count * thread / threads; }
