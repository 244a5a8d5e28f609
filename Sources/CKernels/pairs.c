#include "kernels.h"

#define EACH(expression) \
  for (int64_t i = 0; i < n; i++) y[i] = (expression)

void ck_pair_apply(ck_pair op, const float *a, const float *b, float *y, int64_t n) {
  switch (op) {
    // The one that is not a number, where one is not.
    case CK_MINIMUM: EACH(a[i] < b[i] || a[i] != a[i] ? a[i] : b[i]); break;
    case CK_MAXIMUM: EACH(a[i] > b[i] || a[i] != a[i] ? a[i] : b[i]); break;
    case CK_POWER: EACH(powf(a[i], b[i])); break;
    case CK_LESS: EACH(a[i] < b[i] ? 1.0f : 0.0f); break;
    case CK_LESS_EQUAL: EACH(a[i] <= b[i] ? 1.0f : 0.0f); break;
    case CK_GREATER: EACH(a[i] > b[i] ? 1.0f : 0.0f); break;
    case CK_GREATER_EQUAL: EACH(a[i] >= b[i] ? 1.0f : 0.0f); break;
    case CK_EQUAL: EACH(a[i] == b[i] ? 1.0f : 0.0f); break;
  }
}

// The slope of a power of x; that of x to the power of 0 is 0 everywhere.
INLINE float power_slope(float x, float p) { return p == 0.0f ? 0.0f : p * powf(x, p - 1.0f); }

void ck_pair_backward(ck_pair op, const float *a, const float *b, const float *y, const float *dy, float *da, float *db,
                      int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    float left = 0.0f, right = 0.0f;
    if (op == CK_POWER) {
      left = power_slope(a[i], b[i]);
      // 0 to the power of anything that is not negative has the slope 0, as in PyTorch.
      right = a[i] == 0.0f && b[i] >= 0.0f ? 0.0f : y[i] * logf(a[i]);
    } else if (op == CK_MINIMUM || op == CK_MAXIMUM) {
      // Equal numbers share the gradient.
      int isLeft = op == CK_MINIMUM ? a[i] < b[i] : a[i] > b[i];
      left = isLeft ? 1.0f : a[i] == b[i] ? 0.5f : 0.0f;
      right = 1.0f - left;
    }
    if (da) da[i] += left * dy[i];
    if (db) db[i] += right * dy[i];
  }
}

void ck_choose(const float *condition, const float *a, const float *b, float *y, int64_t n) {
  EACH(condition[i] != 0.0f ? a[i] : b[i]);
}

void ck_choose_backward(const float *condition, int where_true, const float *dy, float *d, int64_t n) {
  for (int64_t i = 0; i < n; i++) d[i] += (condition[i] != 0.0f) == (where_true != 0) ? dy[i] : 0.0f;
}

void ck_clamp(float low, float high, const float *x, float *y, int64_t n) {
  EACH(x[i] < low ? low : x[i] > high ? high : x[i]);
}

void ck_clamp_backward(float low, float high, const float *x, const float *dy, float *dx, int64_t n) {
  for (int64_t i = 0; i < n; i++) dx[i] += x[i] >= low && x[i] <= high ? dy[i] : 0.0f;
}

void ck_power(const float *x, float p, float *y, int64_t n) { EACH(powf(x[i], p)); }

void ck_power_backward(const float *x, float p, const float *dy, float *dx, int64_t n) {
  for (int64_t i = 0; i < n; i++) dx[i] += power_slope(x[i], p) * dy[i];
}
