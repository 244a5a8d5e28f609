#include "kernels.h"

enum { MOST = 16 };

// Counts through all axes but the last and gives where x stands; 0 at the end.
INLINE int advance(int rank, const int64_t *shape, const int64_t *strides, int64_t *index, int64_t *at) {
  for (int axis = rank - 2; axis >= 0; axis--) {
    *at += strides[axis];
    if (++index[axis] < shape[axis]) return 1;
    *at -= index[axis] * strides[axis];
    index[axis] = 0;
  }
  return 0;
}

void ck_permute(int rank, const int64_t *shape, const int64_t *strides, const float *x, float *y) {
  int64_t index[MOST] = {0}, at = 0, n = shape[rank - 1], step = strides[rank - 1];
  do {
    if (step == 1) memcpy(y, x + at, (size_t)n * sizeof(float));
    else
      for (int64_t i = 0; i < n; i++) y[i] = x[at + i * step];
    y += n;
  } while (advance(rank, shape, strides, index, &at));
}

void ck_permute_backward(int rank, const int64_t *shape, const int64_t *strides, const float *dy, float *dx) {
  int64_t index[MOST] = {0}, at = 0, n = shape[rank - 1], step = strides[rank - 1];
  do {
    for (int64_t i = 0; i < n; i++) dx[at + i * step] += dy[i];
    dy += n;
  } while (advance(rank, shape, strides, index, &at));
}

void ck_cumulative_sum(const float *x, int reversed, int overwrites, float *y, int64_t rows, int64_t columns) {
  enum { BLOCK = 64 };
  for (int64_t first = 0; first < columns; first += BLOCK) {
    int64_t n = columns - first < BLOCK ? columns - first : BLOCK;
    double sum[BLOCK] = {0};
    for (int64_t i = 0; i < rows; i++) {
      int64_t at = (reversed ? rows - 1 - i : i) * columns + first;
      for (int64_t c = 0; c < n; c++) {
        sum[c] += x[at + c];
        y[at + c] = overwrites ? (float)sum[c] : y[at + c] + (float)sum[c];
      }
    }
  }
}
