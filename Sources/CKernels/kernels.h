#ifndef KERNELS_H
#define KERNELS_H

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "CKernels.h"

// Run-time dispatch: the loader picks the copy of a function that the processor can run.
#if defined(__x86_64__) && defined(__linux__) && __has_attribute(target_clones)
#define DISPATCHED __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define DISPATCHED
#endif

#define INLINE static inline __attribute__((always_inline))

// Sums may be taken in lanes. Only where it stands, and the same way on every thread.
#define LANES _Pragma("clang fp reassociate(on)")

// The functions below have no branches, so that a loop over them is vectorised.

INLINE float bits_to_float(int32_t i) {
  float f;
  memcpy(&f, &i, sizeof f);
  return f;
}

INLINE int32_t float_to_bits(float f) {
  int32_t i;
  memcpy(&i, &f, sizeof i);
  return i;
}

// exp(x) within 2 units in the last place; 0 below -87.3, clamped above 88.
INLINE float fast_exp(float x) {
  const float rounder = 12582912.0f;  // 1.5 * 2^23: adding it rounds to an integer
  float clamped = x > 88.0f ? 88.0f : x;
  clamped = clamped < -87.3f ? -87.3f : clamped;
  float shifted = clamped * 1.44269504f + rounder;
  int32_t k = float_to_bits(shifted) - 0x4B400000;
  float n = shifted - rounder;
  float r = clamped - n * 0.693359375f;
  r = r + n * 2.12194440e-4f;
  float p = 1.9875691500e-4f;
  p = p * r + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = p * r * r + r + 1.0f;
  float y = p * bits_to_float((k + 127) << 23);
  y = x < -87.3f ? 0.0f : y;
  return x != x ? x : y;
}

INLINE float fast_sigmoid(float x) { return 1.0f / (1.0f + fast_exp(-x)); }

INLINE float fast_tanh(float x) {
  float z = x * x;
  float p = -5.70498872745e-3f;
  p = p * z + 2.06390887954e-2f;
  p = p * z - 5.37397155531e-2f;
  p = p * z + 1.33314422036e-1f;
  p = p * z - 3.33332819422e-1f;
  float small = p * z * x + x;
  float large = 1.0f - 2.0f / (fast_exp(2.0f * x) + 1.0f);
  float magnitude = x < 0.0f ? -x : x;
  return magnitude < 0.625f ? small : large;
}

// log(x) for positive finite x.
INLINE float fast_log(float x) {
  int32_t bits = float_to_bits(x);
  int32_t e = ((bits >> 23) & 0xff) - 126;
  float m = bits_to_float((bits & 0x007fffff) | 0x3f000000);  // [0.5, 1)
  int32_t low = m < 0.707106781f ? 1 : 0;
  e -= low;
  float r = (low ? m + m : m) - 1.0f;
  float z = r * r;
  float p = 7.0376836292e-2f;
  p = p * r - 1.1514610310e-1f;
  p = p * r + 1.1676998740e-1f;
  p = p * r - 1.2420140846e-1f;
  p = p * r + 1.4249322787e-1f;
  p = p * r - 1.6668057665e-1f;
  p = p * r + 2.0000714765e-1f;
  p = p * r - 2.4999993993e-1f;
  p = p * r + 3.3333331174e-1f;
  float n = (float)e;
  float y = p * r * z;
  y = y - 2.12194440e-4f * n;
  y = y - 0.5f * z;
  return r + y + 0.693359375f * n;
}

// log(1 + exp(x)), and x itself above 20 (SEMANTICS 4).
INLINE float fast_softplus(float x) {
  float e = fast_exp(x > 20.0f ? 20.0f : x);
  float u = 1.0f + e;
  float small = fast_log(u) + (e - (u - 1.0f)) / u;
  return x > 20.0f ? x : small;
}

#endif
