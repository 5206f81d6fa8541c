"""What a page gets for a matplotlib figure: a drawing for a desk and one for a phone, images pixel by pixel."""

import base64
import io
import re
from xml.etree import ElementTree

import matplotlib.pyplot as plt
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from matplotlib.figure import Figure
from PIL import Image

from gan_utils import plots
from gan_utils.colours import PALETTE
from gan_utils.stills.page import STYLE, drawn
from gan_utils.widgets import bundle


@pytest.fixture(autouse=True)
def style():
    with plt.rc_context():
        plots.use_style()
        yield
    plt.close("all")


def parts(figure) -> list[ElementTree.Element]:
    """The drawings of a figure, the wide one first."""
    return [ElementTree.fromstring(part) for part in re.findall("<svg.*?</svg>", drawn(figure), re.DOTALL)]


def texts(part) -> list[str]:
    return [text.text for text in part.iter("text")]


def width(part) -> float:
    return float(part.attrib["viewBox"].split()[2])


def test_words_stay_words_and_colours_go_by_their_names():
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([1, 2], [3, 4], color=plots.GENERATED)
    axes.fill_between([1, 2], [3, 4], color=plots.REAL)
    axes.set(title="the <title>", xlabel="step")
    axes.annotate("second", (1, 3.5), color=plots.SECOND)
    (only,) = parts(figure)
    assert {"the <title>", "step", "second"} <= set(texts(only))
    whole = ElementTree.tostring(only, encoding="unicode")
    assert "stroke:var(--generated-line)" in whole and "fill:var(--real-mark)" in whole
    (label,) = (text for text in only.iter("text") if text.text == "second")
    assert "fill:var(--second-line)" in label.attrib["style"]
    assert not re.search(r"#[0-9a-f]{6}\b", re.sub("url[^)]*", "", whole)), "a colour that knows no dark paper"


def test_a_phone_gets_fewer_panels_side_by_side_with_letters_of_the_same_size():
    figure, panels = plt.subplots(2, 4, figsize=(7.2, 4), sharex=True, sharey=True)
    for number, axes in enumerate(panels.flat):
        axes.plot([0, 1], [0, number])
        axes.set_title(f"panel {number}", fontsize=5)
    figure.supxlabel("a name of the axis that is far too long for one line of a phone, whichever it is")
    wide, narrow = parts(figure)
    assert width(wide) == 518.4 and width(narrow) == 288
    for part, down, across in ((wide, 2, 4), (narrow, 4, 2)):
        places = {float(text.attrib["x"]) for text in part.iter("text") if text.text.startswith("panel")}
        assert len(places) == across
        sizes = [float(found) for found in re.findall(r"font-size:([\d.]+)px", ElementTree.tostring(part, "unicode"))]
        assert min(sizes) >= 8.5
        # Numbers stand at the edges alone, of rows and of columns.
        assert (texts(part).count("6"), texts(part).count("0.0")) == (down, across)
    assert "far too long" in "".join(texts(wide)) and len(texts(narrow)) > len(texts(wide))
    assert figure.axes[0].get_subplotspec().get_gridspec().get_geometry() == (2, 4), "the figure itself is as it was"


@pytest.mark.parametrize(("count", "down"), [(2, 2), (3, 3), (4, 2)])
def test_no_panel_of_three_stands_alone_under_two(count, down):
    figure, panels = plt.subplots(1, count, figsize=(7.2, 2.3))
    for number, axes in enumerate(np.atleast_1d(panels)):
        axes.set_title(f"panel {number}")
    _, narrow = parts(figure)
    places = {float(text.attrib["y"]) for text in narrow.iter("text") if text.text.startswith("panel")}
    assert len(places) == down


def test_a_figure_may_say_how_it_is_shown_on_a_phone():
    figure, _ = plt.subplots(1, 3, figsize=(7.2, 2))
    plots.on_phone(figure, columns=1, high=6)
    assert parts(figure)[1].attrib["viewBox"] == "0 0 288 432"
    other, axes = plt.subplots(figsize=(3.5, 2))
    axes.set_title("another")
    plots.on_phone(figure, instead=other)
    assert "another" in texts(parts(figure)[1]) and plt.get_fignums() == [figure.number]


def test_lines_of_words_in_the_middle_go_by_their_middle():
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.set_title("a long line\nshort", loc="center")
    axes.set_ylabel("up the\nside")
    (only,) = parts(figure)
    found = {text.text: text.attrib for text in only.iter("text")}
    for first, second, axis in (("a long line", "short", 0), ("up the", "side", 1)):
        assert "text-anchor:middle" in found[first]["style"]
        one, two = ([float(n) for n in re.findall(r"-?[\d.]+", found[t]["transform"])][axis] for t in (first, second))
        assert one == pytest.approx(two, abs=1.5)


def test_powers_of_ten_are_written_as_text():
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.semilogy([1, 2], [1e-5, 1e3])
    (only,) = parts(figure)
    assert "10⁻⁵" in texts(only) and "100" in texts(only)
    assert next(only.iter("tspan"), None) is None


def test_many_marks_are_one_line_or_one_picture():
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot(*np.random.default_rng(0).normal(size=(2, 300)), ".", color=plots.GENERATED)
    (only,) = parts(figure)
    (dots,) = (path for path in only.iter("path") if path.attrib["d"].count("h0") == 300)
    assert "stroke:var(--generated-mark)" in dots.attrib["style"] and "round" in dots.attrib["style"]
    axes.scatter(*np.random.default_rng(0).normal(size=(2, 900)), c=np.arange(900), cmap=plots.WHEEL)
    assert len(list(parts(figure)[0].iter("image"))) == 1


def test_a_long_line_loses_only_points_on_its_way():
    figure, axes = plt.subplots(figsize=(4, 3))
    x = np.linspace(0, 1, 1001)
    axes.fill_between(x, np.minimum(x, 0.5))
    path = max((path.attrib["d"] for path in parts(figure)[0].iter("path")), key=lambda d: d.count("L"))
    assert path.count("L") < 8


@pytest.mark.parametrize("channels", [1, 3])
def test_images_are_kept_pixel_by_pixel_and_once(channels):
    images = np.linspace(-1, 1, 5 * channels * 64).reshape(5, channels, 8, 8).round(1)
    text = drawn(plots.image_rows({"a & b": images}))
    assert "a &amp; b" in text and text.count("<i ") == 5
    (data,) = re.findall(r"base64,([^)]*)\)", text)
    with Image.open(io.BytesIO(base64.b64decode(data))) as image:
        seen = np.asarray(image.convert("RGB"), float) / 255
    expected = np.broadcast_to((images.transpose(0, 2, 3, 1).reshape(40, 8, channels) + 1) / 2, (40, 8, 3))
    np.testing.assert_allclose(seen, expected, atol=0.003)


def test_a_strip_that_is_too_tall_for_one_format_comes_in_another():
    text = drawn(plots.image_grid(np.zeros((300, 1, 64, 64)), columns=10))
    assert "image/png" in text and text.count("<i ") == 300


def test_a_row_breaks_into_equal_parts_on_a_phone_and_short_rows_stand_side_by_side():
    rows = {"one": np.zeros((12, 1, 8, 8)), "other": np.zeros((12, 1, 8, 8))}
    assert drawn(plots.image_rows(rows)).count("--columns:12;--phone:6") == 2
    assert drawn(plots.image_rows(rows, columns=2)).count("--columns:2;--phone:2") == 2
    assert "--columns:10;--phone:6" in drawn(plots.image_grid(np.zeros((25, 1, 8, 8)), columns=10))


def test_two_figures_of_a_page_share_no_names():
    figure, axes = plt.subplots(figsize=(4, 3))
    axes.plot([0, 1], "o")
    found = [re.findall(r' id="(\w+)"', drawn(figure)) for _ in range(2)]
    assert found[0] and not set(found[0]) & set(found[1])


def test_a_notebook_shows_figures_in_this_form(monkeypatch):
    shell = InteractiveShell()
    shown = []
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.setattr("IPython.display.display", lambda data, raw: shown.append(data))
    plots.use_style()
    assert shell.display_formatter.format(Figure(figsize=(3, 2))) == ({}, {})
    ((kind, form), _) = shown[0].items()
    assert kind == "text/html" and 'role="img"' in form and "<svg" in form


def test_lines_and_letters_stand_out_more_than_marks():
    def luminance(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    def contrast(one, other):
        low, high = sorted((luminance(one), luminance(other)))
        return (high + 0.05) / (low + 0.05)

    for name, shades in PALETTE.values():
        for paper, mark, line in (
            ("#fdfdfc", shades.mark, shades.line),
            ("#16191d", shades.dark_mark, shades.dark_line),
        ):
            assert contrast(paper, mark) >= 3 and contrast(paper, line) >= 4.5, name
    for colours in (plots.RAMP, plots.WHEEL):
        for share in np.linspace(0, 1, 30):
            red, green, blue, _ = (round(255 * part) for part in colours(share))
            for paper in ("#fdfdfc", "#111418"):
                assert contrast(paper, f"#{red:02x}{green:02x}{blue:02x}") >= 3


def test_names_of_looks_are_not_those_of_cards():
    """Both style sheets hold for a whole page."""
    classes = re.compile(r"\.((?:gan|still)-[a-z-]+)")
    own = set(classes.findall(STYLE))
    assert "still-sheet" in own and not own & set(classes.findall(bundle.style()))


@pytest.mark.parametrize("count", [1, 3, 30])
def test_marks_have_the_colour_of_their_line(count):
    figure, axes = plt.subplots()
    axes.plot(range(count), range(count), "o-", color=plots.SECOND)
    drawing = parts(figure)[0]
    above = {child: parent for parent in drawing.iter() for child in parent}
    marks = [each for each in drawing.iter("use") if "--second" in str([above[each].attrib, each.attrib])]
    dots = [each for each in drawing.iter("path") if "--second" in str(each.attrib) and "round" in str(each.attrib)]
    assert len(marks) == count or (count > 20 and dots)
