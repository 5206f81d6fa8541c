"""What every widget shares: its style, and the still figure that stands where no script runs."""

import io
import re
from typing import Any

import anywidget
import traitlets
from matplotlib.figure import Figure

from gan_utils.widgets import bundle
from gan_utils.widgets.traits import allowed


class Card(anywidget.AnyWidget):
    """A live figure with a title and a caption. Subclasses draw ``still``, its picture for print and GitHub."""

    _css = bundle.style()
    title = traitlets.Unicode().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    # What a link to the figure calls it: two of a kind on one page need two names.
    name = traitlets.Unicode().tag(sync=True)
    # The traits that a link holds: all that a reader may set.
    _linked = traitlets.List(traitlets.Unicode()).tag(sync=True)
    # What each trait may be, for the page's controls: said where the trait is declared, and nowhere else.
    _allowed = traitlets.Dict().tag(sync=True)
    # What else the page needs to know that Python knows already.
    constants: dict[str, Any] = {}
    _constants = traitlets.Dict().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        for name in traits:
            if not self.has_trait(name):  # traitlets would let a misspelt name pass
                raise traitlets.TraitError(f"{type(self).__name__} has no trait {name!r}")
        super().__init__(**traits)

    @traitlets.default("name")
    def _own_name(self) -> str:
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", type(self).__name__).lower()

    @traitlets.default("_linked")
    def _settings(self) -> list[str]:
        fixed = {"title", "caption", "name", *anywidget.AnyWidget.class_trait_names()}
        own = {name: trait for name, trait in self.traits(sync=True).items() if name not in fixed}
        return [n for n, trait in own.items() if not n.startswith("_") and trait.metadata.get("linked", True)]

    @traitlets.default("_allowed")
    def _limits_of_traits(self) -> dict[str, Any]:
        public = {name: trait for name, trait in self.traits(sync=True).items() if not name.startswith("_")}
        return {name: limits for name, trait in public.items() if (limits := allowed(trait)) is not None}

    @traitlets.default("_constants")
    def _own_constants(self) -> dict[str, Any]:
        return self.constants

    def still(self) -> Figure:
        """The widget's first picture, as a matplotlib figure."""
        raise NotImplementedError(f"{type(self).__name__} draws no still figure")

    _ipython_display_ = None  # ipywidgets 7 would show by this, which knows no still figure

    def _repr_mimebundle_(self, **options: Any) -> Any:
        shown = super()._repr_mimebundle_(**options)
        if shown is None:
            return None
        # anywidget gives (data, metadata)
        data, metadata = shown if isinstance(shown, tuple) else (shown, {})
        buffer = io.BytesIO()
        self.still().savefig(buffer, format="png", dpi=100)
        return data | {"image/png": buffer.getvalue(), "text/plain": f"{self.title}. {self.caption}"}, metadata
