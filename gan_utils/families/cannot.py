"""The one error for what a family of distributions lacks."""


class CannotError(RuntimeError):
    """This family cannot do what was asked; the message says why and what can be had instead."""
