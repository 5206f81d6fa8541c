"""The book's colours, one meaning each, as still figures have them. ``widgets/ui/style.css`` has them for live ones."""

REAL, GENERATED, SECOND, THIRD, HIGHLIGHT = "#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00"  # Okabe and Ito
INK = "#6e7781"  # between black and white: it reads on a light page and on a dark one
