#include "kernels.h"

void ck_max_pool(const float *x, const int64_t *taps, int64_t kernel, int circular, int64_t stride, float *y,
                 int32_t *places, int64_t rows, int64_t frames, int64_t channels) {
  for (int64_t t = 0; t < rows; t++, y += channels, places += channels) {
    int isEmpty = 1;
    for (int64_t j = 0; j < kernel; j++) {
      int64_t s = source(t * stride, taps[j], frames, circular);
      if (s < 0) continue;
      const float *from = x + s * channels;
      for (int64_t c = 0; c < channels; c++) {
        // What is not a number stays once it is found.
        if (isEmpty || from[c] > y[c] || (from[c] != from[c] && y[c] == y[c])) {
          y[c] = from[c];
          places[c] = (int32_t)s;
        }
      }
      isEmpty = 0;
    }
  }
}

void ck_max_pool_backward(const int32_t *places, const float *dy, float *dx, int64_t rows, int64_t channels) {
  for (int64_t t = 0; t < rows; t++, places += channels, dy += channels)
    for (int64_t c = 0; c < channels; c++) dx[places[c] * channels + c] += dy[c];
}

INLINE float share(const int64_t *taps, int64_t kernel, int circular, int64_t t, int64_t frames) {
  int64_t found = 0;
  for (int64_t j = 0; j < kernel; j++) found += source(t, taps[j], frames, circular) >= 0;
  return 1.0f / (float)found;
}

DISPATCHED static void average(const float *x, const int64_t *taps, int64_t kernel, int circular, int64_t stride,
                               float *y, int64_t rows, int64_t frames, int64_t channels) {
  for (int64_t t = 0; t < rows; t++, y += channels) {
    for (int64_t c = 0; c < channels; c++) y[c] = 0.0f;
    for (int64_t j = 0; j < kernel; j++) {
      int64_t s = source(t * stride, taps[j], frames, circular);
      if (s < 0) continue;
      for (int64_t c = 0; c < channels; c++) y[c] += x[s * channels + c];
    }
    float part = share(taps, kernel, circular, t * stride, frames);
    for (int64_t c = 0; c < channels; c++) y[c] *= part;
  }
}

void ck_average_pool(const float *x, const int64_t *taps, int64_t kernel, int circular, int64_t stride, float *y,
                     int64_t rows, int64_t frames, int64_t channels) {
  average(x, taps, kernel, circular, stride, y, rows, frames, channels);
}

void ck_average_pool_backward(const float *dy, const int64_t *taps, int64_t kernel, int circular, int64_t stride,
                              float *dx, int64_t rows, int64_t frames, int64_t channels) {
  for (int64_t t = 0; t < rows; t++, dy += channels) {
    float part = share(taps, kernel, circular, t * stride, frames);
    for (int64_t j = 0; j < kernel; j++) {
      int64_t s = source(t * stride, taps[j], frames, circular);
      if (s >= 0) ck_add_scaled(part, dy, dx + s * channels, channels);
    }
  }
}
