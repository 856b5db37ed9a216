#pragma once
#include <stdbool.h>
#include <stdint.h>

/*
 * How a thread sleeps until a word of memory changes: by the instruction of WASM, the futex of Linux, and one lock and
 * condition for all words elsewhere. A sleeper may wake for no reason.
 */

/** Sleeps while *word is `seen`, at most so many milliseconds; returns whether all of them passed. */
static bool sleep_on(uint32_t *word, uint32_t seen, int milliseconds);
/** Wakes all that sleep on the word. */
static void wake_sleepers(uint32_t *word);

/** Lets the other thread of a core work while this one spins. */
static inline void relax(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#if defined(__wasm__) && defined(__wasm_atomics__)

static bool sleep_on(uint32_t *word, uint32_t seen, int milliseconds) {
  return __builtin_wasm_memory_atomic_wait32((int *)word, (int)seen, milliseconds * (int64_t)1000000) == 2;
}

static void wake_sleepers(uint32_t *word) { __builtin_wasm_memory_atomic_notify((int *)word, ~0u); }

#elif defined(__wasm__) // one thread: nobody to wait for

static bool sleep_on(uint32_t *word, uint32_t seen, int milliseconds) {
  (void)word, (void)seen, (void)milliseconds;
  return false;
}

static void wake_sleepers(uint32_t *word) { (void)word; }

#elif defined(__linux__)

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static bool sleep_on(uint32_t *word, uint32_t seen, int milliseconds) {
  struct timespec limit = {milliseconds / 1000, milliseconds % 1000 * 1000000L};
  long result = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, seen, &limit, 0, 0);
  return result == -1 && errno == ETIMEDOUT;
}

static void wake_sleepers(uint32_t *word) { syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, INT_MAX, 0, 0, 0); }

#elif defined(_WIN32)

#include <windows.h>

static SRWLOCK sleepers_lock = SRWLOCK_INIT;
static CONDITION_VARIABLE sleepers_condition = CONDITION_VARIABLE_INIT;

static bool sleep_on(uint32_t *word, uint32_t seen, int milliseconds) {
  AcquireSRWLockExclusive(&sleepers_lock);
  bool is_late = __atomic_load_n(word, __ATOMIC_SEQ_CST) == seen &&
                 !SleepConditionVariableSRW(&sleepers_condition, &sleepers_lock, (DWORD)milliseconds, 0);
  ReleaseSRWLockExclusive(&sleepers_lock);
  return is_late;
}

static void wake_sleepers(uint32_t *word) {
  (void)word;
  AcquireSRWLockExclusive(&sleepers_lock); // whoever has looked at the word is asleep by now
  ReleaseSRWLockExclusive(&sleepers_lock);
  WakeAllConditionVariable(&sleepers_condition);
}

#else

#include <errno.h>
#include <pthread.h>
#include <time.h>

static pthread_mutex_t sleepers_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t sleepers_condition = PTHREAD_COND_INITIALIZER;

static struct timespec from_now(int milliseconds) {
  struct timespec at;
  clock_gettime(CLOCK_REALTIME, &at);
  long nanoseconds = at.tv_nsec + milliseconds % 1000 * 1000000L;
  return (struct timespec){at.tv_sec + milliseconds / 1000 + nanoseconds / 1000000000, nanoseconds % 1000000000};
}

static bool sleep_on(uint32_t *word, uint32_t seen, int milliseconds) {
  struct timespec limit = from_now(milliseconds);
  int result = 0;
  pthread_mutex_lock(&sleepers_lock);
  if (__atomic_load_n(word, __ATOMIC_SEQ_CST) == seen)
    result = pthread_cond_timedwait(&sleepers_condition, &sleepers_lock, &limit);
  pthread_mutex_unlock(&sleepers_lock);
  return result == ETIMEDOUT;
}

static void wake_sleepers(uint32_t *word) {
  (void)word;
  pthread_mutex_lock(&sleepers_lock); // whoever has looked at the word is asleep by now
  pthread_mutex_unlock(&sleepers_lock);
  pthread_cond_broadcast(&sleepers_condition);
}

#endif
