#include "kernels.h"

#define EACH(expression) \
  for (int64_t i = 0; i < n; i++) y[i] = (expression)

DISPATCHED static void apply(ck_function f, const float *restrict x, float *restrict y, int64_t n) {
  switch (f) {
    case CK_EXP: EACH(fast_exp(x[i])); break;
    case CK_TANH: EACH(fast_tanh(x[i])); break;
    case CK_SIGMOID: EACH(fast_sigmoid(x[i])); break;
    case CK_SILU: EACH(x[i] * fast_sigmoid(x[i])); break;
    case CK_RELU: EACH(x[i] > 0.0f || x[i] != x[i] ? x[i] : 0.0f); break;
    case CK_SOFTPLUS: EACH(fast_softplus(x[i])); break;
    case CK_SQUARE: EACH(x[i] * x[i]); break;
    case CK_SQRT: EACH(sqrtf(x[i])); break;
    case CK_ABS: EACH(fabsf(x[i])); break;
    case CK_LOG: EACH(logf(x[i])); break;
    case CK_SIN: EACH(sinf(x[i])); break;
    case CK_COS: EACH(cosf(x[i])); break;
    case CK_GELU: EACH(0.5f * x[i] * (1.0f + erff(x[i] * 0.70710678f))); break;
  }
}

void ck_apply(ck_function f, const float *x, float *y, int64_t n) { apply(f, x, y, n); }

#define EACH_GRADIENT(expression) \
  for (int64_t i = 0; i < n; i++) d[i] *= (expression)

DISPATCHED static void apply_backward(ck_function f, const float *restrict x, const float *restrict y,
                                      float *restrict d, int64_t n) {
  switch (f) {
    case CK_EXP: EACH_GRADIENT(y[i]); break;
    case CK_TANH: EACH_GRADIENT(1.0f - y[i] * y[i]); break;
    case CK_SIGMOID: EACH_GRADIENT(y[i] * (1.0f - y[i])); break;
    case CK_SILU:
      for (int64_t i = 0; i < n; i++) {
        float s = fast_sigmoid(x[i]);
        d[i] *= s * (1.0f + x[i] * (1.0f - s));
      }
      break;
    case CK_RELU: EACH_GRADIENT(x[i] > 0.0f ? 1.0f : 0.0f); break;
    case CK_SOFTPLUS: EACH_GRADIENT(x[i] > 20.0f ? 1.0f : fast_sigmoid(x[i])); break;
    case CK_SQUARE: EACH_GRADIENT(2.0f * x[i]); break;
    case CK_SQRT: EACH_GRADIENT(0.5f / y[i]); break;
    case CK_ABS: EACH_GRADIENT((float)(x[i] > 0.0f) - (float)(x[i] < 0.0f)); break;
    case CK_LOG: EACH_GRADIENT(1.0f / x[i]); break;
    case CK_SIN: EACH_GRADIENT(cosf(x[i])); break;
    case CK_COS: EACH_GRADIENT(-sinf(x[i])); break;
    case CK_GELU:
      EACH_GRADIENT(0.5f * (1.0f + erff(x[i] * 0.70710678f)) +
                    x[i] * 0.39894228f * fast_exp(-0.5f * x[i] * x[i]));
      break;
  }
}

void ck_apply_backward(ck_function f, const float *x, const float *y, float *d, int64_t n) {
  apply_backward(f, x, y, d, n);
}

DISPATCHED void ck_affine(float a, const float *restrict x, float b, float *restrict y, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = a * x[i] + b;
}

DISPATCHED void ck_add_scaled(float a, const float *restrict x, float *restrict y, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] += a * x[i];
}
