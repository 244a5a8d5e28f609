#ifndef PRODUCT_H
#define PRODUCT_H

#include "kernels.h"

// The inner part of a matrix product: strips of rows of one matrix, read element by element, against panels of the
// other one, 16 columns wide and packed so that they are read in order. A tile of sums stays in registers.
enum { PANEL = 16 };

typedef float lanes __attribute__((vector_size(4 * PANEL), aligned(4)));

typedef struct {
  const float *a;                  // element (row, k) of a strip stands at row * row_stride + k * k_stride
  int64_t row_stride, k_stride;
  int64_t strip, strip_stride;     // rows of a strip, and the numbers from one strip to the next
  const float *panels;             // [columns / 16, depth, 16]
  int64_t depth;
  float *c;                        // [rows, columns] with a stride
  int64_t c_stride, columns;
  int overwrites;                  // c = ... instead of c += ...
  const float *bias;               // [columns], what a row starts from where it is overwritten; or none
} tile_job;

static const float nothing[PANEL];

// Apart, since a tile with this loop for each of its sums would be five times as long.
__attribute__((noinline)) static void put_part(const float *sum, const float *start, float *to, int64_t live) {
  for (int64_t j = 0; j < live; j++) to[j] = start[j] + sum[j];
}

// A loop over what a tile's registers hold. Were it not unrolled, the sums would live in memory.
#define EACH(i, N) _Pragma("clang loop unroll(full)") for (int i = 0; i < N; i++)

// `R` rows by `W` panels. Where a panel is not full, what stands beyond it is computed and not stored.
#define TILE(R, W)                                                                                   \
  {                                                                                                  \
    lanes sum[R][W];                                                                                 \
    EACH(i, R) EACH(w, W) sum[i][w] = (lanes){0};                                                    \
    const float *panel = job.panels + column * job.depth;                                            \
    const float *in = job.a + r / job.strip * job.strip_stride + r % job.strip * job.row_stride;     \
    for (int64_t k = 0; k < job.depth; k++, panel += PANEL, in += job.k_stride) {                    \
      lanes right[W];                                                                                \
      EACH(w, W) right[w] = *(const lanes *)(panel + w * job.depth * PANEL);                         \
      EACH(i, R) EACH(w, W) sum[i][w] += in[i * job.row_stride] * right[w];                          \
    }                                                                                                \
    EACH(i, R) EACH(w, W) {                                                                          \
      float *to = job.c + (r + i) * job.c_stride + column + w * PANEL;                               \
      const float *start = !job.overwrites ? to : job.bias ? job.bias + column + w * PANEL : nothing; \
      int64_t live = job.columns - column - w * PANEL;                                               \
      if (live >= PANEL) {                                                                           \
        *(lanes *)to = *(const lanes *)start + sum[i][w];                                            \
      } else {                                                                                       \
        float last[PANEL];                                                                           \
        memcpy(last, &sum[i][w], sizeof last);                                                       \
        put_part(last, start, to, live);                                                             \
      }                                                                                              \
    }                                                                                                \
  }

#define TILES(R, W) for (; r + R <= rows; r += R) TILE(R, W)

// Calls `body` for every group of `W` panels, of which all but the last must be full.
#define PANELS(W, body) \
  for (; column + (W - 1) * PANEL < job.columns; column += W * PANEL) { int64_t r = 0; body }

#endif
