"""Still figures as HTML: drawn for a desk and for a phone, for light and for dark paper, text as text."""
