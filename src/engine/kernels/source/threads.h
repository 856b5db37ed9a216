#pragma once
#include <stdbool.h>
#include "kernels.h"

/*
 * A team of threads that do jobs together. Thread 0 is the caller; the others wait for jobs, at first spinning, then
 * asleep. A job is a function that every thread of it calls with its own number. Where a thread has died, jobs and
 * meetings return at once and what they computed is worth nothing (team_is_broken).
 */

enum { MOST_OBJECT = 128 };
typedef void (*Job)(void *object, Team *team, int thread, int threads);

/** Does a job with `threads` threads (at most those of the team; 1 wakes nobody) and returns when all have done it. They
    get a copy of the object, which has at most MOST_OBJECT bytes. */
static void team_run(Team *team, Job job, const void *object, size_t bytes, int threads);
/** Threads of the team. */
static int team_size(const Team *team);
/** Inside a job: waits until all its threads have come here. What they wrote before is seen after. */
static void team_meet(Team *team, int thread, int threads);

/** Inside a job: a thread says that it goes on. One that does not for as long as there is patience counts as dead. */
static void team_beat(Team *team, int thread);

/** A thread's contiguous share of `total` things. */
typedef struct { int from, to; } Share;
static inline Share share_of(int total, int thread, int threads) {
  return (Share){(int)((int64_t)total * thread / threads), (int)((int64_t)total * (thread + 1) / threads)};
}
