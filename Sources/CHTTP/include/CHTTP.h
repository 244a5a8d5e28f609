#ifndef CHTTP_H
#define CHTTP_H

#include <stddef.h>

// Takes bytes of the answer; anything but `count` as the result ends the transfer.
typedef size_t (*http_receiver)(const char *bytes, size_t count, void *context);

// One GET. Redirects are not followed; the caller looks at the header lines and decides.
struct http_request {
  const char *url;
  // "123-" to ask for the bytes from 123 on, or NULL.
  const char *range;
  const char *user_agent;
  // Hosts that no proxy is asked for, or NULL for the environment's.
  const char *no_proxy;
  long connect_seconds;
  // Ends the transfer when fewer bytes a second than the least have come for so long.
  long least_rate;
  long stall_seconds;
  // Ends the transfer after so long in any case.
  long whole_seconds;
  http_receiver header;
  http_receiver body;
  void *context;
};

struct http_answer {
  // 0 when the answer came whole, else libcurl's error code; -1 when there is no libcurl.
  int error;
  long status;
  char message[256];
};

// libcurl is looked for when the first transfer is made: linking it would cost every command its start-up time.
struct http_answer http_get(const struct http_request *request);

#endif
