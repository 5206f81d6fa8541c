"""Still figures as HTML: drawn for a desk and for a phone, for light and for dark paper, text as text."""

from gan_utils.stills.phone import on_phone

__all__ = ["on_phone"]
