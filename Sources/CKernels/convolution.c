#include "kernels.h"

// The frame that tap `offset` of frame `t` reads, or -1 for a zero.
INLINE int64_t source(int64_t t, int64_t offset, int64_t frames, int circular) {
  int64_t s = t + offset;
  if (circular) return ((s % frames) + frames) % frames;
  return s >= 0 && s < frames ? s : -1;
}

// Channels go in blocks, whose weights for one tap are gathered once for all frames.
enum { BLOCK = 64 };

DISPATCHED static void add_tap(const float *restrict x, const float *restrict weight, float *restrict y, int64_t n) {
  for (int64_t c = 0; c < n; c++) y[c] += weight[c] * x[c];
}

// weight [channels, kernel]
static int64_t gather(const float *weight, int64_t kernel, int64_t channels, int64_t first, int64_t tap, float *out) {
  int64_t n = channels - first < BLOCK ? channels - first : BLOCK;
  for (int64_t c = 0; c < n; c++) out[c] = weight[(first + c) * kernel + tap];
  return n;
}

void ck_depthwise(const float *x, const float *weight, const float *bias, const int64_t *taps, int64_t kernel,
                  int circular, float *y, int64_t frames, int64_t channels) {
  if (bias) ck_fill_rows(bias, y, frames, channels);
  else memset(y, 0, (size_t)(frames * channels) * sizeof(float));
  for (int64_t first = 0; first < channels; first += BLOCK)
    for (int64_t j = 0; j < kernel; j++) {
      float w[BLOCK];
      int64_t n = gather(weight, kernel, channels, first, j, w);
      for (int64_t t = 0; t < frames; t++) {
        int64_t s = source(t, taps[j], frames, circular);
        if (s >= 0) add_tap(x + s * channels + first, w, y + t * channels + first, n);
      }
    }
}

void ck_depthwise_backward(const float *x, const float *weight, const int64_t *taps, int64_t kernel, int circular,
                           const float *dy, float *dx, float *dweight, float *dbias, int64_t frames,
                           int64_t channels) {
  if (dbias) ck_sum_rows(dy, dbias, frames, channels);
  for (int64_t first = 0; first < channels; first += BLOCK)
    for (int64_t j = 0; j < kernel; j++) {
      float w[BLOCK], dw[BLOCK] = {0};
      int64_t n = gather(weight, kernel, channels, first, j, w);
      for (int64_t t = 0; t < frames; t++) {
        int64_t s = source(t, taps[j], frames, circular);
        if (s < 0) continue;
        const float *d = dy + t * channels + first;
        if (dx) add_tap(d, w, dx + s * channels + first, n);
        if (dweight) add_tap(d, x + s * channels + first, dw, n);
      }
      if (dweight)
        for (int64_t c = 0; c < n; c++) dweight[(first + c) * kernel + j] += dw[c];
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
