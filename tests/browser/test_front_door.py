"""The book's door: the front page's first screen, what shared links say, the page for what is not there."""

import base64
import io
import re
from urllib.parse import urlsplit

import numpy as np
import pytest
import torch
from PIL import Image

from gan_utils import metrics, pretrained

from .pages import WRITTEN
from .test_site_files import read


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_title_and_live_figure_stand_on_the_first_screen(visits, site, width, height):
    page = visits(f"{site.as_uri()}/book/intro.html", viewport={"width": width, "height": height})
    head, picture = page.locator("article h1").bounding_box(), page.locator("[data-widget] canvas").first.bounding_box()
    assert head["y"] > 0 and picture["y"] + picture["height"] <= height


def test_the_first_figure_waits_to_be_played_under_real_digits(visits, site):
    page = visits(f"{site.as_uri()}/book/intro.html")
    root = page.locator("[data-widget]").first
    assert root.get_attribute("data-widget") == "dcgan-lab"
    play = root.locator('[data-control="play"]').bounding_box()
    assert play["y"] + play["height"] <= 900 and page.locator('[data-readout="step"]').inner_text() == "0"
    url = root.locator("canvas").first.evaluate("(canvas) => canvas.toDataURL()")
    with Image.open(io.BytesIO(base64.b64decode(url.split(",")[1]))) as image:
        side = image.width / 8
        tiles = [image.convert("L").crop((int(i * side), 0, int((i + 1) * side), int(side))) for i in range(8)]
        small = np.stack([np.asarray(tile.resize((32, 32), Image.Resampling.BOX), dtype=np.float32) for tile in tiles])
    pictures = torch.from_numpy(small / 127.5 - 1)[:, None]
    assert metrics.probabilities(pictures, pretrained.load("digit-classifier")).max(1).min() > 0.9


def test_every_page_describes_itself_and_no_two_alike(site):
    said = [one["content"] for name in WRITTEN for one in read(site / name).all("meta", name="description")]
    assert len(said) == len(set(said)) == len(WRITTEN)
    for words in said:
        assert 40 <= len(words) <= 202 and not re.search(r"[\\$_*]", words), words


def test_the_picture_of_a_shared_link_is_there(site):
    for name in WRITTEN:
        tags = {one["property"]: one["content"] for one in read(site / name).all("meta") if one.get("property")}
        picture = (site / name).parent / tags["og:image"]
        assert picture.stat().st_size < 150_000 and tags["og:title"] and tags["og:description"]
        with Image.open(picture) as image:
            assert image.size == (1200, 630) == (int(tags["og:image:width"]), int(tags["og:image:height"]))


@pytest.mark.parametrize(
    ("place", "root"),
    [("nothing.html", "/"), ("deep/er/none", "/"), ("book/none.html", "/"), ("NAME/book/x/y.html", "/NAME/")],
)
def test_the_page_for_what_is_not_there_leads_back_from_any_depth(visits, site, server, place, root):
    page = visits("about:blank")
    page.route(f"{server}{place}", lambda route: route.fulfill(path=site / "404.html", content_type="text/html"))
    page.goto(server + place)
    links = [urlsplit(one.evaluate("(a) => a.href")).path for one in page.get_by_role("link").all()]
    assert links[0] == f"{root}book/intro.html" and f"{root}book/03_convergence.html" in links
    mask = page.locator(".digits").evaluate("(one) => getComputedStyle(one).maskImage")
    assert mask.startswith('url("data:image/png') and page.locator("h1").is_visible()


def test_the_page_for_what_is_not_there_loads_nothing(site):
    text = (site / "404.html").read_text(encoding="utf-8")
    assert not re.search(r"<link [^>]*href=\"(?!data:)|<(?:script|img)[^>]+src=", text)
