#pragma once
#include <stdbool.h>
#include <stdlib.h>
#include "table.h"

/*
 * The threads of the system that work as a team.
 */

enum { MOST_THREADS = 64 };

#ifdef _WIN32

#include <windows.h>
typedef HANDLE Thread;

static DWORD WINAPI work(void *worker);
static bool start_thread(Thread *thread, void *worker) {
  *thread = CreateThread(0, 0, work, worker, 0, 0);
  return *thread != 0;
}
static void join_thread(Thread thread) {
  WaitForSingleObject(thread, INFINITE);
  CloseHandle(thread);
}
static void rest(void) { Sleep(1); }

#else

#include <pthread.h>
#include <signal.h>
#include <time.h>
typedef pthread_t Thread;

static void *work(void *worker);
/** Signals stay with the threads of the process that began it. */
static bool start_thread(Thread *thread, void *worker) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  bool is_started = pthread_create(thread, 0, work, worker) == 0;
  pthread_sigmask(SIG_SETMASK, &before, 0);
  return is_started;
}
static void join_thread(Thread thread) { pthread_join(thread, 0); }
static void rest(void) { nanosleep(&(struct timespec){0, 100000}, 0); }

#endif

typedef struct Crew Crew;
typedef struct { Crew *crew; int thread; Thread handle; uint32_t has_ended; } Worker;

/** A team of some kernels with its threads; workers[0] is the caller. */
struct Crew {
  const KernelTable *kernels;
  Team *team;
  void *team_memory;
  int threads; // that have started, the caller included
  Worker workers[MOST_THREADS];
};

#ifdef _WIN32
static DWORD WINAPI work(void *worker)
#else
static void *work(void *worker)
#endif
{
  Worker *self = worker;
  self->crew->kernels->team_work(self->crew->team, self->thread);
  __atomic_store_n(&self->has_ended, 1, __ATOMIC_SEQ_CST);
  return 0;
}

/** Waits for the end of a thread, but not for ever. */
static bool has_ended(const Worker *worker) {
  enum { RESTS = 50000 }; // 5 seconds and more
  for (int i = 0; i < RESTS; i++) {
    if (__atomic_load_n(&worker->has_ended, __ATOMIC_SEQ_CST)) return true;
    rest();
  }
  return false;
}

/** Ends the threads, after the job that they do. Where one does not end, what it may still touch stays. */
static void end_crew(Crew *crew) {
  bool have_ended = true;
  crew->kernels->team_stop(crew->team);
  for (int i = 1; i < crew->threads && have_ended; i++) have_ended = has_ended(&crew->workers[i]);
  if (!have_ended) return;
  for (int i = 1; i < crew->threads; i++) join_thread(crew->workers[i].handle);
  free(crew->team_memory);
  free(crew);
}

static Crew *allocate_crew(const KernelTable *kernels, int threads) {
  enum { LINE = 64 };
  Crew *crew = calloc(1, sizeof *crew);
  if (!crew) return 0;
  crew->team_memory = calloc(1, (size_t)kernels->team_bytes(threads) + LINE);
  crew->team = (Team *)(((uintptr_t)crew->team_memory + LINE - 1) / LINE * LINE);
  crew->kernels = kernels;
  if (crew->team_memory) return crew;
  free(crew);
  return 0;
}

/** Starts a crew; 0 where there is no memory or the system gives not so many threads. */
static Crew *start_crew(const KernelTable *kernels, int threads, int spins, int patience) {
  Crew *crew = allocate_crew(kernels, threads);
  if (!crew) return 0;
  kernels->team_create(crew->team, threads, spins, patience);
  for (crew->threads = 1; crew->threads < threads; crew->threads++) {
    Worker *worker = &crew->workers[crew->threads];
    *worker = (Worker){.crew = crew, .thread = crew->threads};
    if (start_thread(&worker->handle, worker)) continue;
    end_crew(crew);
    return 0;
  }
  return crew;
}
