#include "kernels.h"

// Channels go in blocks, whose weights for some taps are gathered once for all frames: what a block works on stays in
// the nearest cache, and a frame is written once.
enum { BLOCK = 64, TAPS = 16 };

typedef struct {
  int64_t first, channels;  // of the block
  int64_t taps;
  float weight[TAPS * BLOCK];
} filter;

INLINE filter part_of(int64_t kernel, int64_t channels, int64_t first, int64_t tap) {
  return (filter){.first = first,
                  .channels = channels - first < BLOCK ? channels - first : BLOCK,
                  .taps = kernel - tap < TAPS ? kernel - tap : TAPS};
}

// weight [channels, kernel], taps from `tap` on
INLINE void gather(const float *weight, int64_t kernel, int64_t tap, filter *f) {
  for (int64_t j = 0; j < f->taps; j++)
    for (int64_t c = 0; c < f->channels; c++) f->weight[j * BLOCK + c] = weight[(f->first + c) * kernel + tap + j];
}

INLINE void add_products(const float *restrict a, const float *restrict b, float *restrict y, int64_t n) {
  if (n == BLOCK)
    for (int64_t c = 0; c < BLOCK; c++) y[c] += a[c] * b[c];
  else
    for (int64_t c = 0; c < n; c++) y[c] += a[c] * b[c];
}

// A size that the compiler knows is a few instructions, and any other a call.
INLINE void copy(const float *from, float *to, int64_t n) {
  if (n == BLOCK) memcpy(to, from, BLOCK * sizeof(float));
  else memcpy(to, from, (size_t)n * sizeof(float));
}

// y = or += the taps of one filter; they are turned around where `direction` is -1, which is the gradient of x.
DISPATCHED static void filter_frames(const float *x, const filter *f, const int64_t *taps, int64_t direction,
                                     int circular, const float *bias, float *y, int64_t frames, int64_t channels,
                                     int overwrites) {
  for (int64_t t = 0; t < frames; t++) {
    float *to = y + t * channels + f->first, sum[BLOCK] = {0};
    if (!overwrites) copy(to, sum, f->channels);
    else if (bias) copy(bias + f->first, sum, f->channels);
    for (int64_t j = 0; j < f->taps; j++) {
      int64_t s = source(t, direction * taps[j], frames, circular);
      if (s >= 0) add_products(f->weight + j * BLOCK, x + s * channels + f->first, sum, f->channels);
    }
    copy(sum, to, f->channels);
  }
}

void ck_depthwise(const float *x, const float *weight, const float *bias, const int64_t *taps, int64_t kernel,
                  int direction, int circular, float *y, int64_t frames, int64_t channels, int overwrites) {
  for (int64_t first = 0; first < channels; first += BLOCK)
    for (int64_t tap = 0; tap < kernel; tap += TAPS) {
      filter f = part_of(kernel, channels, first, tap);
      gather(weight, kernel, tap, &f);
      filter_frames(x, &f, taps + tap, direction, circular, bias, y, frames, channels, overwrites && tap == 0);
    }
}

// The sums of what each tap reads times the gradient of the frame that it goes to, in place of the filter's weights.
DISPATCHED static void weigh_frames(const float *x, filter *f, const int64_t *taps, int circular, const float *dy,
                                    int64_t frames, int64_t channels) {
  for (int64_t t = 0; t < frames; t++)
    for (int64_t j = 0; j < f->taps; j++) {
      int64_t s = source(t, taps[j], frames, circular);
      if (s >= 0)
        add_products(dy + t * channels + f->first, x + s * channels + f->first, f->weight + j * BLOCK, f->channels);
    }
}

void ck_depthwise_weight_gradient(const float *x, const int64_t *taps, int64_t kernel, int circular, const float *dy,
                                  float *dweight, int64_t frames, int64_t channels) {
  for (int64_t first = 0; first < channels; first += BLOCK)
    for (int64_t tap = 0; tap < kernel; tap += TAPS) {
      filter f = part_of(kernel, channels, first, tap);
      weigh_frames(x, &f, taps + tap, circular, dy, frames, channels);
      for (int64_t j = 0; j < f.taps; j++)
        for (int64_t c = 0; c < f.channels; c++)
          dweight[(first + c) * kernel + tap + j] += f.weight[j * BLOCK + c];
    }
}

void ck_unfold(const float *x, const int64_t *taps, int64_t kernel, int circular, int64_t stride, float *columns,
               int64_t rows, int64_t frames, int64_t channels, int64_t width) {
  for (int64_t t = 0; t < rows; t++, columns += width * kernel)
    for (int64_t j = 0; j < kernel; j++) {
      int64_t s = source(t * stride, taps[j], frames, circular);
      for (int64_t c = 0; c < width; c++) columns[c * kernel + j] = s < 0 ? 0.0f : x[s * channels + c];
    }
}

void ck_unfold_backward(const float *dcolumns, const int64_t *taps, int64_t kernel, int circular, int64_t stride,
                        float *dx, int64_t rows, int64_t frames, int64_t channels, int64_t width) {
  for (int64_t t = 0; t < rows; t++, dcolumns += width * kernel)
    for (int64_t j = 0; j < kernel; j++) {
      int64_t s = source(t * stride, taps[j], frames, circular);
      if (s < 0) continue;
      for (int64_t c = 0; c < width; c++) dx[s * channels + c] += dcolumns[c * kernel + j];
    }
}
