#include "kernels.h"

// Channels go in blocks of 16 lanes; nothing is summed across lanes inside the loop over frames. The forward pass
// leaves the states at the start of every 16 frames; the backward pass runs the recurrence of 16 frames again from
// there, so that all it works on stays in the nearest caches, and no state of any other frame is ever stored.
enum { LANE = 16, CHUNK = 16, MOST_STATES = 256 };

typedef float lanes __attribute__((vector_size(4 * LANE), aligned(4)));
typedef int32_t whole __attribute__((vector_size(4 * LANE), aligned(4)));

INLINE lanes *at(float *p, int64_t place) { return (lanes *)(p + place * LANE); }
INLINE const lanes *from(const float *p, int64_t place) { return (const lanes *)(p + place * LANE); }

// 2^x within 2 units in the last place for -125...127, and the nearer of the two ends beyond.
#define EXP2(x, y)                                                           \
  {                                                                          \
    lanes bounded = (x);                                                     \
    whole low = bounded < -125.0f;                                           \
    bounded = (lanes)((low & (whole)((lanes){0} - 125.0f)) | (~low & (whole)bounded)); \
    whole high = bounded > 127.0f;                                           \
    bounded = (lanes)((high & (whole)((lanes){0} + 127.0f)) | (~high & (whole)bounded)); \
    lanes shifted = bounded + 12582912.0f; /* rounds, and leaves the integer in the lowest bits */ \
    lanes r = bounded - (shifted - 12582912.0f);                             \
    lanes p = r * 1.535336188e-4f + 1.339887440e-3f;                         \
    p = p * r + 9.618437357e-3f;                                             \
    p = p * r + 5.550332471e-2f;                                             \
    p = p * r + 2.402264791e-1f;                                             \
    p = p * r + 6.931472028e-1f;                                             \
    p = p * r + 1.0f;                                                        \
    y = (lanes)((whole)p + ((whole)shifted << 23));                          \
  }

static const float log2e = 1.44269504f;

typedef struct {
  lanes delta, x, drive;
} block_input;

// A size that the compiler knows is one instruction, and any other a call.
INLINE void load(const float *from, int64_t live, lanes *to) {
  *to = (lanes){0};
  if (live == LANE) memcpy(to, from, sizeof *to);
  else memcpy(to, from, (size_t)live * sizeof(float));
}

INLINE void store(const lanes *from, int64_t live, float *to) {
  if (live == LANE) memcpy(to, from, sizeof *from);
  else memcpy(to, from, (size_t)live * sizeof(float));
}

INLINE void load_block(const float *x, const float *delta, int64_t live, block_input *in) {
  load(delta, live, &in->delta);
  load(x, live, &in->x);
  in->drive = in->delta * in->x;
}

// a [channels, states] of one block, times log2(e), turned to [states, lanes]
INLINE void turn(const float *a, int64_t live, int64_t states, float *out) {
  for (int64_t n = 0; n < states; n++)
    for (int l = 0; l < LANE; l++) out[n * LANE + l] = l < live ? a[l * states + n] * log2e : 0.0f;
}

static int64_t blocks_of(int64_t channels) { return (channels + LANE - 1) / LANE; }

int64_t ck_selective_scan_starts(int64_t frames, int64_t channels, int64_t states) {
  return (frames + CHUNK - 1) / CHUNK * blocks_of(channels) * states * LANE;
}

DISPATCHED void ck_selective_scan(const float *x, const float *delta, const float *a, const float *b, const float *c,
                                  const float *d, float *y, float *starts, int64_t frames, int64_t channels,
                                  int64_t states) {
  float rate[MOST_STATES * LANE], h[MOST_STATES * LANE];
  int64_t plane = states * LANE, blocks = blocks_of(channels);
  for (int64_t block = 0; block < blocks; block++) {
    int64_t first = block * LANE, live = channels - first < LANE ? channels - first : LANE;
    turn(a + first * states, live, states, rate);
    lanes skip;
    load(d + first, live, &skip);
    memset(h, 0, (size_t)plane * sizeof(float));
    for (int64_t t = 0; t < frames; t++) {
      if (starts && t % CHUNK == 0)
        memcpy(starts + (t / CHUNK * blocks + block) * plane, h, (size_t)plane * sizeof(float));
      block_input in;
      load_block(x + t * channels + first, delta + t * channels + first, live, &in);
      const float *bt = b + t * states, *ct = c + t * states;
      lanes out = skip * in.x;
      for (int64_t n = 0; n < states; n++) {
        lanes decay;
        EXP2(in.delta * *from(rate, n), decay)
        lanes state = decay * *at(h, n) + in.drive * bt[n];
        *at(h, n) = state;
        out += state * ct[n];
      }
      store(&out, live, y + t * channels + first);
    }
  }
}

// Of 16 frames: states, decays, and the lanes' sums of db and dc; of all channels: the states' gradients and those of
// the rates; of one block: the rates.
int64_t ck_selective_scan_scratch(int64_t channels, int64_t states) {
  return ((4 * CHUNK + 1) + (2 * blocks_of(channels) + 1)) * states * LANE;
}

// out[i] = the sum of 16 lanes
DISPATCHED static void reduce(const float *restrict from, float *restrict out, int64_t count) {
  LANES
  for (int64_t i = 0; i < count; i++) {
    float sum = 0.0f;
    for (int l = 0; l < LANE; l++) sum += from[i * LANE + l];
    out[i] = sum;
  }
}

// What the recurrence did in the frames t...t + count - 1 of one block: h [1 + count, states] from a start, decay.
DISPATCHED static void run_again(const float *x, const float *delta, const float *rate, const float *b, float *h,
                                 float *decay, int64_t count, int64_t channels, int64_t states, int64_t live) {
  for (int64_t t = 0; t < count; t++) {
    block_input in;
    load_block(x + t * channels, delta + t * channels, live, &in);
    for (int64_t n = 0; n < states; n++) {
      lanes keep;
      EXP2(in.delta * *from(rate, n), keep)
      *at(decay, t * states + n) = keep;
      *at(h, (t + 1) * states + n) = keep * *at(h, t * states + n) + in.drive * b[t * states + n];
    }
  }
}

typedef struct {
  const float *x, *delta, *b, *c, *dy, *rate, *h, *decay;
  float *dx, *ddelta, *db_lanes, *dc_lanes, *g, *drate;
  lanes skip, dskip;
} block_gradient;

DISPATCHED static void run_backward(block_gradient *k, int64_t count, int64_t channels, int64_t states,
                                    int64_t live) {
  lanes dskip = k->dskip;
  const float *rate = k->rate;
  float *g = k->g, *drate = k->drate;
  for (int64_t t = count - 1; t >= 0; t--) {
    block_input in;
    load_block(k->x + t * channels, k->delta + t * channels, live, &in);
    const float *bt = k->b + t * states, *ct = k->c + t * states;
    const float *before = k->h + t * states * LANE, *state = before + states * LANE,
                *decay = k->decay + t * states * LANE;
    float *db_t = k->db_lanes + t * states * LANE, *dc_t = k->dc_lanes + t * states * LANE;
    lanes out, through_input = {0}, through_decay = {0};
    load(k->dy + t * channels, live, &out);
    for (int64_t n = 0; n < states; n++) {
      // g arrives as a_{t+1} G_{t+1} and leaves as a_t G_t (docs/semantics.md, section 4)
      lanes gradient = out * ct[n] + *at(g, n);
      *at(dc_t, n) += out * *from(state, n);
      *at(db_t, n) += gradient * in.drive;
      through_input += gradient * bt[n];
      lanes passed = gradient * *from(decay, n), decayed = passed * *from(before, n);
      *at(g, n) = passed;
      through_decay += decayed * *from(rate, n);
      *at(drate, n) += decayed * in.delta;
    }
    lanes dx = k->skip * out + in.delta * through_input, ddelta = through_decay / log2e + in.x * through_input;
    dskip += out * in.x;
    store(&dx, live, k->dx + t * channels);
    store(&ddelta, live, k->ddelta + t * channels);
  }
  k->dskip = dskip;
}

void ck_selective_scan_backward(const float *x, const float *delta, const float *a, const float *b, const float *c,
                                const float *d, const float *starts, const float *dy, float *dx, float *ddelta,
                                float *da, float *db, float *dc, float *dd, float *scratch, int64_t frames,
                                int64_t channels, int64_t states) {
  int64_t plane = states * LANE, blocks = blocks_of(channels), chunks = (frames + CHUNK - 1) / CHUNK;
  float *h = scratch, *decay = h + (CHUNK + 1) * plane, *db_lanes = decay + CHUNK * plane,
        *dc_lanes = db_lanes + CHUNK * plane, *g = dc_lanes + CHUNK * plane, *drate = g + blocks * plane,
        *rate = drate + blocks * plane;
  memset(g, 0, (size_t)(2 * blocks * plane) * sizeof(float));
  for (int64_t chunk = chunks - 1; chunk >= 0; chunk--) {
    int64_t t = chunk * CHUNK, count = frames - t < CHUNK ? frames - t : CHUNK;
    memset(db_lanes, 0, (size_t)(2 * CHUNK * plane) * sizeof(float));
    for (int64_t block = 0; block < blocks; block++) {
      int64_t first = block * LANE, live = channels - first < LANE ? channels - first : LANE,
              place = t * channels + first;
      turn(a + first * states, live, states, rate);
      memcpy(h, starts + (chunk * blocks + block) * plane, (size_t)plane * sizeof(float));
      run_again(x + place, delta + place, rate, b + t * states, h, decay, count, channels, states, live);
      block_gradient k = {x + place, delta + place, b + t * states, c + t * states, dy + place, rate, h, decay,
                          dx + place, ddelta + place, db_lanes, dc_lanes, g + block * plane, drate + block * plane,
                          {0}, {0}};
      load(d + first, live, &k.skip);
      run_backward(&k, count, channels, states, live);
      for (int l = 0; l < live; l++) dd[first + l] += k.dskip[l];
    }
    reduce(db_lanes, db + t * states, count * states);
    reduce(dc_lanes, dc + t * states, count * states);
  }
  for (int64_t channel = 0; channel < channels; channel++)
    for (int64_t n = 0; n < states; n++)
      da[channel * states + n] += drate[(channel / LANE * states + n) * LANE + channel % LANE];
}
