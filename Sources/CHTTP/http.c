#include "CHTTP.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

// The numbers are part of libcurl's stable binary interface (curl/curl.h).
enum {
  OPTION_URL = 10002,
  OPTION_WRITEDATA = 10001,
  OPTION_RANGE = 10007,
  OPTION_ERRORBUFFER = 10010,
  OPTION_USERAGENT = 10018,
  OPTION_HEADERDATA = 10029,
  OPTION_NOPROXY = 10177,
  OPTION_TIMEOUT = 13,
  OPTION_LOW_SPEED_LIMIT = 19,
  OPTION_LOW_SPEED_TIME = 20,
  OPTION_FOLLOWLOCATION = 52,
  OPTION_CONNECTTIMEOUT = 78,
  OPTION_NOSIGNAL = 99,
  OPTION_PROTOCOLS = 181,
  OPTION_WRITEFUNCTION = 20011,
  OPTION_HEADERFUNCTION = 20079,
  INFO_RESPONSE_CODE = 0x200002,
  PROTOCOL_HTTP = 1,
  PROTOCOL_HTTPS = 2,
  GLOBAL_ALL = 3,
};

static struct {
  int (*global_init)(long);
  void *(*easy_init)(void);
  int (*easy_setopt)(void *, int, ...);
  int (*easy_perform)(void *);
  int (*easy_getinfo)(void *, int, ...);
  void (*easy_cleanup)(void *);
  const char *(*easy_strerror)(int);
  int is_there;
} curl;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib", "libcurl.so"};
  void *library = NULL;
  for (size_t i = 0; i < sizeof names / sizeof *names && !library; i++) library = dlopen(names[i], RTLD_NOW);
  if (!library) return;
  *(void **)&curl.global_init = dlsym(library, "curl_global_init");
  *(void **)&curl.easy_init = dlsym(library, "curl_easy_init");
  *(void **)&curl.easy_setopt = dlsym(library, "curl_easy_setopt");
  *(void **)&curl.easy_perform = dlsym(library, "curl_easy_perform");
  *(void **)&curl.easy_getinfo = dlsym(library, "curl_easy_getinfo");
  *(void **)&curl.easy_cleanup = dlsym(library, "curl_easy_cleanup");
  *(void **)&curl.easy_strerror = dlsym(library, "curl_easy_strerror");
  curl.is_there = curl.global_init && curl.easy_init && curl.easy_setopt && curl.easy_perform && curl.easy_getinfo &&
                  curl.easy_cleanup && curl.easy_strerror && curl.global_init(GLOBAL_ALL) == 0;
}

// What libcurl calls hands over the size of an item and their number.
static size_t take_body(char *bytes, size_t size, size_t count, void *context) {
  const struct http_request *request = context;
  return request->body(bytes, size * count, request->context);
}

static size_t take_header(char *bytes, size_t size, size_t count, void *context) {
  const struct http_request *request = context;
  return request->header(bytes, size * count, request->context);
}

struct http_answer http_get(const struct http_request *request) {
  struct http_answer answer = {.error = -1, .status = 0, .message = ""};
  pthread_once(&once, load);
  void *handle = curl.is_there ? curl.easy_init() : NULL;
  if (!handle) return answer;
  int failed = 0;
  failed |= curl.easy_setopt(handle, OPTION_URL, request->url);
  failed |= curl.easy_setopt(handle, OPTION_PROTOCOLS, (long)(PROTOCOL_HTTP | PROTOCOL_HTTPS));
  failed |= curl.easy_setopt(handle, OPTION_FOLLOWLOCATION, 0L);
  failed |= curl.easy_setopt(handle, OPTION_NOSIGNAL, 1L);
  failed |= curl.easy_setopt(handle, OPTION_USERAGENT, request->user_agent);
  failed |= curl.easy_setopt(handle, OPTION_CONNECTTIMEOUT, request->connect_seconds);
  failed |= curl.easy_setopt(handle, OPTION_LOW_SPEED_LIMIT, request->least_rate);
  failed |= curl.easy_setopt(handle, OPTION_LOW_SPEED_TIME, request->stall_seconds);
  failed |= curl.easy_setopt(handle, OPTION_TIMEOUT, request->whole_seconds);
  failed |= curl.easy_setopt(handle, OPTION_ERRORBUFFER, answer.message);
  failed |= curl.easy_setopt(handle, OPTION_WRITEFUNCTION, take_body);
  failed |= curl.easy_setopt(handle, OPTION_WRITEDATA, (void *)request);
  failed |= curl.easy_setopt(handle, OPTION_HEADERFUNCTION, take_header);
  failed |= curl.easy_setopt(handle, OPTION_HEADERDATA, (void *)request);
  if (request->range) failed |= curl.easy_setopt(handle, OPTION_RANGE, request->range);
  if (request->no_proxy) failed |= curl.easy_setopt(handle, OPTION_NOPROXY, request->no_proxy);
  if (!failed) {
    answer.error = curl.easy_perform(handle);
    curl.easy_getinfo(handle, INFO_RESPONSE_CODE, &answer.status);
    if (answer.error && !answer.message[0])
      snprintf(answer.message, sizeof answer.message, "%s", curl.easy_strerror(answer.error));
  }
  curl.easy_cleanup(handle);
  return answer;
}
