#include <sched.h>

#include "CKernels.h"

void ck_pause(int yields) {
  if (yields) {
    sched_yield();
    return;
  }
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
