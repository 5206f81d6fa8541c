"""The rows of the table of f-divergences, as PyTorch computes them."""

import numpy as np
import torch

from gan_utils.divergences import F_DIVERGENCES


def row_cases():
    """What the functions of v and of u = p / q give."""
    v, u = np.concatenate([np.linspace(-30, 30, 61), [-1e-9, 1e-9]]), np.geomspace(1e-6, 1e6, 61)
    cases = []
    for name, row in F_DIVERGENCES.items():
        of_v, of_u = torch.from_numpy(v), torch.from_numpy(u)
        found = {"activation": row.activation(of_v), "paid": row.paid(of_v), "witness": row.witness(of_u)}
        cases.append({"name": name, "v": v, "u": u} | {part: values.tolist() for part, values in found.items()})
    return cases


CASES = {"rows": row_cases}
