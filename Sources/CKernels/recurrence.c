#include "kernels.h"

// The parts of a row do not overlap, and saying so (`restrict`) is what lets the loops over them be vectorised.

INLINE void lstm_row(float *restrict in, float *restrict forget, float *restrict candidate, float *restrict out,
                     const float *restrict before, float *restrict cell, float *restrict state, int64_t hidden) {
  for (int64_t j = 0; j < hidden; j++) {
    float i = fast_sigmoid(in[j]), g = fast_tanh(candidate[j]), o = fast_sigmoid(out[j]), c = i * g;
    float f = fast_sigmoid(forget[j]);
    if (before) c += f * before[j];
    in[j] = i, forget[j] = f, candidate[j] = g, out[j] = o, cell[j] = c;
    state[j] = o * fast_tanh(c);
  }
}

DISPATCHED void ck_lstm_cell(float *gates, const float *c_before, float *c, float *h, int64_t rows, int64_t hidden) {
  for (int64_t r = 0; r < rows; r++) {
    float *in = gates + r * 4 * hidden;
    if (c_before)
      lstm_row(in, in + hidden, in + 2 * hidden, in + 3 * hidden, c_before + r * hidden, c + r * hidden,
               h + r * hidden, hidden);
    else
      lstm_row(in, in + hidden, in + 2 * hidden, in + 3 * hidden, NULL, c + r * hidden, h + r * hidden, hidden);
  }
}

INLINE void lstm_row_backward(float *restrict in, float *restrict forget, float *restrict candidate,
                              float *restrict out, const float *restrict before, const float *restrict cell,
                              const float *restrict dstate, float *restrict dcell, int64_t hidden) {
  for (int64_t j = 0; j < hidden; j++) {
    float squashed = fast_tanh(cell[j]), i = in[j], f = forget[j], g = candidate[j], o = out[j];
    float d = dcell[j] + dstate[j] * o * (1.0f - squashed * squashed);
    in[j] = d * g * i * (1.0f - i);
    forget[j] = before ? d * before[j] * f * (1.0f - f) : 0.0f;
    candidate[j] = d * i * (1.0f - g * g);
    out[j] = dstate[j] * squashed * o * (1.0f - o);
    dcell[j] = d * f;
  }
}

DISPATCHED void ck_lstm_cell_backward(float *gates, const float *c_before, const float *c, const float *dh, float *dc,
                                      int64_t rows, int64_t hidden) {
  for (int64_t r = 0; r < rows; r++) {
    float *in = gates + r * 4 * hidden;
    const float *cell = c + r * hidden, *dstate = dh + r * hidden;
    if (c_before)
      lstm_row_backward(in, in + hidden, in + 2 * hidden, in + 3 * hidden, c_before + r * hidden, cell, dstate,
                        dc + r * hidden, hidden);
    else
      lstm_row_backward(in, in + hidden, in + 2 * hidden, in + 3 * hidden, NULL, cell, dstate, dc + r * hidden,
                        hidden);
  }
}

INLINE void gru_row(float *restrict reset, float *restrict update, float *restrict candidate,
                    const float *restrict reset_part, const float *restrict update_part,
                    const float *restrict candidate_part, const float *restrict before, float *restrict state,
                    int64_t hidden) {
  for (int64_t j = 0; j < hidden; j++) {
    float s = fast_sigmoid(reset[j] + reset_part[j]), u = fast_sigmoid(update[j] + update_part[j]);
    float n = fast_tanh(candidate[j] + s * candidate_part[j]);
    reset[j] = s, update[j] = u, candidate[j] = n;
    state[j] = (1.0f - u) * n + (before ? u * before[j] : 0.0f);
  }
}

DISPATCHED void ck_gru_cell(float *gates, const float *recurrent, const float *h_before, float *h, int64_t rows,
                            int64_t hidden) {
  for (int64_t r = 0; r < rows; r++) {
    float *reset = gates + r * 3 * hidden;
    const float *part = recurrent + r * 3 * hidden;
    if (h_before)
      gru_row(reset, reset + hidden, reset + 2 * hidden, part, part + hidden, part + 2 * hidden,
              h_before + r * hidden, h + r * hidden, hidden);
    else
      gru_row(reset, reset + hidden, reset + 2 * hidden, part, part + hidden, part + 2 * hidden, NULL,
              h + r * hidden, hidden);
  }
}

INLINE void gru_row_backward(float *restrict reset, float *restrict update, float *restrict candidate,
                             float *restrict reset_part, float *restrict update_part, float *restrict candidate_part,
                             const float *restrict before, float *restrict dstate, int64_t hidden) {
  for (int64_t j = 0; j < hidden; j++) {
    float b = before ? before[j] : 0.0f, d = dstate[j], u = update[j], n = candidate[j], s = reset[j];
    float dn = d * (1.0f - u) * (1.0f - n * n), du = d * (b - n) * u * (1.0f - u);
    float ds = dn * candidate_part[j] * s * (1.0f - s);
    reset[j] = reset_part[j] = ds;
    update[j] = update_part[j] = du;
    candidate[j] = dn;
    candidate_part[j] = dn * s;
    dstate[j] = d * u;
  }
}

DISPATCHED void ck_gru_cell_backward(float *gates, float *recurrent, const float *h_before, float *dh, int64_t rows,
                                     int64_t hidden) {
  for (int64_t r = 0; r < rows; r++) {
    float *reset = gates + r * 3 * hidden, *part = recurrent + r * 3 * hidden;
    if (h_before)
      gru_row_backward(reset, reset + hidden, reset + 2 * hidden, part, part + hidden, part + 2 * hidden,
                       h_before + r * hidden, dh + r * hidden, hidden);
    else
      gru_row_backward(reset, reset + hidden, reset + 2 * hidden, part, part + hidden, part + 2 * hidden, NULL,
                       dh + r * hidden, hidden);
  }
}
