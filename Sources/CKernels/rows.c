#include "kernels.h"

void ck_fill_rows(const float *row, float *y, int64_t rows, int64_t columns) {
  for (int64_t r = 0; r < rows; r++) memcpy(y + r * columns, row, (size_t)columns * sizeof(float));
}

DISPATCHED void ck_sum_rows(const float *restrict dy, float *restrict dr, int64_t rows, int64_t columns) {
  for (int64_t r = 0; r < rows; r++)
    for (int64_t c = 0; c < columns; c++) dr[c] += dy[r * columns + c];
}

// The largest of n > 0 numbers, in lanes that the compiler would not make of a single maximum.
INLINE float largest(const float *x, int64_t n) {
  enum { WIDTH = 32 };
  float lane[WIDTH], top = x[0];
  int64_t i = 0;
  if (n >= WIDTH) {
    memcpy(lane, x, sizeof lane);
    for (i = WIDTH; i + WIDTH <= n; i += WIDTH)
      for (int l = 0; l < WIDTH; l++) lane[l] = x[i + l] > lane[l] ? x[i + l] : lane[l];
    for (int l = 0; l < WIDTH; l++) top = lane[l] > top ? lane[l] : top;
  }
  for (; i < n; i++) top = x[i] > top ? x[i] : top;
  return top;
}

// One row, in place.
DISPATCHED static void softmax_row(float *x, float scale, int64_t n) {
  LANES
  float top = largest(x, n);
  float sum = 0.0f;
  for (int64_t i = 0; i < n; i++) {
    x[i] = bounded_exp(scale * (x[i] - top));
    sum += x[i];
  }
  float inverse = 1.0f / sum;
  for (int64_t i = 0; i < n; i++) x[i] *= inverse;
}

void ck_softmax(const float *x, float scale, int64_t seen, float *y, int64_t rows, int64_t columns) {
  if (x != y) memcpy(y, x, (size_t)(rows * columns) * sizeof(float));
  for (int64_t r = 0; r < rows; r++, seen++, y += columns) {
    int64_t live = seen < columns ? seen : columns;
    softmax_row(y, scale, live);
    for (int64_t c = live; c < columns; c++) y[c] = 0.0f;
  }
}

DISPATCHED void ck_softmax_backward(const float *restrict y, const float *restrict dy, float scale,
                                    float *restrict dx, int64_t rows, int64_t columns) {
  LANES
  for (int64_t r = 0; r < rows; r++, y += columns, dy += columns, dx += columns) {
    float dot = 0.0f;
    for (int64_t c = 0; c < columns; c++) dot += y[c] * dy[c];
    for (int64_t c = 0; c < columns; c++) dx[c] += scale * y[c] * (dy[c] - dot);
  }
}

// A dropped probability carries a minus sign (see ck_attention_dropout).
INLINE float kept(float p, float d, float keep) { return float_to_bits(p) < 0 ? 0.0f : keep * d; }

DISPATCHED void ck_attention_softmax_backward(const float *restrict p, float keep, float scale, float *restrict d,
                                              int64_t rows, int64_t columns) {
  LANES
  for (int64_t r = 0; r < rows; r++, p += columns, d += columns) {
    float dot = 0.0f;
    for (int64_t c = 0; c < columns; c++) dot += fabsf(p[c]) * kept(p[c], d[c], keep);
    for (int64_t c = 0; c < columns; c++) d[c] = scale * fabsf(p[c]) * (kept(p[c], d[c], keep) - dot);
  }
}

DISPATCHED void ck_attention_kept(const float *restrict p, float keep, float *restrict y, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = kept(p[i], p[i], keep);
}

DISPATCHED void ck_layer_norm(const float *restrict x, const float *restrict gain, const float *restrict bias,
                              float epsilon, float *restrict y, float *restrict statistics, int64_t rows,
                              int64_t columns) {
  LANES
  for (int64_t r = 0; r < rows; r++, x += columns, y += columns) {
    float sum = 0.0f, squares = 0.0f;
    for (int64_t c = 0; c < columns; c++) sum += x[c];
    float mean = sum / (float)columns;
    for (int64_t c = 0; c < columns; c++) squares += (x[c] - mean) * (x[c] - mean);
    float reciprocal = 1.0f / sqrtf(squares / (float)columns + epsilon);
    for (int64_t c = 0; c < columns; c++) y[c] = (x[c] - mean) * reciprocal * gain[c] + bias[c];
    statistics[2 * r] = mean;
    statistics[2 * r + 1] = reciprocal;
  }
}

INLINE void layer_norm_row_backward(const float *restrict x, const float *restrict gain, float mean,
                                    float reciprocal, const float *restrict dy, float *restrict dx, int overwrites,
                                    float *restrict dgain, float *restrict dbias, int64_t columns) {
  LANES
  float sum = 0.0f, dot = 0.0f;
  for (int64_t c = 0; c < columns; c++) {
    float g = dy[c] * gain[c];
    sum += g;
    dot += g * (x[c] - mean) * reciprocal;
  }
  sum /= (float)columns;
  dot /= (float)columns;
  for (int64_t c = 0; c < columns; c++) {
    float unit = (x[c] - mean) * reciprocal, d = reciprocal * (dy[c] * gain[c] - sum - unit * dot);
    dx[c] = overwrites ? d : dx[c] + d;
    dgain[c] += dy[c] * unit;
    dbias[c] += dy[c];
  }
}

DISPATCHED void ck_layer_norm_backward(const float *x, const float *gain, const float *statistics, const float *dy,
                                       float *dx, int overwrites, float *dgain, float *dbias, int64_t rows,
                                       int64_t columns) {
  for (int64_t r = 0; r < rows; r++, x += columns, dy += columns, dx += columns) {
    float mean = statistics[2 * r], reciprocal = statistics[2 * r + 1];
    if (overwrites) layer_norm_row_backward(x, gain, mean, reciprocal, dy, dx, 1, dgain, dbias, columns);
    else layer_norm_row_backward(x, gain, mean, reciprocal, dy, dx, 0, dgain, dbias, columns);
  }
}

DISPATCHED void ck_extreme(const float *restrict x, int is_largest, float *restrict y, int64_t rows, int64_t columns) {
  memcpy(y, x, (size_t)columns * sizeof(float));
  for (int64_t r = 1; r < rows; r++)
    for (int64_t c = 0; c < columns; c++) {
      float v = x[r * columns + c];
      y[c] = (is_largest ? v > y[c] : v < y[c]) || v != v ? v : y[c];
    }
}

void ck_extreme_backward(const float *restrict x, const float *restrict y, const float *restrict dy,
                         float *restrict dx, int64_t rows, int64_t columns) {
  for (int64_t c = 0; c < columns; c++) {
    int64_t equal = 0;
    for (int64_t r = 0; r < rows; r++) equal += x[r * columns + c] == y[c];
    for (int64_t r = 0; r < rows; r++) dx[r * columns + c] += (x[r * columns + c] == y[c] ? dy[c] : 0.0f) / (float)equal;
  }
}

DISPATCHED double ck_squared_error(const float *a, const float *b, int64_t n) {
  LANES
  double sum = 0.0;
  for (int64_t i = 0; i < n; i++) {
    double d = (double)a[i] - (double)b[i];
    sum += d * d;
  }
  return sum;
}

DISPATCHED double ck_sum_of_squares(const float *a, int64_t n) {
  LANES
  double sum = 0.0;
  for (int64_t i = 0; i < n; i++) sum += (double)a[i] * (double)a[i];
  return sum;
}

DISPATCHED double ck_sum(const float *a, int64_t n) {
  LANES
  double sum = 0.0;
  for (int64_t i = 0; i < n; i++) sum += (double)a[i];
  return sum;
}

void ck_transpose(const float *x, float *y, int64_t rows, int64_t columns, int64_t width) {
  if (width == 1) {
    for (int64_t i = 0; i < columns; i++)
      for (int64_t j = 0; j < rows; j++) y[i * rows + j] = x[j * columns + i];
    return;
  }
  for (int64_t j = 0; j < rows; j++)
    for (int64_t i = 0; i < columns; i++)
      memcpy(y + (i * rows + j) * width, x + (j * columns + i) * width, (size_t)width * sizeof(float));
}
