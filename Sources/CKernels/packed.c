#include "kernels.h"

// Matrix products with a weight that is used again at every time step. BLAS would repack it at each call; here it
// is packed once: panels of 16 outputs, within a panel the inputs one behind the other.
enum { PANEL = 16 };

typedef float lanes __attribute__((vector_size(4 * PANEL), aligned(4)));

int64_t ck_packed_size(int64_t outputs, int64_t inputs) { return (outputs + PANEL - 1) / PANEL * PANEL * inputs; }

void ck_pack(const float *weight, int64_t output_stride, int64_t input_stride, float *packed, int64_t outputs,
             int64_t inputs) {
  for (int64_t first = 0; first < outputs; first += PANEL)
    for (int64_t k = 0; k < inputs; k++)
      for (int64_t j = 0; j < PANEL; j++, packed++)
        *packed = first + j < outputs ? weight[(first + j) * output_stride + k * input_stride] : 0.0f;
}

INLINE void add_partly(float *y, const float *sum, int64_t live) {
  for (int64_t j = 0; j < live; j++) y[j] += sum[j];
}

// Rows in groups that fill the registers of an AVX2 machine.
#define ROWS(count)                                                              \
  for (; r + count <= rows; r += count) {                                        \
    const float *in = x + r * x_stride;                                          \
    float *out = y + r * y_stride;                                               \
    for (int64_t first = 0; first < outputs; first += PANEL) {                   \
      const float *panel = packed + first * inputs;                              \
      lanes sum[count];                                                          \
      for (int i = 0; i < count; i++) sum[i] = (lanes){0};                       \
      for (int64_t k = 0; k < inputs; k++) {                                     \
        lanes w = *(const lanes *)(panel + k * PANEL);                           \
        for (int i = 0; i < count; i++) sum[i] += in[i * x_stride + k] * w;      \
      }                                                                          \
      int64_t live = outputs - first < PANEL ? outputs - first : PANEL;          \
      for (int i = 0; i < count; i++) {                                          \
        float *to = out + i * y_stride + first;                                  \
        if (live == PANEL) *(lanes *)to += sum[i];                               \
        else add_partly(to, (const float *)&sum[i], live);                       \
      }                                                                          \
    }                                                                            \
  }

// A single row would wait for each sum before the next: four panels at once keep the adders busy.
INLINE void single_row(const float *x, const float *packed, float *y, int64_t outputs, int64_t inputs) {
  int64_t first = 0;
  for (; first + 4 * PANEL <= outputs; first += 4 * PANEL) {
    const float *panel = packed + first * inputs;
    lanes sum[4] = {{0}, {0}, {0}, {0}};
    for (int64_t k = 0; k < inputs; k++)
      for (int i = 0; i < 4; i++) sum[i] += x[k] * *(const lanes *)(panel + (i * inputs + k) * PANEL);
    for (int i = 0; i < 4; i++) *(lanes *)(y + first + i * PANEL) += sum[i];
  }
  for (; first < outputs; first += PANEL) {
    lanes sum = {0};
    for (int64_t k = 0; k < inputs; k++) sum += x[k] * *(const lanes *)(packed + first * inputs + k * PANEL);
    add_partly(y + first, (const float *)&sum, outputs - first < PANEL ? outputs - first : PANEL);
  }
}

DISPATCHED void ck_packed_product(const float *x, int64_t x_stride, const float *packed, float *y, int64_t y_stride,
                                  int64_t rows, int64_t outputs, int64_t inputs) {
  int64_t r = 0;
  ROWS(6)
  ROWS(4)
  ROWS(2)
  for (; r < rows; r++) single_row(x + r * x_stride, packed, y + r * y_stride, outputs, inputs);
}
