"""Every operation of the page's tape: PyTorch's gradients, their gradients, and those of these."""

import torch
from torch.nn.functional import softplus

# name -> the operation and the shapes of what it takes. The tests in Node have the same names.
OPERATIONS = {
    "multiply": (lambda a, b: a @ b, (3, 4), (4, 5)),
    "multiply, left across": (lambda a, b: a.T @ b, (4, 3), (4, 5)),
    "multiply, right across": (lambda a, b: a @ b.T, (3, 4), (5, 4)),
    "multiply, both across": (lambda a, b: a.T @ b.T, (4, 3), (5, 4)),
    "multiply, two columns across": (lambda a, b: a @ b.T, (5, 2), (3, 2)),
    "multiply, row and column": (lambda a, b: a @ b, (1, 6), (6, 1)),
    "multiply, column and row": (lambda a, b: a @ b, (5, 1), (1, 3)),
    "multiply, column and column across": (lambda a, b: a @ b.T, (5, 1), (3, 1)),
    "multiply, row across and row": (lambda a, b: a.T @ b, (1, 4), (1, 3)),
    "multiply, matrix and row across": (lambda a, b: a @ b.T, (5, 3), (1, 3)),
    "multiply by itself": (lambda a: a @ a, (4, 4)),
    "multiply by itself across": (lambda a: a.T @ a, (5, 3)),
    "linear": (lambda x, weight, bias: x @ weight + bias, (6, 3), (3, 5), (1, 5)),
    "columnSums": (lambda a: a.sum(0, keepdim=True), (4, 5)),
    "repeat": (lambda row: row.repeat(4, 1), (1, 5)),
    "relu": (torch.relu, (4, 5)),
    "combine": (lambda a, b: 0.7 * a - 1.3 * b, (3, 5), (3, 5)),
    "combine with itself": (lambda a: 0.7 * a - 1.3 * a, (3, 5)),
    "add": (lambda a, b: a + b, (3, 5), (3, 5)),
    "scale": (lambda a: -2.5 * a, (3, 5)),
    "times": (lambda a, b: a * b, (3, 5), (3, 5)),
    "times itself": (lambda a: a * a, (3, 5)),
    "shifted": (lambda a: -2.5 * a + 0.75, (3, 5)),
    "clipped": (lambda a: a.clamp(-0.6, 0.6), (4, 5)),
    "softplus": (softplus, (4, 5)),
    "sigmoid": (torch.sigmoid, (4, 5)),
    "power 2": (lambda a: a**2, (3, 5)),
    "power 3": (lambda a: a**3, (3, 5)),
    "power 0.5": (lambda a: a**0.5, (3, 5)),
    "power -1": (lambda a: a**-1, (3, 5)),
    "exp": (torch.exp, (3, 5)),
    "tanh": (torch.tanh, (4, 5)),
    "abs": (torch.abs, (4, 5)),
    "spread": (lambda one: 0.3 * one.expand(3, 4), (1, 1)),
    "total": (lambda a: 0.3 * a.sum().reshape(1, 1), (3, 5)),
    "mean": (lambda a: a.mean().reshape(1, 1), (3, 5)),
    "reshape": (lambda a: a.reshape(2, 6), (4, 3)),
    "reshape to as many rows": (lambda a: 2 * a.reshape(4, 3), (4, 3)),
    "a network": (lambda x, one, two: torch.sigmoid(torch.relu(x @ one) @ two).reshape(3, 2), (6, 3), (3, 5), (5, 1)),
}


def tape_cases():
    return {"operations": [operation(name, *parts) for name, parts in OPERATIONS.items()], "adam": _adam_step()}


def operation(name, function, *shapes):
    random = torch.Generator().manual_seed(len(name) + 1)
    inputs = [_numbers(shape, random) for shape in shapes]
    if "power" in name:
        inputs = [(0.5 + a.abs()).detach().float().double().requires_grad_() for a in inputs]
    out = function(*inputs)
    weights = _numbers(out.shape, random).detach()
    loss = (weights * out**4).sum()  # so that a linear operation has further derivatives too
    case = {"name": name, "inputs": [_listed(a) for a in inputs], "weights": _listed(weights), "out": _listed(out)}
    case["orders"] = []
    for _ in range(3):
        slopes = torch.autograd.grad(loss, inputs, create_graph=True)
        case["orders"].append([_listed(slope) for slope in slopes])
        loss = sum(slope.square().sum() for slope in slopes)
    return case


def _adam_step():
    """The last step that ``look_ahead`` takes, where some gradients always were 0 too."""
    random = torch.Generator().manual_seed(0)
    x, m, v, weights = (_numbers((3, 5), random) for _ in range(4))
    with torch.no_grad():
        v.copy_((v**2 * 1e-4).float())
        m[1], v[1] = 0, 0
        m[2, :2], v[2, :2] = 1e-9, 1e-18
    rate, correction, epsilon = 0.02, 0.3, 1e-8
    out = x - rate * m / ((v / correction**2).clamp_min(1e-24).sqrt() + epsilon)
    slopes = torch.autograd.grad((weights * out).sum(), [x, m, v])
    how = {"rate": rate, "correction": correction, "epsilon": epsilon}
    return (
        {"inputs": [_listed(a) for a in (x, m, v)], "weights": _listed(weights), "out": _listed(out)}
        | how
        | {"slopes": [_listed(slope) for slope in slopes]}
    )


def _numbers(shape, random):
    """Normal numbers that single precision holds exactly."""
    return torch.randn(shape, generator=random).double().requires_grad_()


def _listed(matrix):
    return {"rows": matrix.shape[0], "columns": matrix.shape[1], "values": matrix.detach().flatten().tolist()}


CASES = {"tape": tape_cases}
