#include "kernels.h"

DISPATCHED void ck_adamw(float *restrict weight, const float *restrict gradient, float *restrict m,
                         float *restrict v, float clip, double rate, double decay, double beta1,
                         double beta2, float epsilon, double correction1, double correction2, int64_t n) {
  float shrink = (float)(1.0 - rate * decay), step = (float)(rate / correction1),
        root = (float)sqrt(correction2), lerp = (float)(1.0 - beta1),
        keep = (float)beta2, fresh = (float)(1.0 - beta2);
  for (int64_t i = 0; i < n; i++) {
    float g = gradient[i] * clip;
    float w = weight[i] * shrink;
    float first = m[i] + lerp * (g - m[i]);
    float second = keep * v[i] + fresh * g * g;
    m[i] = first;
    v[i] = second;
    weight[i] = w - step * first / (sqrtf(second) / root + epsilon);
  }
}
