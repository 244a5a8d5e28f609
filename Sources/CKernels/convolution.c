#include "kernels.h"

// The frame that tap `offset` of frame `t` reads, or -1 for a zero.
INLINE int64_t source(int64_t t, int64_t offset, int64_t frames, int circular) {
  int64_t s = t + offset;
  if (circular) return ((s % frames) + frames) % frames;
  return s >= 0 && s < frames ? s : -1;
}

// weight [channels, kernel]
DISPATCHED void ck_depthwise(const float *restrict x, const float *restrict weight, const float *restrict bias,
                             const int64_t *taps, int64_t kernel, int circular, float *restrict y,
                             int64_t frames, int64_t channels) {
  for (int64_t t = 0; t < frames; t++) {
    float *out = y + t * channels;
    for (int64_t c = 0; c < channels; c++) out[c] = bias ? bias[c] : 0.0f;
    for (int64_t j = 0; j < kernel; j++) {
      int64_t s = source(t, taps[j], frames, circular);
      if (s < 0) continue;
      const float *in = x + s * channels;
      for (int64_t c = 0; c < channels; c++) out[c] += weight[c * kernel + j] * in[c];
    }
  }
}

DISPATCHED void ck_depthwise_backward(const float *restrict x, const float *restrict weight, const int64_t *taps,
                                      int64_t kernel, int circular, const float *restrict dy,
                                      float *restrict dx, float *restrict dweight, float *restrict dbias,
                                      int64_t frames, int64_t channels) {
  for (int64_t t = 0; t < frames; t++) {
    const float *d = dy + t * channels;
    if (dbias)
      for (int64_t c = 0; c < channels; c++) dbias[c] += d[c];
    for (int64_t j = 0; j < kernel; j++) {
      int64_t s = source(t, taps[j], frames, circular);
      if (s < 0) continue;
      if (dx) {
        float *out = dx + s * channels;
        for (int64_t c = 0; c < channels; c++) out[c] += weight[c * kernel + j] * d[c];
      }
      if (dweight) {
        const float *in = x + s * channels;
        for (int64_t c = 0; c < channels; c++) dweight[c * kernel + j] += d[c] * in[c];
      }
    }
  }
}

void ck_unfold(const float *x, const int64_t *taps, int64_t kernel, int circular, float *columns, int64_t frames,
               int64_t channels, int64_t width) {
  for (int64_t t = 0; t < frames; t++, columns += width * kernel)
    for (int64_t j = 0; j < kernel; j++) {
      int64_t s = source(t, taps[j], frames, circular);
      for (int64_t c = 0; c < width; c++) columns[c * kernel + j] = s < 0 ? 0.0f : x[s * channels + c];
    }
}

void ck_unfold_backward(const float *dcolumns, const int64_t *taps, int64_t kernel, int circular, float *dx,
                        int64_t frames, int64_t channels, int64_t width) {
  for (int64_t t = 0; t < frames; t++, dcolumns += width * kernel)
    for (int64_t j = 0; j < kernel; j++) {
      int64_t s = source(t, taps[j], frames, circular);
      if (s < 0) continue;
      for (int64_t c = 0; c < width; c++) dx[s * channels + c] += dcolumns[c * kernel + j];
    }
}
