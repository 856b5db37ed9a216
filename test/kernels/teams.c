/*
 * Starts teams of threads, lets them meet, and ends them again, beside more threads than there are cores: a team whose
 * end a sleeper misses never ends, which is told with what its words stand at. Compiled with WIDE_GAP, a thread rests
 * between its last look and its sleep, so that what could be missed is. Sleepers do not look again here.
 * Arguments: threads, seconds.
 */
#include <unistd.h>
#ifdef WIDE_GAP
#define BEFORE_SLEEP() usleep(500)
#endif
#define LOOK_AGAIN 1000000000
#define KERNELS_NAME kernels_here
#include "kernels.c"
#include "crew.h"
#include <signal.h>
#include <stdio.h>
#include <time.h>

enum { MEETINGS = 3, PATIENCE = 1000000000, MOST_SECONDS_OF_A_TEAM = 10 };

static Crew *crew;
static long teams;

static void tell(int signal) {
  (void)signal;
  const Team *team = crew->team;
  printf("team %ld stands still: broken %u stopping %u jobs %u sleepers %u remaining %u meetings %u arrived %u\n", teams,
         team->broken, team->stopping, team->jobs.value, team->jobs.sleepers, team->remaining.value,
         team->meetings.value, team->arrived);
  for (int i = 1; i < team->size; i++)
    printf("  thread %d: begun %u, beats %u, meetings %u\n", i, team->members[i].begun, team->members[i].beats,
           team->members[i].meetings);
  fflush(stdout);
  _exit(1);
}

/** A thread's own end breaks the team in the middle of nothing, as when a worker is ended from outside. */
static bool may_break(void) { return teams % 5 == 4; }

int main(int count, char **arguments) {
  int threads = count > 1 ? atoi(arguments[1]) : 4, seconds = count > 2 ? atoi(arguments[2]) : 2;
  const KernelTable *kernels = &kernels_here;
  signal(SIGALRM, tell);
  for (time_t end = time(0) + seconds; time(0) < end; teams++) {
    alarm(MOST_SECONDS_OF_A_TEAM);
    crew = start_crew(kernels, threads, 0, PATIENCE);
    if (!crew) return 2;
    if (team_try(crew->team, MEETINGS, -1) != threads) return tell(0), 1;
    if (may_break()) team_leave(crew->team, 1);
    kernels->team_stop(crew->team);
    for (int i = 1; i < threads; i++) join_thread(crew->workers[i].handle);
    free(crew->team_memory);
    free(crew);
  }
  printf("%ld teams\n", teams);
  return 0;
}
