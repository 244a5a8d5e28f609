#include "kernels.h"

// Channels go in blocks of 16 lanes; the state of a block, [states, lanes], stays in the nearest cache and
// nothing is summed across lanes inside the loop over frames. The backward pass runs the recurrence again
// and keeps its states of one block, instead of storing those of all channels in the forward pass.
enum { LANE = 16 };

typedef struct {
  float delta[LANE], x[LANE], drive[LANE];
} block_input;

INLINE void load(const float *from, int64_t live, float *to) {
  for (int l = 0; l < LANE; l++) to[l] = l < live ? from[l] : 0.0f;
}

INLINE void load_block(const float *x, const float *delta, int64_t live, block_input *in) {
  if (live == LANE) {
    memcpy(in->delta, delta, sizeof in->delta);
    memcpy(in->x, x, sizeof in->x);
  } else {
    load(delta, live, in->delta);
    load(x, live, in->x);
  }
  for (int l = 0; l < LANE; l++) in->drive[l] = in->delta[l] * in->x[l];
}

// a [channels, states] of one block, turned to [states, lanes]
INLINE void turn(const float *a, int64_t live, int64_t states, float *out) {
  for (int64_t n = 0; n < states; n++)
    for (int l = 0; l < LANE; l++) out[n * LANE + l] = l < live ? a[l * states + n] : 0.0f;
}

enum { MOST_STATES = 256 };

DISPATCHED void ck_selective_scan(const float *x, const float *delta, const float *a, const float *b,
                                  const float *c, int64_t stride, const float *d, float *y, int64_t frames,
                                  int64_t channels, int64_t states) {
  float rate[MOST_STATES * LANE], h[MOST_STATES * LANE];
  for (int64_t first = 0; first < channels; first += LANE) {
    int64_t live = channels - first < LANE ? channels - first : LANE;
    turn(a + first * states, live, states, rate);
    float skip[LANE];
    load(d + first, live, skip);
    memset(h, 0, (size_t)(states * LANE) * sizeof(float));
    for (int64_t t = 0; t < frames; t++) {
      block_input in;
      load_block(x + t * channels + first, delta + t * channels + first, live, &in);
      const float *bt = b + t * stride, *ct = c + t * stride;
      float out[LANE];
      for (int l = 0; l < LANE; l++) out[l] = skip[l] * in.x[l];
      for (int64_t n = 0; n < states; n++) {
        float *state = h + n * LANE;
        const float *r = rate + n * LANE;
        for (int l = 0; l < LANE; l++) {
          state[l] = fast_exp(in.delta[l] * r[l]) * state[l] + in.drive[l] * bt[n];
          out[l] += state[l] * ct[n];
        }
      }
      memcpy(y + t * channels + first, out, (size_t)live * sizeof(float));
    }
  }
}

// states and decays of one block over all frames, the lanes' sums of db and dc
int64_t ck_selective_scan_scratch(int64_t frames, int64_t states) { return 4 * frames * states * LANE; }

DISPATCHED static void reduce(const float *lanes, float *out, int64_t stride, int64_t frames, int64_t states) {
  LANES
  for (int64_t t = 0; t < frames; t++)
    for (int64_t n = 0; n < states; n++) {
      const float *p = lanes + (t * states + n) * LANE;
      float sum = 0.0f;
      for (int l = 0; l < LANE; l++) sum += p[l];
      out[t * stride + n] += sum;
    }
}

DISPATCHED void ck_selective_scan_backward(const float *x, const float *delta, const float *a, const float *b,
                                           const float *c, int64_t stride, const float *d, const float *dy,
                                           float *dx, float *ddelta, float *da, float *db, float *dc,
                                           int64_t gradient_stride, float *dd, float *scratch, int64_t frames,
                                           int64_t channels, int64_t states) {
  int64_t plane = frames * states * LANE;
  float *h = scratch, *decay = h + plane, *db_lanes = decay + plane, *dc_lanes = db_lanes + plane;
  memset(db_lanes, 0, 2 * (size_t)plane * sizeof(float));
  float rate[MOST_STATES * LANE], g[MOST_STATES * LANE], drate[MOST_STATES * LANE];
  static const float zero[MOST_STATES * LANE];
  for (int64_t first = 0; first < channels; first += LANE) {
    int64_t live = channels - first < LANE ? channels - first : LANE;
    turn(a + first * states, live, states, rate);
    float skip[LANE], dskip[LANE] = {0};
    load(d + first, live, skip);
    for (int64_t t = 0; t < frames; t++) {
      block_input in;
      load_block(x + t * channels + first, delta + t * channels + first, live, &in);
      const float *bt = b + t * stride, *before = t ? h + (t - 1) * states * LANE : zero;
      float *state = h + t * states * LANE, *keep = decay + t * states * LANE;
      for (int64_t n = 0; n < states; n++)
        for (int l = 0; l < LANE; l++) {
          float e = fast_exp(in.delta[l] * rate[n * LANE + l]);
          keep[n * LANE + l] = e;
          state[n * LANE + l] = e * before[n * LANE + l] + in.drive[l] * bt[n];
        }
    }
    memset(g, 0, (size_t)(states * LANE) * sizeof(float));
    memset(drate, 0, (size_t)(states * LANE) * sizeof(float));
    for (int64_t t = frames - 1; t >= 0; t--) {
      block_input in;
      load_block(x + t * channels + first, delta + t * channels + first, live, &in);
      const float *bt = b + t * stride, *ct = c + t * stride;
      const float *state = h + t * states * LANE, *keep = decay + t * states * LANE,
                  *before = t ? h + (t - 1) * states * LANE : zero;
      float *db_t = db_lanes + t * states * LANE, *dc_t = dc_lanes + t * states * LANE;
      float out[LANE], through_input[LANE] = {0}, through_decay[LANE] = {0};
      load(dy + t * channels + first, live, out);
      for (int64_t n = 0; n < states; n++)
        for (int l = 0; l < LANE; l++) {
          int64_t k = n * LANE + l;
          // g arrives as a_{t+1} G_{t+1} and leaves as a_t G_t (SEMANTICS 4)
          float gradient = out[l] * ct[n] + g[k];
          dc_t[k] += out[l] * state[k];
          db_t[k] += gradient * in.drive[l];
          through_input[l] += gradient * bt[n];
          float decayed = gradient * keep[k] * before[k];
          through_decay[l] += decayed * rate[k];
          drate[k] += decayed * in.delta[l];
          g[k] = gradient * keep[k];
        }
      for (int l = 0; l < live; l++) {
        int64_t at = t * channels + first + l;
        dx[at] += skip[l] * out[l] + in.delta[l] * through_input[l];
        ddelta[at] += through_decay[l] + in.x[l] * through_input[l];
        dskip[l] += out[l] * in.x[l];
      }
    }
    for (int l = 0; l < live; l++) {
      dd[first + l] += dskip[l];
      for (int64_t n = 0; n < states; n++) da[(first + l) * states + n] += drate[n * LANE + l];
    }
  }
  reduce(db_lanes, db, gradient_stride, frames, states);
  reduce(dc_lanes, dc, gradient_stride, frames, states);
}
