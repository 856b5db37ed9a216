#include "napi.h"
#include "crew.h"
#include "processor.h"
#ifdef __linux__
#include <sys/mman.h>
#endif

/*
 * The kernels as a Node-API add-on. Every call checks what it is given and throws; a team is named by a number.
 *
 * instructions(): what runs here, best first, such as ["AVX-512", "AVX2"]
 * functions(): the kernels' functions, name and form in turn, such as ["network_bytes", "ai", ...]
 * address(buffer): where an ArrayBuffer stands
 * start(place in instructions, threads, spins, patience): a team
 * call(team, place in functions, ...numbers): a number
 * stop(team)
 */

enum { MOST_CREWS = 64, MOST_PARAMETERS = 12 };

/** The crews of one JavaScript environment. */
typedef struct { Crew *crews[MOST_CREWS]; } Crews;

/** What JavaScript called a function with. */
typedef struct {
  napi_env env;
  size_t count;
  napi_value values[MOST_PARAMETERS];
} Arguments;

static Arguments arguments_of(napi_env env, napi_callback_info info) {
  Arguments given = {.env = env, .count = MOST_PARAMETERS};
  napi.get_cb_info(env, info, &given.count, given.values, 0, 0);
  return given;
}

static napi_value type_error(napi_env env, const char *message) {
  napi.throw_type_error(env, 0, message);
  return 0;
}

static napi_value range_error(napi_env env, const char *message) {
  napi.throw_range_error(env, 0, message);
  return 0;
}

static napi_value to_number(napi_env env, double number) {
  napi_value value = 0;
  napi.create_double(env, number, &value);
  return value;
}

static napi_value undefined(napi_env env) {
  napi_value value = 0;
  napi.get_undefined(env, &value);
  return value;
}

/** Reads a whole number of from..to; throws where it is none. */
static bool read_whole(const Arguments *given, size_t at, double from, double to, double *number) {
  bool is_number = at < given->count && napi.get_value_double(given->env, given->values[at], number) == napi_ok;
  if (!is_number) return type_error(given->env, "a number was expected"), false;
  bool is_whole = *number >= from && *number <= to && *number == (double)(int64_t)*number;
  if (!is_whole) range_error(given->env, "a number is outside its range");
  return is_whole;
}

static Crews *crews_of(napi_env env) {
  void *crews = 0;
  napi.get_instance_data(env, &crews);
  return crews;
}

/** Reads the number of a crew that lives; throws where it is none. */
static Crew **read_crew(const Arguments *given) {
  double place;
  if (!read_whole(given, 0, 0, MOST_CREWS - 1, &place)) return 0;
  Crew **crew = &crews_of(given->env)->crews[(int)place];
  if (*crew) return crew;
  range_error(given->env, "there is no such team");
  return 0;
}

static napi_value instructions(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value list = 0, name = 0;
  napi.create_array_with_length(env, 0, &list);
  for (int i = 0; kernels_at(i); i++) {
    napi.create_string_utf8(env, kernels_at(i)->instructions, NAPI_AUTO_LENGTH, &name);
    napi.set_element(env, list, (uint32_t)i, name);
  }
  return list;
}

static napi_value functions(napi_env env, napi_callback_info info) {
  (void)info;
  napi_value list = 0, item = 0;
  napi.create_array_with_length(env, 0, &list);
  const KernelTable *kernels = kernels_at(0);
  for (int i = 0; kernels && i < 2 * kernels->count; i++) {
    const KernelFunction *function = &kernels->functions[i / 2];
    napi.create_string_utf8(env, i % 2 ? function->form : function->name, NAPI_AUTO_LENGTH, &item);
    napi.set_element(env, list, (uint32_t)i, item);
  }
  return list;
}

/** Lets the system back a large stretch with large pages, which saves looking up addresses. */
static void want_large_pages(void *data, size_t bytes) {
#ifdef __linux__
  enum { PAGE = 1 << 21 };
  uintptr_t from = ((uintptr_t)data + PAGE - 1) / PAGE * PAGE, to = ((uintptr_t)data + bytes) / PAGE * PAGE;
  if (from < to) madvise((void *)from, to - from, MADV_HUGEPAGE);
#else
  (void)data, (void)bytes;
#endif
}

static napi_value address_of(napi_env env, napi_callback_info info) {
  Arguments given = arguments_of(env, info);
  bool is_buffer = false;
  if (given.count > 0) napi.is_arraybuffer(env, given.values[0], &is_buffer);
  if (!is_buffer) return type_error(env, "an ArrayBuffer was expected");
  void *data = 0;
  size_t bytes = 0;
  napi.get_arraybuffer_info(env, given.values[0], &data, &bytes);
  want_large_pages(data, bytes);
  return to_number(env, (double)(uintptr_t)data);
}

static int free_place(const Crews *crews) {
  for (int i = 0; i < MOST_CREWS; i++)
    if (!crews->crews[i]) return i;
  return -1;
}

static napi_value start(napi_env env, napi_callback_info info) {
  Arguments given = arguments_of(env, info);
  double place, threads, spins, patience;
  if (!read_whole(&given, 0, 0, 8, &place) || !read_whole(&given, 1, 1, MOST_THREADS, &threads) ||
      !read_whole(&given, 2, 0, INT32_MAX, &spins) || !read_whole(&given, 3, 1, INT32_MAX, &patience)) return 0;
  const KernelTable *kernels = kernels_at((int)place);
  if (!kernels) return range_error(env, "this processor has no such instructions");
  Crews *crews = crews_of(env);
  int free_at = free_place(crews);
  if (free_at < 0) return range_error(env, "there are too many teams");
  crews->crews[free_at] = start_crew(kernels, (int)threads, (int)spins, (int)patience);
  return crews->crews[free_at] ? to_number(env, free_at) : range_error(env, "the threads cannot be started");
}

/** Reads the numbers of a function by the letters of its form; throws where they do not fit. */
static bool read_numbers(const Arguments *given, const char *form, double *numbers) {
  const double MOST_ADDRESS = 9007199254740991.0;
  size_t at = 2;
  for (; *form; form++) {
    if (*form == 't') continue;
    bool is_read = *form == 'a'   ? read_whole(given, at, 1, MOST_ADDRESS, numbers)
                   : *form == 'i' ? read_whole(given, at, INT32_MIN, INT32_MAX, numbers)
                                  : at < given->count && !napi.get_value_double(given->env, given->values[at], numbers);
    if (!is_read && *form == 'd') type_error(given->env, "a number was expected");
    if (!is_read) return false;
    at++, numbers++;
  }
  if (at != given->count) type_error(given->env, "there are too many numbers");
  return at == given->count;
}

static napi_value call(napi_env env, napi_callback_info info) {
  Arguments given = arguments_of(env, info);
  Crew **crew = read_crew(&given);
  double place, numbers[MOST_PARAMETERS];
  if (!crew || !read_whole(&given, 1, 0, (*crew)->kernels->count - 1, &place)) return 0;
  const KernelFunction *function = &(*crew)->kernels->functions[(int)place];
  if (!read_numbers(&given, function->form, numbers)) return 0;
  return to_number(env, function->call((*crew)->team, numbers));
}

static napi_value stop(napi_env env, napi_callback_info info) {
  Arguments given = arguments_of(env, info);
  Crew **crew = read_crew(&given);
  if (!crew) return 0;
  end_crew(*crew);
  *crew = 0;
  return undefined(env);
}

/** The environment ends: no thread may outlive it. */
static void end_crews(void *data) {
  Crews *crews = data;
  for (int i = 0; i < MOST_CREWS; i++)
    if (crews->crews[i]) end_crew(crews->crews[i]);
  free(crews);
}

#define METHOD(name, function) {name, 0, function, 0, 0, 0, napi_default_jsproperty, 0}

__attribute__((visibility("default"))) napi_value napi_register_module_v1(napi_env env, napi_value exports) {
  const napi_property_descriptor methods[] = {
    METHOD("instructions", instructions), METHOD("functions", functions), METHOD("address", address_of),
    METHOD("start", start),               METHOD("call", call),           METHOD("stop", stop),
  };
  if (!find_napi()) return 0;
  Crews *crews = calloc(1, sizeof *crews);
  if (!crews) return range_error(env, "there is no memory");
  napi.set_instance_data(env, crews, 0, 0);
  napi.add_env_cleanup_hook(env, end_crews, crews);
  napi.define_properties(env, exports, sizeof methods / sizeof *methods, methods);
  return exports;
}
