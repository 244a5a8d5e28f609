#ifndef LIBFUZZER_H
#define LIBFUZZER_H

#include <stddef.h>
#include <stdint.h>

// libFuzzer's loop, which `-sanitize=fuzzer` links in.
int LLVMFuzzerRunDriver(int *count, char ***words, int (*input)(const uint8_t *bytes, size_t size));

#endif
