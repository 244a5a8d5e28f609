#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

#include "CBLAS.h"

// From cblas.h: they are the same in every BLAS.
enum { ROW_MAJOR = 101, NOT_TRANSPOSED = 111, TRANSPOSED = 112 };

static void (*sgemm)(int order, int a_turn, int b_turn, int rows, int columns, int inner, float alpha, const float *a,
                     int a_stride, const float *b, int b_stride, float beta, float *c, int c_stride);
static char *(*configuration)(void);
static char *(*core)(void);
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  static const char *const places[] = {
#if defined(__APPLE__)
      "/opt/homebrew/opt/openblas/lib/libopenblas.dylib", "/usr/local/opt/openblas/lib/libopenblas.dylib",
      "libopenblas.dylib",
#else
      "libopenblas.so.0", "libopenblas.so",
#endif
  };
  void *library = NULL;
  for (size_t i = 0; !library && i < sizeof places / sizeof *places; i++)
    library = dlopen(places[i], RTLD_NOW | RTLD_LOCAL);
  if (!library) return;
  void (*set_threads)(int) = (void (*)(int))dlsym(library, "openblas_set_num_threads");
  if (set_threads) set_threads(1);
  configuration = (char *(*)(void))dlsym(library, "openblas_get_config");
  core = (char *(*)(void))dlsym(library, "openblas_get_corename");
  *(void **)&sgemm = dlsym(library, "cblas_sgemm");
}

int cb_load(void) {
  pthread_once(&once, load);
  return sgemm != NULL;
}

void cb_product(int a_is_transposed, int b_is_transposed, int32_t rows, int32_t columns, int32_t inner, const float *a,
                int32_t a_stride, const float *b, int32_t b_stride, float beta, float *c, int32_t c_stride) {
  sgemm(ROW_MAJOR, a_is_transposed ? TRANSPOSED : NOT_TRANSPOSED, b_is_transposed ? TRANSPOSED : NOT_TRANSPOSED, rows,
        columns, inner, 1, a, a_stride, b, b_stride, beta, c, c_stride);
}

const char *cb_configuration(void) { return configuration ? configuration() : NULL; }

const char *cb_core(void) { return core ? core() : NULL; }
