"""Half-precision numbers as NumPy reads them."""

import numpy as np


def half_cases():
    """Every half-precision number there is: zeros, subnormals, infinities and NaN as well."""
    halves = np.arange(2**16, dtype="<u2").view("<f2")
    with np.errstate(invalid="ignore"):
        return {"halves": halves.tobytes(), "singles": halves.astype("<f4")}


CASES = {"halves": half_cases}
