// Sets standard error aside while TensorFlow loads: it writes two lines there that no setting silences, past
// everything that JavaScript can reach. Used by standardError.ts.
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

static const int kStandardError = 2;
static int before = -1;

/** hold(path): what is written to standard error from now on goes to this new file. Answers whether it does. */
static napi_value Hold(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  char path[4096];
  bool isHeld = false;
  if (before < 0 && napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr) == napi_ok && count == 1 &&
      napi_get_value_string_utf8(env, argument, path, sizeof path, nullptr) == napi_ok) {
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file >= 0) {
      before = dup(kStandardError);
      isHeld = before >= 0 && dup2(file, kStandardError) >= 0;
      close(file);
    }
  }
  napi_value answer;
  napi_get_boolean(env, isHeld, &answer);
  return answer;
}

/** release(): standard error is what it was before. */
static napi_value Release(napi_env, napi_callback_info) {
  if (before >= 0) {
    dup2(before, kStandardError);
    close(before);
    before = -1;
  }
  return nullptr;
}

NAPI_MODULE_INIT() {
  napi_value hold, release;
  napi_create_function(env, "hold", NAPI_AUTO_LENGTH, Hold, nullptr, &hold);
  napi_create_function(env, "release", NAPI_AUTO_LENGTH, Release, nullptr, &release);
  napi_set_named_property(env, exports, "hold", hold);
  napi_set_named_property(env, exports, "release", release);
  return exports;
}
