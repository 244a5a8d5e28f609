#ifndef KERNELS_H
#define KERNELS_H

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "CKernels.h"

// Run-time dispatch: the loader picks the copy of a function that the processor can run. It does so before a sanitizer is
// ready, which would end the program before its first line; those builds run the plain copy.
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define IS_SANITIZED 1
#else
#define IS_SANITIZED 0
#endif
#if defined(__x86_64__) && defined(__linux__) && __has_attribute(target_clones) && !IS_SANITIZED
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

// exp(x) within 2 units in the last place for -87.3...88, and the nearer of the two ends beyond; not a number stays so.
INLINE float bounded_exp(float x) {
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
  return p * bits_to_float((k + 127) << 23);
}

// exp(x), and 0 below -87.3.
INLINE float fast_exp(float x) { return x < -87.3f ? 0.0f : bounded_exp(x); }

INLINE float fast_sigmoid(float x) { return 1.0f / (1.0f + bounded_exp(-x)); }

// A ratio of polynomials in x, odd over even, within 4 units in the last place; from 9.02 on it is 1.
INLINE float fast_tanh(float x) {
  float c = x > 7.90531111f ? 7.90531111f : x;
  c = c < -7.90531111f ? -7.90531111f : c;
  float z = c * c;
  float p = -2.76076847742355e-16f;
  p = p * z + 2.00018790482477e-13f;
  p = p * z - 8.60467152213735e-11f;
  p = p * z + 5.12229709037114e-08f;
  p = p * z + 1.48572235717979e-05f;
  p = p * z + 6.37261928875436e-04f;
  p = p * z + 4.89352455891786e-03f;
  float q = 1.19825839466702e-06f;
  q = q * z + 1.18534705686654e-04f;
  q = q * z + 2.26843463243900e-03f;
  q = q * z + 4.89352518554385e-03f;
  float y = c * p / q;
  y = x > 9.02f ? 1.0f : y;
  return x < -9.02f ? -1.0f : y;
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

// log(1 + exp(x)), and x itself above 20 (docs/semantics.md, section 4).
INLINE float fast_softplus(float x) {
  float e = fast_exp(x > 20.0f ? 20.0f : x);
  float u = 1.0f + e;
  float small = fast_log(u) + (e - (u - 1.0f)) / u;
  return x > 20.0f ? x : small;
}

// The frame that tap `offset` of frame `t` reads, or -1 for a zero.
INLINE int64_t source(int64_t t, int64_t offset, int64_t frames, int circular) {
  int64_t s = t + offset;
  if (circular) return ((s % frames) + frames) % frames;
  return s >= 0 && s < frames ? s : -1;
}

#endif
