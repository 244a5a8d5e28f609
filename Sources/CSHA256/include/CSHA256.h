#ifndef CSHA256_H
#define CSHA256_H

#include <stddef.h>
#include <stdint.h>

// SHA-256 (FIPS 180-4) of bytes that come in pieces: start, update as often as there are pieces, finish.
// It names files and runs; nothing secret goes through it.

struct sha256 {
  uint32_t state[8];
  uint64_t count;
  uint8_t block[64];
};

struct sha256 hipzoo_sha256_start(void);
void hipzoo_sha256_update(struct sha256 *hash, const void *data, size_t count);
// Leaves the hash itself as it is, so that more may follow.
void hipzoo_sha256_finish(struct sha256 hash, uint8_t digest[32]);

#endif
