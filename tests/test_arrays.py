"""What counts as an array: every kind gives the same numbers, all else is refused by name."""

import subprocess
import sys
import warnings

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from gan_utils.arrays import finite_numbers, numbers, tensor

VALUES = np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]])
with warnings.catch_warnings():  # of a layout that PyTorch still calls new
    warnings.simplefilter("ignore")
    SPARSE_ROWS = torch.tensor(VALUES).to_sparse_csr()
READ_ONLY = VALUES.copy()
READ_ONLY.flags.writeable = False
KINDS = {
    "list": VALUES.tolist(),
    "tuple of lists": tuple(VALUES.tolist()),
    "list of arrays": list(VALUES),
    "list of tensors with a gradient": list(torch.tensor(VALUES, requires_grad=True)),
    "list of bfloat16": [row.bfloat16() for row in torch.tensor(VALUES)],
    "float16": VALUES.astype(np.float16),
    "float32": VALUES.astype(np.float32),
    "long double": VALUES.astype(np.longdouble),
    "whole": VALUES.astype(np.uint8),
    "big-endian": VALUES.astype(">f8"),
    "Fortran order": np.asfortranarray(VALUES),
    "backwards": VALUES[::-1, ::-1].copy()[::-1, ::-1],
    "every other": np.repeat(VALUES, 2, axis=1)[:, ::2],
    "read-only": READ_ONLY,
    "read-only, spread": np.broadcast_to(VALUES, (1, 2, 3))[0],
    "matrix": VALUES.view(np.matrix),
    "masked, but nowhere": np.ma.masked_array(VALUES, mask=False),
    "tensor": torch.tensor(VALUES),
    "gradient": torch.tensor(VALUES, requires_grad=True),
    "negative bit": torch._neg_view(-torch.tensor(VALUES)),
    "sparse rows": SPARSE_ROWS,
    "parameter": torch.nn.Parameter(torch.tensor(VALUES)),
    "half": torch.tensor(VALUES).half(),
    "bfloat16 with a gradient": torch.tensor(VALUES).bfloat16().requires_grad_(),
    "whole tensor": torch.tensor(VALUES).int(),
    "transposed": torch.tensor(VALUES.T).T,
    "sparse": torch.tensor(VALUES).to_sparse(),
    "conjugated": torch.complex(torch.tensor(VALUES), torch.zeros(2, 3).double()).conj().real,
}
REFUSED = {
    "complex": (VALUES + 0j, "complex128"),
    "complex list": ([1.0, 2j], "complex128"),
    "complex tensor": (torch.tensor([1j]), "torch.complex64"),
    "text": ("1.0", "str"),
    "list of texts": (["1", "2"], "str"),
    "bytes": ([b"1"], "bytes"),
    "None": (None, "NoneType"),
    "None within": ([1.0, None], "NoneType"),
    "objects": ([object()], "object"),
    "dictionary": ({"a": 1}, "dict"),
    "set": ({1.0}, "set"),
    "dates": (np.array(["2026-01-01"], dtype="M8[D]"), "datetime64"),
    "records": (np.zeros(2, dtype=[("a", "f8")]), "void"),
    "ragged": ([[1.0], [1.0, 2.0]], "rows of one length"),
    "generator": ((x for x in (1.0, 2.0)), "generator"),
    "more than a float holds": ([10**400], "more than 64 bits"),
    "masked": (np.ma.masked_array([1.0, 2.0], mask=[True, False]), "1 of them are masked"),
    "on no device": (torch.ones(2, device="meta"), "meta"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_gives_the_same_numbers(kind):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found, as_tensor = numbers("x", KINDS[kind]), tensor("x", KINDS[kind])
    assert type(found) is np.ndarray and found.dtype == np.float64 and found.flags.c_contiguous
    assert all(stride > 0 for stride in found.strides)
    np.testing.assert_array_equal(found, VALUES)
    assert as_tensor.dtype == torch.float64
    assert as_tensor.tolist() == VALUES.tolist()


@pytest.mark.parametrize("kind", REFUSED)
@pytest.mark.parametrize("convert", [numbers, finite_numbers, tensor])
def test_what_is_no_number_is_refused_by_name(kind, convert):
    values, told = REFUSED[kind]
    with pytest.raises(ValueError, match=rf"^x must hold .*{told}"):
        convert("x", values)


@pytest.mark.parametrize(
    ("values", "kept"),
    [
        (VALUES.astype(np.float16), np.float16),
        (VALUES.astype(">f4"), np.float32),
        (VALUES, np.float64),
        (VALUES.astype(np.longdouble), np.float64),
        (VALUES.astype(int), np.float64),
        (VALUES.tolist(), np.float64),
        (torch.tensor(VALUES).bfloat16(), np.float32),
        (torch.tensor(VALUES).half(), np.float16),
        (torch.tensor(VALUES).int(), np.float64),
        (torch.tensor(VALUES) > 0, np.float64),
    ],
)
def test_the_precision_is_kept_where_it_is_asked_for(values, kept):
    assert numbers("x", values, keep=True).dtype == kept
    assert numbers("x", values).dtype == np.float64


@given(
    hnp.arrays(
        st.sampled_from([np.float16, np.float32, np.float64]),
        hnp.array_shapes(min_dims=0, min_side=0),
        elements=st.floats(-1e4, 1e4, width=16),
    ),
    st.booleans(),
)
def test_shapes_and_numbers_stay_and_any_axis_may_run_backwards(values, turn):
    values = values[(slice(None, None, -1),) * values.ndim] if turn else values
    for found in (numbers("x", values), numbers("x", values, keep=True), tensor("x", values).numpy()):
        assert found.shape == values.shape
        np.testing.assert_array_equal(found, values)


def test_an_axis_of_length_one_may_run_backwards():
    """NumPy calls it contiguous, and PyTorch refuses it."""
    assert tensor("x", np.ones(1)[::-1]).tolist() == [1.0]


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("make", [np.array, torch.tensor, list])
def test_what_is_not_finite_is_refused_only_where_asked(bad, make):
    assert not np.isfinite(numbers("x", make([1.0, bad]))).all()
    with pytest.raises(ValueError, match="^x must be finite, but holds NaN or infinity$"):
        finite_numbers("x", make([1.0, bad]))


def test_large_arrays_are_not_copied():
    assert numbers("x", VALUES) is VALUES
    single = np.zeros((2, 2), dtype=np.float32)
    assert numbers("x", single, keep=True) is single


def test_gradients_reach_what_was_given():
    weight = torch.ones(2, dtype=torch.float32, requires_grad=True)
    tensor("x", weight).square().sum().backward()
    assert weight.grad.tolist() == [2.0, 2.0]


def test_arrays_alone_load_no_torch():
    code = "import sys, gan_utils.arrays as a; a.numbers('x', [1.0]); print('torch' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    assert told == "False\n"


def test_what_was_made_in_inference_mode_takes_part_in_a_graph():
    with torch.inference_mode():
        made = torch.tensor(VALUES)
    weight = torch.ones((), dtype=torch.float64, requires_grad=True)
    (tensor("x", made) * weight).sum().backward()
    assert weight.grad == VALUES.sum()
