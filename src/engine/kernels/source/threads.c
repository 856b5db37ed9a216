#include "threads.h"
#include "waiting.h"

/** A number that threads wait for, on a cache line of its own. */
typedef struct { _Alignas(64) uint32_t value; uint32_t sleepers; } Signal;

/** What a thread has begun last: the value of Team.jobs then, or GONE. */
typedef struct { _Alignas(64) uint32_t begun; } Member;

/** Of Team.jobs: how many threads the job wants, and its number above that. */
enum { JOB_THREADS = 255, JOB_NUMBER = 256 };
static const uint32_t GONE = ~0u;

struct Team {
  int size, spins, patience;
  uint32_t broken, stopping;
  Job job;
  void *object;
  Signal jobs;      // number of the job * JOB_NUMBER + threads that it wants
  Signal remaining; // threads besides the caller that have not done the job
  Signal meetings;  // meetings held
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

/** Waits until the signal has another value than `seen` or the team ends, asleep for at most so many milliseconds
    (-1: for ever); returns whether all of them passed. */
static bool await_change(Team *team, Signal *signal, uint32_t seen, int milliseconds) {
  for (int spin = 0; spin < team->spins; spin++) {
    if (is_changed(team, signal, seen)) return false;
    relax();
  }
  __atomic_fetch_add(&signal->sleepers, 1, __ATOMIC_SEQ_CST);
  bool is_late = !is_changed(team, signal, seen) && sleep_on(&signal->value, seen, milliseconds);
  __atomic_fetch_sub(&signal->sleepers, 1, __ATOMIC_SEQ_CST);
  return is_late;
}

/** A thread has no more to do for the job; the last one wakes the caller. */
static void finish_share(Team *team) {
  bool is_last = __atomic_sub_fetch(&team->remaining.value, 1, __ATOMIC_SEQ_CST) == 0;
  if (is_last && value_of(&team->remaining.sleepers)) wake_sleepers(&team->remaining.value);
}

/** From now on nobody waits for anybody. */
static void break_team(Team *team) {
  __atomic_store_n(&team->broken, 1, __ATOMIC_SEQ_CST);
  wake_sleepers(&team->jobs.value);
  wake_sleepers(&team->remaining.value);
  wake_sleepers(&team->meetings.value);
}

/** Where a thread has not begun the job: marks what it has begun as `mark`; returns whether that was so. */
static bool mark_begun(Member *member, uint32_t job, uint32_t mark) {
  uint32_t begun = value_of(&member->begun);
  if (begun == GONE || begun == job) return false;
  return __atomic_compare_exchange_n(&member->begun, &begun, mark, false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

/** Gives up the threads that have not begun the job; from now on they never will. */
static void give_up_late(Team *team, uint32_t job) {
  for (int thread = 1; thread < (int)(job & JOB_THREADS); thread++) {
    if (!mark_begun(&team->members[thread], job, GONE)) continue;
    break_team(team);
    finish_share(team);
  }
}

/** Thread 0 waits for the others, but not for ever for those that do not even begin. */
static void await_others(Team *team, Signal *signal, uint32_t seen) {
  if (await_change(team, signal, seen, team->patience)) give_up_late(team, value_of(&team->jobs.value));
}

static uint32_t next_job(const Team *team, int threads) {
  return team->jobs.value / JOB_NUMBER * JOB_NUMBER + JOB_NUMBER + (uint32_t)threads;
}

static void team_run(Team *team, Job job, void *object, int threads) {
  if (team->broken) return;
  if (threads > team->size) threads = team->size;
  if (threads <= 1) {
    job(object, team, 0, 1);
    return;
  }
  team->job = job;
  team->object = object;
  team->remaining.value = (uint32_t)threads - 1;
  team->arrived = 0;
  raise_signal(&team->jobs, next_job(team, threads));
  job(object, team, 0, threads);
  for (uint32_t left; (left = value_of(&team->remaining.value)) != 0;) await_others(team, &team->remaining, left);
}

static int team_size(const Team *team) { return team->size; }

static void team_meet(Team *team, int thread, int threads) {
  if (threads <= 1) return;
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
    else await_change(team, &team->meetings, held, -1);
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
    while (!is_changed(team, &team->jobs, seen)) await_change(team, &team->jobs, seen, -1);
    if (is_over(team)) return;
    seen = value_of(&team->jobs.value);
    int threads = (int)(seen & JOB_THREADS);
    if (thread >= threads) continue;
    if (!mark_begun(&team->members[thread], seen, seen)) return;
    team->job(team->object, team, thread, threads);
    finish_share(team);
  }
}

void team_leave(Team *team, int thread) {
  uint32_t job = value_of(&team->jobs.value);
  uint32_t begun = __atomic_exchange_n(&team->members[thread].begun, GONE, __ATOMIC_SEQ_CST);
  if (begun == GONE) return;
  break_team(team);
  if (thread > 0 && begun == job) finish_share(team);
}

void team_stop(Team *team) {
  __atomic_store_n(&team->stopping, 1, __ATOMIC_SEQ_CST);
  wake_sleepers(&team->jobs.value);
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
  team_run(team, try_meetings, &trial, team->size);
  return trial.attended;
}
