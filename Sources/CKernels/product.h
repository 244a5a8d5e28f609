#ifndef PRODUCT_H
#define PRODUCT_H

#include "kernels.h"

// The inner part of a matrix product: rows of one matrix, read element by element, against panels of the other one,
// 32 columns wide and packed so that they are read in order. A tile of sums stays in registers.
enum { HALF = 16, PANEL = 2 * HALF };

typedef float lanes __attribute__((vector_size(4 * HALF), aligned(4)));

typedef struct {
  const float *a;                  // element (row, k) stands at row * row_stride + k * k_stride
  int64_t row_stride, k_stride;
  const float *panel;              // [depth, PANEL]
  int64_t depth;
  float *c;                        // [rows, columns] with a stride, 1 <= columns <= PANEL
  int64_t c_stride, columns;
  int overwrites;                  // c = ... instead of c += ...
} tile_job;

INLINE void put(float *to, const float *sum, int64_t live, int overwrites) {
  if (overwrites)
    for (int64_t j = 0; j < live; j++) to[j] = sum[j];
  else
    for (int64_t j = 0; j < live; j++) to[j] += sum[j];
}

// `R` rows by `W` groups of 16 columns, from column `at` on.
#define TILE(R, W, at)                                                                          \
  {                                                                                             \
    lanes sum[R][W];                                                                            \
    for (int i = 0; i < R; i++)                                                                 \
      for (int w = 0; w < W; w++) sum[i][w] = (lanes){0};                                       \
    const float *panel = job.panel + at, *in = job.a + r * job.row_stride;                      \
    for (int64_t k = 0; k < job.depth; k++, panel += PANEL, in += job.k_stride) {               \
      lanes right[W];                                                                           \
      for (int w = 0; w < W; w++) right[w] = *(const lanes *)(panel + w * HALF);                \
      for (int i = 0; i < R; i++)                                                               \
        for (int w = 0; w < W; w++) sum[i][w] += in[i * job.row_stride] * right[w];             \
    }                                                                                           \
    for (int i = 0; i < R; i++) {                                                               \
      float *to = job.c + (r + i) * job.c_stride + at;                                          \
      for (int w = 0; w < W; w++) {                                                             \
        int64_t live = job.columns - at - w * HALF;                                             \
        if (live >= HALF) {                                                                     \
          *(lanes *)(to + w * HALF) = job.overwrites ? sum[i][w] : *(lanes *)(to + w * HALF) + sum[i][w]; \
        } else if (live > 0) {                                                                  \
          put(to + w * HALF, (const float *)&sum[i][w], live, job.overwrites);                  \
        }                                                                                       \
      }                                                                                         \
    }                                                                                           \
  }

#define TILES(R, W, at) for (; r + R <= rows; r += R) TILE(R, W, at)

void ck_tiles(tile_job job, int64_t rows);

#endif
