#include "table.h"

/*
 * Numbers in, a number out, for every function of kernels.h. The add-on has checked the numbers by the letters of
 * their form; the team is put in where it is asked for.
 */

static void *address(double number) { return (void *)(uintptr_t)number; }
static double number(const void *address) { return (double)(uintptr_t)address; }

#define CALL(name) static double call_##name(Team *team, const double *n)
CALL(kernels_vector_length) { return (void)team, (void)n, kernels_vector_length(); }
CALL(network_bytes) { return (void)team, network_bytes(address(n[0]), (int)n[1]); }
CALL(network_create) { return (void)team, network_create(address(n[0]), address(n[1]), (int)n[2]), 0; }
CALL(network_size) { return (void)team, network_size(address(n[0])); }
CALL(network_array) { return (void)team, number(network_array(address(n[0]), (int)n[1])); }
CALL(network_prepare) { return network_prepare(team, address(n[0])), 0; }
CALL(network_update) {
  return network_update(team, address(n[0]), (int)n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8], n[9]), 0;
}
CALL(network_square_norm) { return network_square_norm(team, address(n[0]), n[1]); }
CALL(pass_bytes) { return (void)team, pass_bytes(address(n[0]), (int)n[1], (int)n[2], (int)n[3]); }
CALL(pass_create) {
  return (void)team, pass_create(address(n[0]), address(n[1]), (int)n[2], (int)n[3], (int)n[4]), 0;
}
CALL(pass_array) { return (void)team, number(pass_array(address(n[0]), (int)n[1], (int)n[2])); }
CALL(pass_stride) { return (void)team, pass_stride(address(n[0]), (int)n[1], (int)n[2]); }
CALL(pass_block) { return (void)team, pass_block(address(n[0]), (int)n[1]); }
CALL(pass_drop) { return (void)team, pass_drop(address(n[0]), (int)n[1], n[2], (int)n[3]), 0; }
CALL(pass_forward) { return pass_forward(team, address(n[0]), (int)n[1], (int)n[2]), 0; }
CALL(pass_loss) { return pass_loss(team, address(n[0]), (int)n[1], (int)n[2], (int)n[3]); }
CALL(pass_learn) { return pass_learn(team, address(n[0]), (int)n[1], (int)n[2], (int)n[3], (int)n[4]); }
CALL(pass_backward) { return pass_backward(team, address(n[0]), (int)n[1], (int)n[2], (int)n[3]), 0; }
CALL(pass_carry) { return (void)team, pass_carry(address(n[0]), (int)n[1]), 0; }
CALL(pass_reset) { return (void)team, pass_reset(address(n[0])), 0; }
CALL(team_leave) { return team_leave(team, (int)n[0]), 0; }
CALL(team_is_broken) { return (void)n, team_is_broken(team); }
CALL(team_standing) { return team_standing(team, (int)n[0], (int)n[1]); }
CALL(team_try) { return team_try(team, (int)n[0], (int)n[1]); }

#define FUNCTION(name, form) {#name, form, call_##name}
static const KernelFunction functions[] = {
  FUNCTION(kernels_vector_length, ""), FUNCTION(network_bytes, "ai"),     FUNCTION(network_create, "aai"),
  FUNCTION(network_size, "a"),         FUNCTION(network_array, "ai"),     FUNCTION(network_prepare, "ta"),
  FUNCTION(network_update, "taidddddddd"), FUNCTION(network_square_norm, "tad"), FUNCTION(pass_bytes, "aiii"),
  FUNCTION(pass_create, "aaiii"),      FUNCTION(pass_array, "aii"),       FUNCTION(pass_stride, "aii"),
  FUNCTION(pass_block, "ai"),          FUNCTION(pass_drop, "aidi"),       FUNCTION(pass_forward, "taii"),
  FUNCTION(pass_loss, "taiii"),
  FUNCTION(pass_learn, "taiiii"),      FUNCTION(pass_backward, "taiii"),  FUNCTION(pass_carry, "ai"),
  FUNCTION(pass_reset, "a"),           FUNCTION(team_leave, "ti"),        FUNCTION(team_is_broken, "t"),
  FUNCTION(team_standing, "tii"),      FUNCTION(team_try, "tii"),
};

const KernelTable KERNELS_NAME = {
#if VECTOR == 16
  "AVX-512",
#elif VECTOR == 8
  "AVX2",
#elif defined(__aarch64__)
  "NEON",
#else
  "SSE2",
#endif
  functions, sizeof functions / sizeof *functions, team_bytes, team_create, team_work, team_stop,
};
