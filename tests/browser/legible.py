"""Whether live figures fit a screen and all their words can be read, those written into canvases too."""

# Texts of a widget, or of a page without what is left out, each with its colour and the colours behind it, outermost
# first; and what is drawn into canvases.
TEXTS = """(root, left = "") => {
  const rgba = (text) => {
    const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number);
    const most = text.startsWith("color(srgb") ? 255 : 1;  // as color-mix() gives it
    return [r * most, g * most, b * most, a];
  };
  const known = new Map([[null, []]]);
  const behind = (element) => {
    if (!known.has(element)) {
      const own = rgba(getComputedStyle(element).backgroundColor);
      known.set(element, [...behind(element.parentElement), own].filter(([, , , opacity]) => opacity > 0));
    }
    return known.get(element);
  };
  const paper = behind(root);
  const shown = [...root.querySelectorAll("*")].filter((element) => !(left && element.closest(left))
    && element.checkVisibility() && !element.disabled
    && (["INPUT", "SELECT"].includes(element.tagName) ? element.type !== "range"
      : [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())));
  const texts = shown.map((element) => [element.textContent.slice(0, 30) || element.dataset.control,
    rgba(getComputedStyle(element).color), behind(element)]);
  const drawn = [...root.querySelectorAll("canvas")].flatMap((canvas) => [...(canvas.written ?? [])]
    .map(([text, colour]) => [text, rgba(colour), paper]));
  return [...texts, ...drawn];
}"""
OUTSIDE = """() => [...document.querySelectorAll("[data-widget] *")].filter((element) => {
  const { left, right } = element.getBoundingClientRect();
  return element.checkVisibility() && (left < 0 || right > innerWidth + 0.5);
}).map((element) => element.dataset.control ?? element.className)"""
# Remembers what is written into each canvas, and in which colour, since it was last cleared.
LISTEN = """
const write = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
  const ink = this.fillStyle;
  const rgb = ink.startsWith("#") ? ink.slice(1).match(/../g).map((part) => parseInt(part, 16)).join(",") : ink;
  (this.canvas.written ??= new Map()).set(text, ink.startsWith("#") ? `rgb(${rgb})` : rgb);
  return write.call(this, text, ...rest);
};
"""


def luminance(colour):
    parts = [part / 255 for part in colour]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def over(layers):
    """The colour that layers of red, green, blue and opacity give, on white paper."""
    seen = [255, 255, 255]
    for *colour, opacity in layers:
        seen = [opacity * top + (1 - opacity) * below for top, below in zip(colour, seen)]
    return seen


COVERED = """() => [...document.querySelectorAll("[data-widget] .gan-row")].flatMap((row) => {
  const controls = [...row.querySelectorAll("button, select, input[type=number]")]
    .filter((e) => e.checkVisibility()).map((e) => [e.dataset.control, e.getBoundingClientRect()]);
  const over = (p, q) => Math.min(p.right, q.right) - Math.max(p.left, q.left) > 1
    && Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top) > 1;
  return controls.flatMap(([a, p], i) =>
    controls.slice(i + 1).filter(([, q]) => over(p, q)).map(([b]) => `${a} and ${b}`));
})"""


def contrast(colour, layers):
    """As the Web Content Accessibility Guidelines define it."""
    light, dark = sorted((luminance(over([*layers, colour])), luminance(over(layers))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def assert_fits(page, width):
    """Nothing of the page is wider than so many pixels, nothing of a widget sticks out or lies under its neighbour."""
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate(COVERED) == []


def assert_reads_well(root, least, what=""):
    """At least so many texts, each with the contrast that the guidelines ask for. Gives them as a set."""
    texts = root.evaluate(TEXTS)
    assert len(texts) > least, what
    weak = {text: round(contrast(ink, layers), 2) for text, ink, layers in texts if contrast(ink, layers) < 4.5}
    assert weak == {}, what
    return {text for text, *_ in texts}


def wait_for_theme(page, theme):
    """Until every widget has taken the theme, ``"light"`` or ``"dark"``."""
    page.wait_for_function(
        "(dark) => [...document.querySelectorAll('[data-widget]')].every((root) => root.dataset.dark === dark)",
        arg=str(theme == "dark").lower(),
    )


def paint_bench(page, theme):
    """Gives a page of our own a background, which the widgets follow."""
    page.evaluate("(paper) => { document.body.style.background = paper; }", {"light": "#fff", "dark": "#121416"}[theme])
    wait_for_theme(page, theme)


def forget_writing(page):
    """What was written into canvases before, in other colours, does not count."""
    page.evaluate("() => document.querySelectorAll('canvas').forEach((canvas) => canvas.written?.clear())")
