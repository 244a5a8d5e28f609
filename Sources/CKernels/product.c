#include "product.h"

// Tiles that fill the registers: 8 rows by 32 columns where a register holds 16 numbers, 6 by 16 where it holds 8.

#if defined(__x86_64__)
__attribute__((target("arch=x86-64-v4"), min_vector_width(512)))
static void wide_tiles(tile_job job, int64_t rows) {
  int64_t r = 0;
  if (job.columns > HALF) {
    TILES(8, 2, 0)
    TILES(4, 2, 0)
    TILES(1, 2, 0)
  } else {
    TILES(8, 1, 0)
    TILES(4, 1, 0)
    TILES(1, 1, 0)
  }
}

__attribute__((target("arch=x86-64-v3"))) static void narrow_tiles(tile_job job, int64_t rows) {
#else
static void narrow_tiles(tile_job job, int64_t rows) {
#endif
  for (int at = 0; at < job.columns; at += HALF) {
    int64_t r = 0;
    TILES(6, 1, at)
    TILES(4, 1, at)
    TILES(1, 1, at)
  }
}

#if defined(__x86_64__)
static void plain_tiles(tile_job job, int64_t rows) {
  for (int at = 0; at < job.columns; at += HALF) {
    int64_t r = 0;
    TILES(2, 1, at)
    TILES(1, 1, at)
  }
}
#endif

int ck_has_wide_registers(void) {
#if defined(__x86_64__)
  // All that x86-64-v4 stands for.
  return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
         __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
         __builtin_cpu_supports("avx512cd");
#else
  return 0;
#endif
}

void ck_tiles(tile_job job, int64_t rows) {
#if defined(__x86_64__)
  if (ck_has_wide_registers()) return wide_tiles(job, rows);
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("fma")) return plain_tiles(job, rows);
#endif
  narrow_tiles(job, rows);
}

enum { DEPTH = 256 };

// b(k, column) stands at k * k_stride + column * column_stride
static void pack_panel(const float *b, int64_t k_stride, int64_t column_stride, int64_t depth, int64_t columns,
                       float *panel) {
  if (columns == PANEL && column_stride == 1) {
    for (int64_t k = 0; k < depth; k++) memcpy(panel + k * PANEL, b + k * k_stride, PANEL * sizeof(float));
    return;
  }
  for (int64_t k = 0; k < depth; k++, b += k_stride, panel += PANEL) {
    for (int64_t j = 0; j < columns; j++) panel[j] = b[j * column_stride];
    for (int64_t j = columns; j < PANEL; j++) panel[j] = 0.0f;
  }
}

void ck_product(const float *a, int64_t a_row_stride, int64_t a_k_stride, const float *b, int64_t b_k_stride,
                int64_t b_column_stride, float *c, int64_t c_stride, int64_t rows, int64_t columns, int64_t inner,
                int overwrites) {
  float panel[DEPTH * PANEL] __attribute__((aligned(64)));
  for (int64_t k = 0; k < inner; k += DEPTH) {
    int64_t depth = inner - k < DEPTH ? inner - k : DEPTH;
    for (int64_t j = 0; j < columns; j += PANEL) {
      int64_t live = columns - j < PANEL ? columns - j : PANEL;
      pack_panel(b + k * b_k_stride + j * b_column_stride, b_k_stride, b_column_stride, depth, live, panel);
      tile_job job = {a + k * a_k_stride, a_row_stride, a_k_stride, panel, depth, c + j, c_stride, live,
                      overwrites && k == 0};
      ck_tiles(job, rows);
    }
  }
}

int64_t ck_packed_size(int64_t outputs, int64_t inputs) { return (outputs + PANEL - 1) / PANEL * PANEL * inputs; }

void ck_pack(const float *weight, int64_t output_stride, int64_t input_stride, float *packed, int64_t outputs,
             int64_t inputs) {
  for (int64_t j = 0; j < outputs; j += PANEL)
    pack_panel(weight + j * output_stride, input_stride, output_stride, inputs,
               outputs - j < PANEL ? outputs - j : PANEL, packed + j * inputs);
}

void ck_packed_product(const float *x, int64_t x_stride, const float *packed, float *y, int64_t y_stride,
                       int64_t rows, int64_t outputs, int64_t inputs) {
  for (int64_t j = 0; j < outputs; j += PANEL) {
    int64_t live = outputs - j < PANEL ? outputs - j : PANEL;
    tile_job job = {x, x_stride, 1, packed + j * inputs, inputs, y + j, y_stride, live, 0};
    ck_tiles(job, rows);
  }
}
