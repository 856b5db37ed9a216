#pragma once
#define NAPI_VERSION 8
#include <node_api.h>
#include <stdbool.h>

/*
 * The functions of Node-API that the add-on uses, as pointers: `napi.get_value_double` is napi_get_value_double. On
 * Windows they are found in the program that loads the add-on, whatever its name is; elsewhere the loader does that.
 */

#define NAPI_FUNCTIONS(FUNCTION)                                                                                      \
  FUNCTION(add_env_cleanup_hook)                                                                                      \
  FUNCTION(create_array_with_length)                                                                                  \
  FUNCTION(create_double)                                                                                             \
  FUNCTION(create_string_utf8)                                                                                        \
  FUNCTION(define_properties)                                                                                         \
  FUNCTION(get_arraybuffer_info)                                                                                      \
  FUNCTION(get_cb_info)                                                                                               \
  FUNCTION(get_instance_data)                                                                                         \
  FUNCTION(get_undefined)                                                                                             \
  FUNCTION(get_value_double)                                                                                          \
  FUNCTION(is_arraybuffer)                                                                                            \
  FUNCTION(set_element)                                                                                               \
  FUNCTION(set_instance_data)                                                                                         \
  FUNCTION(throw_range_error)                                                                                         \
  FUNCTION(throw_type_error)

#define MEMBER(name) __typeof__(napi_##name) *name;
typedef struct { NAPI_FUNCTIONS(MEMBER) } NodeApi;
#undef MEMBER

#ifdef _WIN32

#include <windows.h>

static NodeApi napi;

static FARPROC find_function(const char *name) {
  const char *modules[] = {0, "libnode.dll", "node.dll"}; // 0: the program itself
  for (int i = 0; i < 3; i++) {
    HMODULE module = GetModuleHandleA(modules[i]);
    FARPROC found = module ? GetProcAddress(module, name) : 0;
    if (found) return found;
  }
  return 0;
}

static bool find_napi(void) {
#define FIND(name) if (!(napi.name = (__typeof__(napi.name))(void *)find_function("napi_" #name))) return false;
  NAPI_FUNCTIONS(FIND)
#undef FIND
  return true;
}

#else

#define ADDRESS(name) .name = napi_##name,
static const NodeApi napi = {NAPI_FUNCTIONS(ADDRESS)};
#undef ADDRESS

static bool find_napi(void) { return true; }

#endif
