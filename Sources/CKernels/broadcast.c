#include "kernels.h"

// One run along the innermost axis; a stride there is 1 or 0.
#define RUN(expression)                                         \
  if (sa && sb) {                                               \
    for (int64_t i = 0; i < n; i++) { float p = a[i], q = b[i]; y[i] = (expression); } \
  } else if (sa) {                                              \
    float q = b[0];                                             \
    for (int64_t i = 0; i < n; i++) { float p = a[i]; y[i] = (expression); } \
  } else if (sb) {                                              \
    float p = a[0];                                             \
    for (int64_t i = 0; i < n; i++) { float q = b[i]; y[i] = (expression); } \
  } else {                                                      \
    float p = a[0], q = b[0];                                   \
    for (int64_t i = 0; i < n; i++) y[i] = (expression);        \
  }

DISPATCHED static void run(ck_operator op, const float *restrict a, int64_t sa, const float *restrict b,
                           int64_t sb, float *restrict y, int64_t n) {
  switch (op) {
    case CK_ADD: RUN(p + q); break;
    case CK_SUBTRACT: RUN(p - q); break;
    case CK_MULTIPLY: RUN(p * q); break;
    case CK_DIVIDE: RUN(p / q); break;
  }
}

// Adds `expression` to the gradient `d`, whose innermost stride is s.
#define GRADIENT(d, s, expression)                                    \
  if (s) {                                                            \
    for (int64_t i = 0; i < n; i++) { float q = b[i * sb], p = a[i * sa]; (void)p; (void)q; d[i] += (expression); } \
  } else {                                                            \
    float sum = 0.0f;                                                 \
    for (int64_t i = 0; i < n; i++) { float q = b[i * sb], p = a[i * sa]; (void)p; (void)q; sum += (expression); } \
    d[0] += sum;                                                      \
  }

DISPATCHED static void run_backward(ck_operator op, const float *restrict a, int64_t sa,
                                    const float *restrict b, int64_t sb, const float *restrict dy,
                                    float *restrict da, float *restrict db, int64_t n) {
  LANES
  if (da) {
    switch (op) {
      case CK_ADD: case CK_SUBTRACT: GRADIENT(da, sa, dy[i]); break;
      case CK_MULTIPLY: GRADIENT(da, sa, dy[i] * q); break;
      case CK_DIVIDE: GRADIENT(da, sa, dy[i] / q); break;
    }
  }
  if (db) {
    switch (op) {
      case CK_ADD: GRADIENT(db, sb, dy[i]); break;
      case CK_SUBTRACT: GRADIENT(db, sb, -dy[i]); break;
      case CK_MULTIPLY: GRADIENT(db, sb, dy[i] * p); break;
      case CK_DIVIDE: GRADIENT(db, sb, -dy[i] * p / (q * q)); break;
    }
  }
}

// Calls `body` for every run along the innermost axis with the offsets of both arguments and of the result.
#define EACH_RUN(body)                                          \
  int64_t index[16] = {0}, n = shape[rank - 1], total = 1;      \
  for (int k = 0; k + 1 < rank; k++) total *= shape[k];         \
  int64_t oa = 0, ob = 0, oy = 0;                               \
  for (int64_t r = 0; r < total; r++, oy += n) {                \
    body;                                                       \
    for (int k = rank - 2; k >= 0; k--) {                       \
      oa += a_strides[k], ob += b_strides[k];                   \
      if (++index[k] < shape[k]) break;                         \
      oa -= a_strides[k] * shape[k], ob -= b_strides[k] * shape[k]; \
      index[k] = 0;                                             \
    }                                                           \
  }

void ck_combine(ck_operator op, int rank, const int64_t *shape, const int64_t *a_strides,
                const int64_t *b_strides, const float *a, const float *b, float *y) {
  int64_t sa = a_strides[rank - 1], sb = b_strides[rank - 1];
  EACH_RUN(run(op, a + oa, sa, b + ob, sb, y + oy, n))
}

void ck_combine_backward(ck_operator op, int rank, const int64_t *shape, const int64_t *a_strides,
                         const int64_t *b_strides, const float *a, const float *b, const float *dy,
                         float *da, float *db) {
  int64_t sa = a_strides[rank - 1], sb = b_strides[rank - 1];
  EACH_RUN(run_backward(op, a + oa, sa, b + ob, sb, dy + oy, da ? da + oa : 0, db ? db + ob : 0, n))
}

DISPATCHED void ck_multiply(const float *restrict a, const float *restrict b, float *restrict y, int64_t n,
                            int overwrites) {
  if (overwrites)
    for (int64_t i = 0; i < n; i++) y[i] = a[i] * b[i];
  else
    for (int64_t i = 0; i < n; i++) y[i] += a[i] * b[i];
}

DISPATCHED void ck_multiply_in_place(const float *restrict a, float *restrict y, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] *= a[i];
}
