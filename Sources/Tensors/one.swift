import CKernels
import CBLAS
public func one() -> Int32 { openblas_set_num_threads(1); return ck_one() }
