"""What every widget shares: its style, and the still figure that stands where no script runs."""

import io

import anywidget
import traitlets
from matplotlib.figure import Figure

from gan_utils.widgets import bundle


class Card(anywidget.AnyWidget):
    """A live figure with a title and a caption. Subclasses draw ``still``, its picture for print and GitHub."""

    _css = bundle.style()
    title = traitlets.Unicode().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits):
        for name in traits:
            if not self.has_trait(name):  # traitlets would let a misspelt name pass
                raise traitlets.TraitError(f"{type(self).__name__} has no trait {name!r}")
        super().__init__(**traits)

    def still(self) -> Figure:
        """The widget's first picture, as a matplotlib figure."""
        raise NotImplementedError(f"{type(self).__name__} draws no still figure")

    _ipython_display_ = None  # ipywidgets 7 would show by this, which knows no still figure

    def _repr_mimebundle_(self, **options):
        shown = super()._repr_mimebundle_(**options)
        if shown is None:
            return None
        # anywidget gives (data, metadata)
        data, metadata = shown if isinstance(shown, tuple) else (shown, {})
        buffer = io.BytesIO()
        self.still().savefig(buffer, format="png", dpi=100)
        return data | {"image/png": buffer.getvalue(), "text/plain": f"{self.title}. {self.caption}"}, metadata
