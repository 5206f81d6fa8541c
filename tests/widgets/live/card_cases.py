"""What the cards of live trainings tell the page: what each setting may be, and their constants."""

from gan_utils.widgets import CollapseLab, GanOnALine


def card_cases():
    cards = {"lab": CollapseLab(), "line": GanOnALine()}
    return {name: {"allowed": card._allowed, "constants": card._constants} for name, card in cards.items()}


CASES = {"cards": card_cases}
