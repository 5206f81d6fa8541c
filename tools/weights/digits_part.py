"""Writes gan_utils/data/digits.npz, the part of MNIST that ships with the package.

python -m tools.weights.digits_part
"""

import io

import numpy as np

from gan_utils import files
from gan_utils.data import digits

COUNTS = {"train": 10_000, "test": 2_000}
LIMIT = 2_500_000  # bytes

arrays = {}
for split, count in COUNTS.items():
    images, labels = digits._full(split)
    arrays[f"{split}_images"], arrays[f"{split}_labels"] = images[:count], labels[:count]
buffer = io.BytesIO()
np.savez_compressed(buffer, **arrays)
content = buffer.getvalue()
if len(content) > LIMIT:
    raise SystemExit(f"{len(content)} bytes, more than the {LIMIT} allowed")
files.write_atomically(digits.SHIPPED, content)
print(f"{digits.SHIPPED}: {len(content)} bytes")
