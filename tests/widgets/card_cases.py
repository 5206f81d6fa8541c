"""What a figure's page knows of its card: what the traits may be, and the constants that Python declares."""

from gan_utils.widgets import BoundExplorer, CollapseLab, DCGANLab, FrechetByHand, GanOnALine, MleFitter


def card_cases():
    cards = [BoundExplorer(), CollapseLab(), DCGANLab(), FrechetByHand(), GanOnALine(), MleFitter()]
    return {type(card).__name__: {name: getattr(card, name) for name in ("_allowed", "_constants")} for card in cards}


CASES = {"cards": card_cases}
