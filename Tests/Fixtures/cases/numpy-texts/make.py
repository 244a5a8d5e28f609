"""Makes the texts that NumPy 2 writes as objects: np.str_ in an array of objects, StringDType, float16, float64 ids."""

import pathlib
import warnings

import numpy as np
from numpy.dtypes import StringDType

here = pathlib.Path(__file__).parent
with np.load(here / "../../npz/unicode_float32.npz") as file:
    arrays = dict(file)
trials = len(arrays["X"])
people = [f"subject with a long name {index // 3 + 1}" for index in range(trials)]
objects = np.empty(trials, object)
objects[:] = [np.str_(name) for name in people]
kinds = {
    "numpy_str_objects": objects,
    "string_dtype": np.array(people, StringDType()),
    "string_dtype_with_none": np.array(people, StringDType(na_object=None)),
    "whole_floats": np.array([float(index // 3 + 1) for index in range(trials)]),
    "numpy_float_objects": np.array([np.float64(index // 3 + 1) for index in range(trials)], object),
}
warnings.simplefilter("ignore")
for name, subjects in kinds.items():
    np.savez(here / f"{name}.npz", **{**arrays, "X": arrays["X"].astype(np.float16), "subject_id": subjects})
