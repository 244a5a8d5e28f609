#include "kernels.h"

// Philox 4x32-10: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.

INLINE void philox(uint32_t k0, uint32_t k1, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3, uint32_t *r0,
                   uint32_t *r1, uint32_t *r2, uint32_t *r3) {
  for (int round = 0; round < 10; round++) {
    uint64_t p0 = (uint64_t)c0 * 0xD2511F53u, p1 = (uint64_t)c2 * 0xCD9E8D57u;
    uint32_t n0 = (uint32_t)(p1 >> 32) ^ c1 ^ k0, n2 = (uint32_t)(p0 >> 32) ^ c3 ^ k1;
    c1 = (uint32_t)p1;
    c3 = (uint32_t)p0;
    c0 = n0;
    c2 = n2;
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
  *r0 = c0, *r1 = c1, *r2 = c2, *r3 = c3;
}

void ck_philox(uint64_t key, const uint32_t counter[4], uint32_t out[4]) {
  philox((uint32_t)key, (uint32_t)(key >> 32), counter[0], counter[1], counter[2], counter[3], out, out + 1,
         out + 2, out + 3);
}

// Elements are numbered in blocks of 256: number i of a block is word i / 64 of counter (block * 64 + i % 64),
// so that each word of 64 counters lies together and the loops need no shuffles.
enum { COUNTERS = 64, BLOCK = 4 * COUNTERS };

DISPATCHED static void words(ck_key key, uint32_t first, uint32_t *restrict out) {
  uint32_t k0 = (uint32_t)key.seed, k1 = (uint32_t)(key.seed >> 32);
  for (int i = 0; i < COUNTERS; i++)
    philox(k0, k1, first + (uint32_t)i, key.trial, key.layer, key.step, out + i, out + COUNTERS + i,
           out + 2 * COUNTERS + i, out + 3 * COUNTERS + i);
}

typedef struct {
  uint32_t threshold;
  float scale;
} chance;

static chance chance_of(float p) { return (chance){(uint32_t)((double)p * 4294967296.0), 1.0f / (1.0f - p)}; }

// Calls `body` for blocks of at most 256 numbers from `start` on, with their words.
#define EACH_BLOCK(body)                                                           \
  chance chance = chance_of(p);                                                    \
  uint32_t word[BLOCK];                                                            \
  for (int64_t start = 0, first = 0; start < n; start += BLOCK, first += COUNTERS) { \
    int64_t count = n - start < BLOCK ? n - start : BLOCK;                         \
    words(key, (uint32_t)first, word);                                             \
    body;                                                                          \
  }

DISPATCHED static void keep(const uint32_t *restrict word, chance chance, const float *restrict x, float *restrict y,
                            int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] = word[i] >= chance.threshold ? x[i] * chance.scale : 0.0f;
}

DISPATCHED static void keep_in_place(const uint32_t *restrict word, chance chance, float *restrict x, int64_t n) {
  for (int64_t i = 0; i < n; i++) x[i] = word[i] >= chance.threshold ? x[i] * chance.scale : 0.0f;
}

DISPATCHED static void keep_added(const uint32_t *restrict word, chance chance, const float *restrict x,
                                  float *restrict y, int64_t n) {
  for (int64_t i = 0; i < n; i++) y[i] += word[i] >= chance.threshold ? x[i] * chance.scale : 0.0f;
}

DISPATCHED static void keep_signed(const uint32_t *restrict word, chance chance, float *restrict x,
                                   float *restrict y, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    float p = x[i];
    int drops = word[i] < chance.threshold;
    y[i] = drops ? 0.0f : p * chance.scale;
    x[i] = drops ? -p : p;
  }
}

void ck_dropout(ck_key key, float p, const float *x, float *y, int64_t n) {
  if (x == y) {
    EACH_BLOCK(keep_in_place(word, chance, y + start, count))
  } else {
    EACH_BLOCK(keep(word, chance, x + start, y + start, count))
  }
}

void ck_dropout_backward(ck_key key, float p, const float *dy, float *dx, int64_t n) {
  EACH_BLOCK(keep_added(word, chance, dy + start, dx + start, count))
}

void ck_attention_dropout(ck_key key, float p, float *x, float *y, int64_t n) {
  EACH_BLOCK(keep_signed(word, chance, x + start, y + start, count))
}
