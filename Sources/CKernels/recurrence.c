#include "kernels.h"

DISPATCHED void ck_lstm_cell(float *restrict gates, const float *restrict c_before, float *restrict c,
                             float *restrict h, int64_t rows, int64_t hidden) {
  for (int64_t r = 0; r < rows; r++) {
    float *in = gates + r * 4 * hidden, *forget = in + hidden, *candidate = forget + hidden,
          *out = candidate + hidden;
    const float *before = c_before ? c_before + r * hidden : NULL;
    float *cell = c + r * hidden, *state = h + r * hidden;
    for (int64_t j = 0; j < 2 * hidden; j++) in[j] = fast_sigmoid(in[j]);
    for (int64_t j = 0; j < hidden; j++) candidate[j] = fast_tanh(candidate[j]);
    for (int64_t j = 0; j < hidden; j++) out[j] = fast_sigmoid(out[j]);
    if (before)
      for (int64_t j = 0; j < hidden; j++) cell[j] = forget[j] * before[j] + in[j] * candidate[j];
    else
      for (int64_t j = 0; j < hidden; j++) cell[j] = in[j] * candidate[j];
    for (int64_t j = 0; j < hidden; j++) state[j] = out[j] * fast_tanh(cell[j]);
  }
}

DISPATCHED void ck_lstm_cell_backward(float *restrict gates, const float *restrict c_before,
                                      const float *restrict c, const float *restrict dh, float *restrict dc,
                                      int64_t rows, int64_t hidden) {
  for (int64_t r = 0; r < rows; r++) {
    float *in = gates + r * 4 * hidden, *forget = in + hidden, *candidate = forget + hidden,
          *out = candidate + hidden;
    const float *cell = c + r * hidden, *dstate = dh + r * hidden;
    float *dcell = dc + r * hidden;
    for (int64_t j = 0; j < hidden; j++) {
      float before = c_before ? c_before[r * hidden + j] : 0.0f;
      float squashed = fast_tanh(cell[j]), i = in[j], f = forget[j], g = candidate[j], o = out[j];
      float d = dcell[j] + dstate[j] * o * (1.0f - squashed * squashed);
      in[j] = d * g * i * (1.0f - i);
      forget[j] = d * before * f * (1.0f - f);
      candidate[j] = d * i * (1.0f - g * g);
      out[j] = dstate[j] * squashed * o * (1.0f - o);
      dcell[j] = d * f;
    }
  }
}

DISPATCHED void ck_gru_cell(float *restrict gates, const float *restrict recurrent,
                            const float *restrict h_before, float *restrict h, int64_t rows, int64_t hidden) {
  for (int64_t r = 0; r < rows; r++) {
    float *reset = gates + r * 3 * hidden, *update = reset + hidden, *candidate = update + hidden;
    const float *part = recurrent + r * 3 * hidden;
    for (int64_t j = 0; j < 2 * hidden; j++) reset[j] = fast_sigmoid(reset[j] + part[j]);
    for (int64_t j = 0; j < hidden; j++) {
      candidate[j] = fast_tanh(candidate[j] + reset[j] * part[2 * hidden + j]);
      float before = h_before ? h_before[r * hidden + j] : 0.0f;
      h[r * hidden + j] = (1.0f - update[j]) * candidate[j] + update[j] * before;
    }
  }
}

DISPATCHED void ck_gru_cell_backward(float *restrict gates, float *restrict recurrent,
                                     const float *restrict h_before, float *restrict dh, int64_t rows,
                                     int64_t hidden) {
  for (int64_t r = 0; r < rows; r++) {
    float *reset = gates + r * 3 * hidden, *update = reset + hidden, *candidate = update + hidden;
    float *part = recurrent + r * 3 * hidden;
    for (int64_t j = 0; j < hidden; j++) {
      float before = h_before ? h_before[r * hidden + j] : 0.0f, d = dh[r * hidden + j];
      float u = update[j], n = candidate[j], s = reset[j];
      float dn = d * (1.0f - u) * (1.0f - n * n), du = d * (before - n) * u * (1.0f - u);
      float ds = dn * part[2 * hidden + j] * s * (1.0f - s);
      reset[j] = part[j] = ds;
      update[j] = part[hidden + j] = du;
      candidate[j] = dn;
      part[2 * hidden + j] = dn * s;
      dh[r * hidden + j] = d * u;
    }
  }
}
