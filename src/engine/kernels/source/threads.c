#include "threads.h"
#include "waiting.h"

/** A number that threads wait for, on a cache line of its own. */
typedef struct { _Alignas(64) uint32_t value; uint32_t sleepers; } Signal;

/** A thread, which alone writes `beats` and `meetings`; `seen` and `still` are thread 0's. */
typedef struct {
  _Alignas(64) uint32_t begun; // the job begun last, with DONE once it is done; or GONE
  uint32_t lost;               // what `begun` was when the thread was given up
  uint32_t beats;              // signs of life in all
  uint32_t meetings;           // meetings come to in the job
  uint32_t seen;               // beats when thread 0 last looked
  int still;                   // milliseconds since they were others
} Member;

/** Of a job's name: how many threads it wants, whether a thread has done it, and its number above that. */
enum { JOB_THREADS = 127, DONE = 128, JOB_NUMBER = 256 };
static const uint32_t GONE = ~0u;

/** However long a thread has to wait, after so many milliseconds it looks again. */
#ifndef LOOK_AGAIN
#define LOOK_AGAIN 500
#endif

/** Tests widen the gap between a thread's last look and its sleep. */
#ifndef BEFORE_SLEEP
#define BEFORE_SLEEP()
#endif

struct Team {
  int size, spins, patience;
  uint32_t broken, stopping;
  Job job;
  _Alignas(16) unsigned char object[MOST_OBJECT]; // what the job is of: here even for a thread that was given up
  uint32_t job_name; // number of the job * JOB_NUMBER + threads that it wants
  Signal jobs;       // job_name; another value where the team ends
  Signal remaining;  // threads besides the caller that have not done the job
  Signal meetings;   // meetings held; another value where the team ends
  _Alignas(64) uint32_t arrived; // how often threads of the job have come to a meeting
  Member members[];
};

static uint32_t value_of(const uint32_t *word) { return __atomic_load_n(word, __ATOMIC_SEQ_CST); }

/** Sets a signal's value and wakes who sleeps on it. */
static void raise_signal(Signal *signal, uint32_t value) {
  __atomic_store_n(&signal->value, value, __ATOMIC_SEQ_CST);
  if (value_of(&signal->sleepers)) wake_sleepers(&signal->value);
}

/** Whether nobody waits for anybody any more. */
static bool is_over(const Team *team) { return value_of(&team->broken) || value_of(&team->stopping); }

/** Whether waiting has an end: another value than `seen`, or the end of the team. */
static bool is_changed(const Team *team, const Signal *signal, uint32_t seen) {
  return value_of(&signal->value) != seen || is_over(team);
}

/** Waits until the signal has another value than `seen` or the team ends, but not longer than until a sleeper looks
    again; returns how many milliseconds have passed in vain. */
static int await_change(Team *team, Signal *signal, uint32_t seen) {
  for (int spin = 0; spin < team->spins; spin++) {
    if (is_changed(team, signal, seen)) return 0;
    relax();
  }
  int limit = team->patience < LOOK_AGAIN ? team->patience : LOOK_AGAIN;
  __atomic_fetch_add(&signal->sleepers, 1, __ATOMIC_SEQ_CST);
  bool is_late = false;
  if (!is_changed(team, signal, seen)) {
    BEFORE_SLEEP();
    is_late = sleep_on(&signal->value, seen, limit);
  }
  __atomic_fetch_sub(&signal->sleepers, 1, __ATOMIC_SEQ_CST);
  return is_late ? limit : 0;
}

/** A thread has no more to do for the job; the last one wakes the caller. */
static void finish_share(Team *team) {
  bool is_last = __atomic_sub_fetch(&team->remaining.value, 1, __ATOMIC_SEQ_CST) == 0;
  if (is_last && value_of(&team->remaining.sleepers)) wake_sleepers(&team->remaining.value);
}

/** Changes a signal's value, so that nobody falls asleep on the old one, and wakes who sleeps. */
static void end_waiting(Signal *signal) {
  __atomic_fetch_add(&signal->value, JOB_NUMBER, __ATOMIC_SEQ_CST);
  wake_sleepers(&signal->value);
}

/** From now on nobody waits for anybody. */
static void break_team(Team *team) {
  __atomic_store_n(&team->broken, 1, __ATOMIC_SEQ_CST);
  end_waiting(&team->jobs);
  end_waiting(&team->meetings);
  wake_sleepers(&team->remaining.value);
}

static bool exchange(uint32_t *word, uint32_t expected, uint32_t wanted) {
  return __atomic_compare_exchange_n(word, &expected, wanted, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

/** A thread begins a job, where it has not been given up. */
static bool begin_share(Member *member, uint32_t job) {
  uint32_t begun = value_of(&member->begun);
  __atomic_store_n(&member->meetings, 0, __ATOMIC_RELAXED);
  return begun != GONE && exchange(&member->begun, begun, job);
}

/** A thread has done its share, where it has not been given up meanwhile. */
static bool end_share(Team *team, int thread, uint32_t job) {
  if (!exchange(&team->members[thread].begun, job, job | DONE)) return false;
  finish_share(team);
  return true;
}

/** A thread takes part no more, where `begun` is what it had begun; whoever waited for its share of a job waits no longer. */
static void resign(Team *team, int thread, uint32_t begun) {
  Member *member = &team->members[thread];
  uint32_t job = team->job_name;
  if (begun == GONE) return;
  __atomic_store_n(&member->lost, begun, __ATOMIC_SEQ_CST);
  if (!exchange(&member->begun, begun, GONE)) return;
  break_team(team);
  bool is_missing = thread > 0 && thread < (int)(job & JOB_THREADS) && begun != (job | DONE);
  if (is_missing) finish_share(team);
}

/** After so many milliseconds in vain: gives up the threads that gave no sign of life as long as there is patience. */
static void look_after(Team *team, uint32_t job, int milliseconds) {
  for (int thread = 1; thread < (int)(job & JOB_THREADS); thread++) {
    Member *member = &team->members[thread];
    uint32_t beats = __atomic_load_n(&member->beats, __ATOMIC_RELAXED);
    member->still = beats == member->seen ? member->still + milliseconds : 0;
    member->seen = beats;
    uint32_t begun = value_of(&member->begun);
    if (member->still >= team->patience && begun != (job | DONE)) resign(team, thread, begun);
  }
}

/** Thread 0 waits for the others, but not for ever for those that stand still. */
static void await_others(Team *team, Signal *signal, uint32_t seen) {
  int milliseconds = await_change(team, signal, seen);
  if (milliseconds > 0) look_after(team, team->job_name, milliseconds);
}

static void team_beat(Team *team, int thread) {
  uint32_t *beats = &team->members[thread].beats;
  __atomic_store_n(beats, *beats + 1, __ATOMIC_RELAXED);
}

static uint32_t next_job(const Team *team, int threads) {
  return team->job_name / JOB_NUMBER * JOB_NUMBER + JOB_NUMBER + (uint32_t)threads;
}

static void team_run(Team *team, Job job, const void *object, size_t bytes, int threads) {
  if (value_of(&team->broken)) return;
  if (threads > team->size) threads = team->size;
  for (size_t i = 0; i < bytes; i++) team->object[i] = ((const unsigned char *)object)[i];
  if (threads <= 1) {
    job(team->object, team, 0, 1);
    return;
  }
  team->job = job;
  team->job_name = next_job(team, threads);
  team->remaining.value = (uint32_t)threads - 1;
  team->arrived = 0;
  for (int thread = 1; thread < threads; thread++) team->members[thread].still = 0;
  raise_signal(&team->jobs, team->job_name);
  job(team->object, team, 0, threads);
  for (uint32_t left; (left = value_of(&team->remaining.value)) != 0;) await_others(team, &team->remaining, left);
}

static int team_size(const Team *team) { return team->size; }

static void team_meet(Team *team, int thread, int threads) {
  if (threads <= 1) return;
  Member *self = &team->members[thread];
  __atomic_store_n(&self->meetings, self->meetings + 1, __ATOMIC_RELAXED);
  team_beat(team, thread);
  const uint32_t all = (uint32_t)threads, turn = __atomic_add_fetch(&team->arrived, 1, __ATOMIC_SEQ_CST);
  const uint32_t complete = (turn + all - 1) / all * all; // what the count is when all have come to this meeting
  if (turn == complete) {
    raise_signal(&team->meetings, value_of(&team->meetings.value) + 1); // nobody else does before this thread is back
    return;
  }
  for (;;) { // the count alone decides: the signal only wakes
    const uint32_t held = value_of(&team->meetings.value);
    if (value_of(&team->arrived) >= complete || is_over(team)) return;
    if (thread == 0) await_others(team, &team->meetings, held);
    else await_change(team, &team->meetings, held);
  }
}

double team_bytes(int threads) { return (double)(sizeof(Team) + (size_t)threads * sizeof(Member)); }

void team_create(Team *team, int threads, int spins, int patience) {
  team->size = threads;
  team->spins = spins;
  team->patience = patience;
}

void team_work(Team *team, int thread) {
  for (uint32_t seen = 0;;) {
    while (!is_changed(team, &team->jobs, seen)) await_change(team, &team->jobs, seen);
    seen = value_of(&team->jobs.value);
    if (is_over(team)) break; // looked at after the value, which may be no job's
    int threads = (int)(seen & JOB_THREADS);
    if (thread >= threads) continue;
    if (!begin_share(&team->members[thread], seen)) return;
    team_beat(team, thread);
    team->job(team->object, team, thread, threads);
    if (!end_share(team, thread, seen)) return;
  }
  if (value_of(&team->broken)) resign(team, thread, value_of(&team->members[thread].begun));
}

void team_leave(Team *team, int thread) { resign(team, thread, value_of(&team->members[thread].begun)); }

void team_stop(Team *team) {
  __atomic_store_n(&team->stopping, 1, __ATOMIC_SEQ_CST);
  end_waiting(&team->jobs);
}

int team_standing(const Team *team, int thread, int what) {
  const Member *member = &team->members[thread];
  uint32_t begun = value_of(&member->begun), last = begun == GONE ? value_of(&member->lost) : begun;
  if (what == STANDING_LOST) return begun == GONE;
  if (what == STANDING_JOB) return (int)(last / JOB_NUMBER);
  if (what == STANDING_DONE) return (last & DONE) != 0;
  if (what == STANDING_MEETINGS) return (int)value_of(&member->meetings);
  return (int)(team->job_name / JOB_NUMBER);
}

int team_is_broken(const Team *team) { return (int)value_of(&team->broken); }

typedef struct { int meetings, faulty, attended; } Trial;

static void try_meetings(void *object, Team *team, int thread, int threads) {
  Trial *trial = object;
  for (int i = 0; i < trial->meetings; i++) team_meet(team, thread, threads);
  if (thread == trial->faulty) __builtin_trap();
  team_meet(team, thread, threads);
  __atomic_fetch_add(&trial->attended, 1, __ATOMIC_SEQ_CST);
}

int team_try(Team *team, int meetings, int faulty) {
  Trial trial = {meetings, faulty, 0};
  team_run(team, try_meetings, &trial, sizeof trial, team->size);
  return ((Trial *)team->object)->attended;
}
