#include "product.h"

// Tiles that fill the registers: 8 rows by 32 columns where a register holds 16 numbers, 6 by 16 where it holds 8.
// A single row goes against 64 columns, since one sum must wait for itself.

#if defined(__x86_64__)
__attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
static void wide_tiles(tile_job job, int64_t rows) {
  int64_t column = 0;
  if (rows == 1) PANELS(4, TILES(1, 4))
  PANELS(2, TILES(8, 2) TILES(4, 2) TILES(1, 2))
  PANELS(1, TILES(8, 1) TILES(4, 1) TILES(1, 1))
}

__attribute__((target("arch=x86-64-v3"))) static void narrow_tiles(tile_job job, int64_t rows) {
#else
static void narrow_tiles(tile_job job, int64_t rows) {
#endif
  int64_t column = 0;
  if (rows == 1) PANELS(4, TILES(1, 4))
  PANELS(1, TILES(6, 1) TILES(4, 1) TILES(1, 1))
}

#if defined(__x86_64__)
static void plain_tiles(tile_job job, int64_t rows) {
  int64_t column = 0;
  PANELS(1, TILES(2, 1) TILES(1, 1))
}
#endif

typedef enum { PLAIN, NARROW, WIDE } width;

static width registers(void) {
#if defined(__x86_64__)
  // All that x86-64-v4 stands for.
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd"))
    return WIDE;
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? NARROW : PLAIN;
#else
  return NARROW;
#endif
}

int ck_register_width(void) {
#if defined(__x86_64__)
  return registers() == WIDE ? 16 : registers() == NARROW ? 8 : 4;
#else
  return 4;
#endif
}

static void multiply(tile_job job, int64_t rows) {
#if defined(__x86_64__)
  width width = registers();
  if (width == WIDE) return wide_tiles(job, rows);
  if (width == PLAIN) return plain_tiles(job, rows);
#endif
  narrow_tiles(job, rows);
}

// ---- Packing

typedef float eight __attribute__((vector_size(32), aligned(4)));

// An 8 by 8 block with its rows and columns exchanged.
INLINE void turn_block(const float *from, int64_t stride, float *to, int64_t to_stride) {
  eight r[8], p[8], q[8];
  for (int i = 0; i < 8; i++) r[i] = *(const eight *)(from + i * stride);
  for (int i = 0; i < 8; i += 2) {
    p[i] = __builtin_shufflevector(r[i], r[i + 1], 0, 8, 1, 9, 4, 12, 5, 13);
    p[i + 1] = __builtin_shufflevector(r[i], r[i + 1], 2, 10, 3, 11, 6, 14, 7, 15);
  }
  for (int i = 0; i < 8; i += 4)
    for (int j = 0; j < 2; j++) {
      q[i + 2 * j] = __builtin_shufflevector(p[i + j], p[i + 2 + j], 0, 1, 8, 9, 4, 5, 12, 13);
      q[i + 2 * j + 1] = __builtin_shufflevector(p[i + j], p[i + 2 + j], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int i = 0; i < 4; i++) {
    *(eight *)(to + i * to_stride) = __builtin_shufflevector(q[i], q[i + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    *(eight *)(to + (i + 4) * to_stride) = __builtin_shufflevector(q[i], q[i + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// b(k, column) stands at k * k_stride + column * column_stride; `live` columns, at most 16, are there.
DISPATCHED static void pack_panel(const float *restrict b, int64_t k_stride, int64_t column_stride, int64_t depth,
                                  int64_t live, float *restrict panel) {
  int64_t k = 0;
  if (live == PANEL && column_stride == 1) {
    for (; k < depth; k++) memcpy(panel + k * PANEL, b + k * k_stride, PANEL * sizeof(float));
  } else if (live == PANEL && k_stride == 1) {
    for (; k + 8 <= depth; k += 8) {
      turn_block(b + k, column_stride, panel + k * PANEL, PANEL);
      turn_block(b + 8 * column_stride + k, column_stride, panel + k * PANEL + 8, PANEL);
    }
  }
  for (; k < depth; k++)
    for (int64_t j = 0; j < PANEL; j++)
      panel[k * PANEL + j] = j < live ? b[k * k_stride + j * column_stride] : 0.0f;
}

static void pack_panels(const float *b, int64_t k_stride, int64_t column_stride, int64_t depth, int64_t columns,
                        float *panels) {
  for (int64_t j = 0; j < columns; j += PANEL)
    pack_panel(b + j * column_stride, k_stride, column_stride, depth, columns - j < PANEL ? columns - j : PANEL,
               panels + j * depth);
}

// Rows that lie side by side, a(row, k) at row + k * k_stride, are packed in strips of `height`, at most 8. Eight are
// copied at a time where they are there: what is too much is overwritten by the next copy. Two strips of eight are the
// width of a line of the cache.
INLINE void pack_strips(const float *restrict a, int64_t k_stride, int64_t depth, int64_t rows, int64_t height,
                        float *restrict strips) {
  int64_t r = 0;
  for (; height == 8 && r + 16 <= rows; r += 16, strips += 16 * depth)
    for (int64_t k = 0; k < depth; k++) {
      memcpy(strips + k * 8, a + r + k * k_stride, 8 * sizeof(float));
      memcpy(strips + (depth + k) * 8, a + r + 8 + k * k_stride, 8 * sizeof(float));
    }
  for (; r < rows; r += height, strips += height * depth) {
    int64_t live = rows - r < height ? rows - r : height;
    if (r + 8 <= rows)
      for (int64_t k = 0; k < depth; k++) memcpy(strips + k * height, a + r + k * k_stride, 8 * sizeof(float));
    else
      for (int64_t k = 0; k < depth; k++)
        for (int64_t i = 0; i < live; i++) strips[k * height + i] = a[r + k * k_stride + i];
  }
}

DISPATCHED static void pack_strips_of(int64_t height, const float *restrict a, int64_t k_stride, int64_t depth,
                                      int64_t rows, float *restrict strips) {
  if (height == 8) pack_strips(a, k_stride, depth, rows, 8, strips);
  else pack_strips(a, k_stride, depth, rows, 6, strips);
}

// ---- Products

// A block of `a` stays in the second cache, one panel of `b` in the first.
enum { DEPTH = 256, BLOCK_ROWS = 96, BLOCK_COLUMNS = 128 };

void ck_product(const float *a, int64_t a_row_stride, int64_t a_k_stride, const float *b, int64_t b_k_stride,
                int64_t b_column_stride, float *c, int64_t c_stride, int64_t rows, int64_t columns, int64_t inner,
                int overwrites, const float *bias) {
  float panels[DEPTH * BLOCK_COLUMNS] __attribute__((aligned(64)));
  float strips[DEPTH * BLOCK_ROWS + 8] __attribute__((aligned(64)));
  int packs = a_row_stride == 1 && a_k_stride != 1;
  int64_t height = registers() == WIDE ? 8 : 6;
  for (int64_t j = 0; j < columns; j += BLOCK_COLUMNS)
    for (int64_t k = 0; k < inner; k += DEPTH) {
      int64_t depth = inner - k < DEPTH ? inner - k : DEPTH,
              live = columns - j < BLOCK_COLUMNS ? columns - j : BLOCK_COLUMNS;
      pack_panels(b + k * b_k_stride + j * b_column_stride, b_k_stride, b_column_stride, depth, live, panels);
      for (int64_t r = 0; r < rows; r += BLOCK_ROWS) {
        int64_t block = rows - r < BLOCK_ROWS ? rows - r : BLOCK_ROWS;
        const float *from = a + r * a_row_stride + k * a_k_stride;
        tile_job job = {from,   a_row_stride,         a_k_stride, 1,    a_row_stride, panels,
                        depth, c + r * c_stride + j, c_stride,   live, overwrites && k == 0,
                        bias ? bias + j : NULL};
        if (packs) {
          pack_strips_of(height, from, a_k_stride, depth, block, strips);
          job.a = strips, job.row_stride = 1, job.k_stride = job.strip = height, job.strip_stride = height * depth;
        }
        multiply(job, block);
      }
    }
}

int64_t ck_packed_size(int64_t outputs, int64_t inputs) { return (outputs + PANEL - 1) / PANEL * PANEL * inputs; }

void ck_pack(const float *weight, int64_t output_stride, int64_t input_stride, float *packed, int64_t outputs,
             int64_t inputs) {
  pack_panels(weight, input_stride, output_stride, inputs, outputs, packed);
}

void ck_packed_product(const float *x, int64_t x_stride, const float *packed, float *y, int64_t y_stride,
                       int64_t rows, int64_t outputs, int64_t inputs) {
  multiply((tile_job){x, x_stride, 1, 1, x_stride, packed, inputs, y, y_stride, outputs, 0, NULL}, rows);
}
