"""The author's commands, each run from the repository's root: ``python -m tools.experiments.guidelines``."""
