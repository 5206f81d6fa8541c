"""Scores of generators: features or probabilities in, numbers out. Argument order: (real, generated)."""
