#pragma once
#include <stdint.h>

/// Loads OpenBLAS, with one thread, where that has not been done; says whether it is there.
///
/// It is loaded when it is asked for and not linked, since OpenBLAS starts its threads when it is loaded, and they keep the
/// other cores busy for a tenth of a second.
int cb_load(void);

/// `c = a b + beta c` for row-major matrices, as `cblas_sgemm`; only after `cb_load` has found it.
void cb_product(int a_is_transposed, int b_is_transposed, int32_t rows, int32_t columns, int32_t inner, const float *a,
                int32_t a_stride, const float *b, int32_t b_stride, float beta, float *c, int32_t c_stride);

/// The version and the build of what was loaded, and the processor it was chosen for; NULL where nothing was.
const char *cb_configuration(void);
const char *cb_core(void);
