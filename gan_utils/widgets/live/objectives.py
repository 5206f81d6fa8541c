"""What the page of a live training must know of objectives."""

from gan_utils.losses import OBJECTIVES

# The settings that only some objectives have, and these objectives.
ONLY = {
    "penalty": [name for name, objective in OBJECTIVES.items() if objective.penalty],
    "clip": [name for name, objective in OBJECTIVES.items() if objective.clip],
}
