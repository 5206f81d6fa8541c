"""Ships a network: weights in float16 and a card that says how they were made. Used by the author's commands."""

import json
from collections.abc import Callable

from torch import nn

from gan_utils import pretrained
from gan_utils.files import write_atomically


def ship(network: nn.Module, name: str, card: dict, score: Callable[[nn.Module], dict] | None = None) -> None:
    """Write ``weights/name.safetensors`` and its card; ``score`` judges what ships, which is float16."""
    path = pretrained.FOLDER / f"{name}.safetensors"
    checksum = pretrained.write(network, path)
    card = {"network": type(network).__name__} | card | {"sha256": checksum}
    if score:
        card["scores"] = score(pretrained.read(path))
    write_atomically(path.with_suffix(".json"), (json.dumps(card, indent=2) + "\n").encode())
    print(name, card.get("scores", ""), flush=True)
