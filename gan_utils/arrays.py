"""What counts as an array: one conversion at the door, the same in every module.

Values may be a number, a (nested) list, a NumPy array of any strides, byte order, precision and writability, or a
tensor of any precision, on any device, with or without a gradient. Complex numbers, strings, objects, masked entries
and rows of several lengths are refused by name: NumPy and PyTorch drop, parse or spread them without a word.

- ``numbers`` gives a NumPy array, float64 unless ``keep``
- ``finite_numbers`` refuses NaN and infinity, too, and so does ``finite`` of what is an array or a tensor already
- ``tensor`` gives a float64 tensor, through which gradients still reach what was given

PyTorch is imported by ``tensor`` alone, so that what needs NumPy only stays quick to import.
"""

from typing import TYPE_CHECKING, Any, TypeGuard, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

if TYPE_CHECKING:
    from torch import Tensor

Array = NDArray[Any]  # of numbers in any precision
Kept = TypeVar("Kept", Array, "Tensor")


def numbers(name: str, values: ArrayLike, *, keep: bool = False) -> Array:
    """Real numbers as an array whose rows lie one after the other in memory.

    Args:
        name: what the error calls them.
        values: as the module says. Whole numbers and True and False become floating-point numbers.
        keep: leave float16, float32 and float64 as they are (bfloat16 becomes float32): 50,000 rows of features are
            not copied to be looked at.
    Returns:
        float64 unless ``keep``, of the shape of ``values``. It may be the caller's own memory: do not write into it.
    Raises:
        ValueError: when ``values`` hold anything else than real numbers.

    >>> backwards = np.array([1, 2, 3], dtype=">i2")[::-1]
    >>> numbers("x", backwards)
    array([3., 2., 1.])
    >>> numbers("x", [1.0, 2j])
    Traceback (most recent call last):
    ...
    ValueError: x must hold real numbers, not complex128
    """
    array = _array(name, values)
    kept = keep and array.dtype.kind == "f" and array.dtype.itemsize <= 8
    dtype = np.dtype(array.dtype.type) if kept else np.float64  # in this machine's byte order
    if any(stride < 0 for stride in array.strides):  # also of an axis of length 1, which NumPy calls contiguous
        array = array.copy()
    return np.require(array, dtype, "C")


def finite_numbers(name: str, values: ArrayLike, *, keep: bool = False) -> Array:
    """As ``numbers``, but NaN and infinity are refused.

    >>> finite_numbers("x", [1.0, float("nan")])
    Traceback (most recent call last):
    ...
    ValueError: x must be finite, but holds NaN or infinity
    """
    return finite(name, numbers(name, values, keep=keep))


def finite(name: str, values: Kept) -> Kept:
    """An array or a tensor as it is, or ``ValueError`` when it holds NaN or infinity.

    >>> finite("x", np.ones(2))
    array([1., 1.])
    """
    if not (values.isfinite() if _is_tensor(values) else np.isfinite(values)).all():
        raise ValueError(f"{name} must be finite, but holds NaN or infinity")
    return values


def tensor(name: str, values: ArrayLike) -> "Tensor":
    """Real numbers as a float64 tensor: of a tensor on its device and with its gradient, of all else on the CPU.

    Args, Raises: as ``numbers``. The memory may be the caller's own, too.

    >>> import torch
    >>> weight = torch.tensor([1.0, 2.0], dtype=torch.bfloat16, requires_grad=True)
    >>> tensor("weight", weight).sum().backward()
    >>> weight.grad.tolist()
    [1.0, 1.0]
    """
    import torch

    if isinstance(values, torch.Tensor):
        found = real(name, values).to(torch.float64)
        # what was made in inference mode has no place in a graph
        return found.clone() if found.is_inference() and not torch.is_inference_mode_enabled() else found
    array = np.require(numbers(name, values), requirements=["C", "W"])  # PyTorch warns of memory that is read-only
    return torch.from_numpy(array)


def _array(name: str, values: Any) -> Array:
    """Numbers of any precision as NumPy has them."""
    if _is_tensor(values):
        found = real(name, values).detach().cpu().resolve_neg()
        try:
            return found.numpy()
        except TypeError:  # NumPy has neither bfloat16 nor eight bits
            return found.float().numpy()
    if isinstance(values, (list, tuple)):
        values = [_array(name, value) if _is_tensor(value) else value for value in values]
    try:
        array = np.asarray(values)
    except (TypeError, ValueError, RuntimeError):
        raise ValueError(f"{name} must hold numbers in rows of one length, not {values!r:.80}") from None
    if array.dtype.kind not in "biuf":
        raise ValueError(f"{name} must hold real numbers, not {_described(values, array)}")
    if isinstance(values, np.ma.MaskedArray) and values.mask.any():
        raise ValueError(f"{name} must hold real numbers, but {values.mask.sum()} of them are masked")
    return array


def real(name: str, values: "Tensor") -> "Tensor":
    """A tensor of real numbers, no longer sparse; of eight bits, in which nothing can be reckoned, in float32.

    Raises:
        ValueError: for complex numbers, or a tensor on the device ``"meta"``.

    >>> import torch
    >>> real("x", torch.ones(2).to(torch.float8_e5m2))
    tensor([1., 1.])
    """
    if values.is_complex():
        raise ValueError(f"{name} must hold real numbers, not {values.dtype}")
    if values.is_meta:
        raise ValueError(f"{name} must hold real numbers, but the tensor is on the device 'meta' and holds none")
    values = values if str(values.layout) == "torch.strided" else values.to_dense()
    return values.float() if values.is_floating_point() and values.element_size() == 1 else values


def _is_tensor(values: object) -> TypeGuard["Tensor"]:
    return hasattr(values, "detach")  # without PyTorch, of which games have no need


def _described(values: object, array: Array) -> str:
    if array.dtype.kind == "O":
        odd = [type(each).__name__ for each in array.flat if not isinstance(each, (int, float))]
        return odd[0] if odd else "whole numbers of more than 64 bits"
    return "str" if array.dtype.kind == "U" else array.dtype.name
