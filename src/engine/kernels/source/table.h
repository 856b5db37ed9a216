#pragma once
#include <stdint.h>

/*
 * How the add-on reaches the kernels of one instruction set: each function takes numbers and returns a number.
 */

typedef struct Team Team;

/** A function: its name, and a letter a parameter: t the team, a an address, i an int, d a double. */
typedef struct {
  const char *name, *form;
  double (*call)(Team *team, const double *numbers);
} KernelFunction;

/** The kernels of one instruction set. */
typedef struct {
  const char *instructions; // for people
  const KernelFunction *functions;
  int count;
  double (*team_bytes)(int threads);
  void (*team_create)(Team *team, int threads, int spins, int patience);
  void (*team_work)(Team *team, int thread);
  void (*team_stop)(Team *team);
} KernelTable;
