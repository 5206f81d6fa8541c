"""What stands in a notebook or a page for a matplotlib figure."""

import html
import itertools
import sys
from typing import Any

from matplotlib.figure import Figure

from gan_utils.colours import PALETTE
from gan_utils.stills.images import Pictures, rows_of_images
from gan_utils.stills.phone import detached, narrow
from gan_utils.stills.svg import svg

_number = itertools.count(1)


def _variables(mark: str, line: str) -> str:
    return "".join(
        f"--{name}-mark:{getattr(shades, mark)};--{name}-line:{getattr(shades, line)};"
        for name, shades in PALETTE.values()
        if name != "ink"
    )


LIGHT, DARK = _variables("mark", "line"), _variables("dark_mark", "dark_line")
STYLE = (
    ".gan-still{container-type:inline-size;font-family:var(--ui-font,Inter,system-ui,sans-serif);line-height:1.2}"
    ".gan-still svg{display:block;max-width:100%;height:auto;overflow:visible;stroke-linejoin:round}"
    ".gan-still text{fill:currentColor;stroke:none}"
    ".gan-still .still-narrow{display:none}"
    ".still-grid{stroke:currentColor;stroke-opacity:.22;stroke-width:.7}"
    ".still-spine,.still-tick{fill:none;stroke:var(--muted-line);stroke-width:.8}"
    ".gan-still .still-x,.gan-still .still-y{font-size:9px;fill:var(--muted-line)}"
    ".still-x{text-anchor:middle}.still-y{text-anchor:end}"
    ".still-title{margin:0 0 4px;font-size:13px}"
    ".still-sheet{display:flex;flex-wrap:wrap;gap:12px 20px}"
    ".still-row{flex:0 1 calc(var(--columns)*(var(--size) + 4px) - 4px);min-width:0}"
    ".still-images{display:grid;gap:4px;grid-template-columns:repeat(var(--columns),minmax(0,1fr))}"
    ".still-images i{aspect-ratio:var(--shape);background:var(--strip) 0 calc(var(--i)*100%/(var(--n) - 1))/100% calc("
    "var(--n)*100%);image-rendering:pixelated;print-color-adjust:exact;forced-color-adjust:none}"
    "@container (max-width:559px){.gan-still .still-wide{display:none}.gan-still .still-narrow{display:block}"
    ".still-images{grid-template-columns:repeat(var(--phone),minmax(0,1fr))}}"
)
# Where Jupyter, Colab and Visual Studio Code say that their paper is dark; the book's own pages add theirs.
NOTEBOOK = (
    f'.gan-still{{{LIGHT}}}:is([data-jp-theme-light="false"],html[theme="dark"],.vscode-dark) .gan-still{{{DARK}}}'
)


def drawn(figure: Figure) -> str:
    """The figure as HTML, for wide pages and for phones, light and dark."""
    if isinstance(figure, Pictures):
        inner = rows_of_images(figure)
    else:
        number, phone = next(_number), narrow(figure)
        inner = svg(detached(figure), f"{number}", "still-wide" if phone else "still-both")
        if phone:
            inner += svg(phone, f"{number}p", "still-narrow")
    words = html.escape(_words(figure))
    return f'<div class="gan-still" role="img" aria-label="{words}"><style>{STYLE}{NOTEBOOK}</style>{inner}</div>'


def _words(figure: Figure) -> str:
    """What the figure says of itself, for those who do not see it: its titles and its axes' names."""
    found = [
        words
        for axes in figure.axes
        for words in (axes.get_title() or axes.get_title("left"), axes.get_xlabel(), axes.get_ylabel())
        if words
    ]
    return "Figure: " + "; ".join(dict.fromkeys(found)).replace("\n", " ") if found else "Figure"


def show_in_notebooks() -> None:
    """From now on a notebook shows matplotlib's figures in this form. Outside of IPython nothing happens."""
    shell: Any = sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None
    if shell is not None:
        # Before all forms that a backend may add, now or later: none of them is drawn in vain.
        shell.display_formatter.ipython_display_formatter.for_type(Figure, _display)


def _display(figure: Figure) -> None:
    from IPython import display  # only a notebook comes here

    show: Any = display.display
    show({"text/html": drawn(figure), "text/plain": repr(figure)}, raw=True)
