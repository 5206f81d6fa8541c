"""DCGANLab on a page: it trains there, every switch makes the run that Node makes; it can be gone back on, branched,
compared, walked through, fed with images of one's own, and taken along.
"""

import numpy as np
import pytest
import torch
from PIL import Image

from gan_utils import experiments, pretrained
from gan_utils.models import DCGANDiscriminator, DCGANGenerator, undo
from gan_utils.widgets import DCGANLab

from .conftest import write_bench
from .image_lab import DEFAULTS, QUICK, ImageLab, in_node
from .lab import WORK
from .widget import Widget, wait_until_drawn

SELECTOR = '[data-widget="dcgan-lab"]'
# Canvases, after the wall and the walk's triangle.
AT_THE_RING, CURVES = 2, 3


@pytest.fixture(scope="module")
def page_of(site, shared_visits, tmp_path_factory):
    address = write_bench(site, tmp_path_factory.mktemp("images") / "lab.html", [DCGANLab(**QUICK)])
    return address, shared_visits(address)


@pytest.fixture
def lab(page_of):
    """The small lab of a page of its own, as first shown."""
    address, page = page_of
    return opened(page, address)


def opened(page, address):
    """The lab of a page that is opened anew: another hash alone would not load it again."""
    page.goto("about:blank")
    page.goto(address)
    wait_until_drawn(page)
    return ImageLab(page.locator(SELECTOR))


def numbers(seen):
    return [seen["step"], seen["dReal"], seen["dFake"]]


def tiles(lab, canvas=0):
    """The wall as it is drawn: rows of tiles, each its mean level in the middle of each pixel."""
    return lab.pixels(lab.canvas(canvas))


# It trains.


def test_it_trains_on_the_front_page_wherever_that_comes_from(address, visits, engine):
    page = visits(f"{address}book/intro.html")
    lab = ImageLab(page.locator(SELECTOR))
    assert lab.text("step") == "0" and lab.control("play").is_visible() and lab.says() == ""
    lab.steps(3)
    ((seen,),) = in_node(engine, ({"width": 16, "z_dim": 64, "batch_size": 16}, [], [("train", 3)]))
    assert lab.answers() == numbers(seen)
    assert lab.text("engine") == "WebAssembly SIMD"
    assert [worker.url.split(":")[0] for worker in page.workers] == ["blob"]


def test_the_wall_shows_the_samples_under_real_digits(lab, engine):
    lab.steps(30)
    ((seen,),) = in_node(engine, ({}, [], [("train", 30)]))
    pixels = tiles(lab)
    side = pixels.shape[1] / 8
    wall = np.reshape(seen["wall"], (6, 8, 32, 32))

    def middle(row, column, y, x, top):
        down, across = top + row * side + (y + 0.5) * side / 32, column * side + (x + 0.5) * side / 32
        return pixels[int(down), int(across), 0]

    places = [(row, column, y, x) for row in range(6) for column in range(8) for y, x in ((5, 7), (15, 16), (22, 11))]
    shown = [middle(row, column, y, x, 1.22 * side) for row, column, y, x in places]
    assert np.abs(np.subtract(shown, [wall[place] for place in places])).max() <= 1
    real = ((DCGANLab().real()[:8, 0] + 1) * 127.5).round()
    above = [middle(0, column, y, x, 0) for column in range(8) for y, x in ((10, 15), (16, 16))]
    expected = [float(real[column, y, x]) for column in range(8) for y, x in ((10, 15), (16, 16))]
    assert np.abs(np.subtract(above, expected)).max() <= 1


SWITCHES = [
    {"norm": "none"},
    {"norm": "everywhere"},
    {"sampling": "pooling"},
    {"hidden": "dense"},
    {"activation": "relu"},
    {"start": "he"},
    {"start": "torch"},
    {"beta1": 0.9},
    {"beta1": 0.0},
    {"lr": 0.0031},
    {"lr_d": 0.0021},
    {"d_steps": 2},
    {"width": 16},
    {"z_dim": 9},
    {"batch_size": 16},
    {"seed": 4294967295},
    *[{"objective": name} for name in ("minimax", "lsgan", "hinge")],
    {"objective": "wgan_gp", "penalty": 2.5},
    {"objective": "r1"},
    {"norm": "none", "sampling": "pooling", "hidden": "dense", "activation": "relu", "start": "he"},
]


def test_every_switch_makes_the_run_that_node_makes_and_stands_in_the_link(lab, engine):
    expected = in_node(engine, *[(switch, [], [("train", 1)] * 5) for switch in SWITCHES])
    plain = lab.page.evaluate("location.href")
    for switch, pictures in zip(SWITCHES, expected):
        lab.click("reset")
        lab.settle()
        # A page writes 0.0 as 0.
        wanted = {name: int(value) if value == 0 else value for name, value in switch.items()}
        for name in wanted:
            lab.reach(name)
        lab.put(**wanted)
        for seen in pictures:
            lab.steps(1)
            assert lab.answers() == numbers(seen), switch
        link = lab.hash()
        assert all(f"{name}:{value}" in link for name, value in wanted.items()), link
    lab = opened(lab.page, plain.split("#")[0] + link)
    lab.steps(5)
    assert lab.answers() == numbers(expected[-1][-1]), "the link's run"


def test_the_scores_are_those_of_the_same_run_in_node(lab, engine):
    assert lab.text("inception-score") == "–"
    lab.play_past(100)
    ((seen,),) = in_node(engine, ({}, [], [("train", 100)]), scored=True)
    # Browsers differ in the last digits of logarithms.
    found = [lab.number(name) for name in ("inception-score", "frechet")]
    assert found == pytest.approx([seen["score"], seen["frechet"]], rel=1e-9)


def test_presets_ask_first_and_say_afterwards_what_pytorch_measured(lab):
    lab.choose(preset="relu")
    lab.settle()
    assert (
        lab.text("predict").startswith("Predict: ") and not lab.root.locator('[data-readout="measured"]').is_visible()
    )
    assert lab.controls()["activation"] == "relu"
    lab.choose(width="8", batch_size="8")
    lab.choose(preset="relu")
    lab.settle()
    lab.play_past(100)
    assert "like this" in lab.text("measured")
    lab.choose(objective="hinge")
    lab.settle()
    assert (
        lab.control("preset").input_value() == "own" and not lab.root.locator('[data-readout="measured"]').is_visible()
    )


# Back, branch, compare.


def test_the_film_goes_back_and_a_branch_is_the_run_with_the_change_at_that_round(lab, engine):
    rounds = lab.play_past(110)
    lab.look_back(2)
    assert lab.says() == "Looking back at round 50. The run itself stands at its end."
    settings, later = {}, [[50, DEFAULTS | {"objective": "hinge"}]]
    straight, branch = in_node(
        engine, (settings, [], [("train", 50), ("train", 10)]), (settings, later, [("train", 50), ("train", 10)])
    )
    assert lab.answers() == numbers(straight[0])
    lab.click("go-on")
    lab.settle()
    assert lab.answers() == numbers(straight[0]) and not lab.shows("go-on")
    assert f"as first shown ({rounds} rounds)" in lab.text("kept")
    lab.choose(objective="hinge")
    lab.settle()
    lab.steps(10)
    assert lab.answers() == numbers(branch[1]) != numbers(straight[1])
    assert "objective:hinge" in lab.hash() and ";50/" in lab.hash()
    assert lab.text("beside") == "The run that was kept, at round 50"
    lab = opened(lab.page, lab.page.evaluate("location.href"))
    lab.steps(60)
    assert lab.answers() == numbers(branch[1]), "any reader's page recomputes it"


def test_up_to_three_runs_are_kept_behind_the_current_one(lab):
    pictures = [lab.picture(CURVES)]
    for _ in range(4):
        lab.play_past(30)
        lab.click("keep")
        lab.settle()
    assert lab.control("drop").count() == 3
    lab.click("restart")
    lab.settle()
    pictures.append(lab.picture(CURVES))
    assert len(set(pictures)) == 2, "their curves stand behind an empty one"
    assert lab.control("drop").first.get_attribute("aria-label").startswith("Forget the kept run: ")
    for left in (2, 1, 0):
        lab.control("drop").first.click()
        lab.settle()
        assert lab.control("drop").count() == left
    assert lab.picture(CURVES) == pictures[0]
    assert not lab.root.locator('[data-readout="beside"]').is_visible()


def test_a_run_that_makes_room_for_another_is_kept_once_it_is_worth_it(lab):
    lab.steps(3)
    lab.choose(norm="none")
    lab.settle()
    assert lab.control("drop").count() == 0
    lab.play_past(100)
    lab.choose(norm="usual")
    lab.settle()
    assert "norm none" in lab.text("kept") and lab.text("step") == "0"


# Walking, and files.


def test_the_walk_shows_what_the_generator_makes_of_latent_points(lab, tmp_path):
    lab.click("open-walk")
    lab.steps(40)
    lab.page.wait_for_timeout(600)
    before = lab.picture(AT_THE_RING)
    lab.control("walk").press("ArrowLeft")
    lab.page.wait_for_timeout(400)
    assert lab.picture(AT_THE_RING) != before
    with lab.page.expect_download() as saved:
        lab.reach("save-generator").click()
    path = tmp_path / "page.safetensors"
    saved.value.save_as(path)
    assert saved.value.suggested_filename == "dcgan-40.safetensors"
    generator = pretrained.read(path)
    assert generator.settings() == {"z_dim": 4, "channels": 1, "size": 32, "width": 8}
    # Adopted, it draws in the walk what it draws as the run's own.
    own = lab.picture(AT_THE_RING)
    lab.control("weights").set_input_files(path)
    lab.page.wait_for_timeout(600)
    assert "page.safetensors" in lab.says() and lab.shows("leave")
    assert lab.picture(AT_THE_RING) == own
    lab.control("weights").set_input_files(pretrained.FOLDER / "dcgan-digits.safetensors")
    lab.page.wait_for_timeout(800)
    assert lab.picture(AT_THE_RING) != own
    lab.click("leave")
    lab.page.wait_for_timeout(400)
    assert lab.picture(AT_THE_RING) == own and not lab.shows("leave")


def test_the_walk_outlives_a_change_of_the_networks(lab):
    lab.click("open-walk")
    lab.steps(30)
    for wide in (9, 5, 20):
        # A walk through the old networks may be under way when the new ones come.
        lab.control("walk").press("ArrowRight")
        lab.slide("z_dim", wide)
        lab.control("walk").press("ArrowRight")
        lab.settle()
    lab.steps(30)
    lab.page.wait_for_timeout(500)
    before = lab.picture(AT_THE_RING)
    lab.control("walk").press("PageDown")
    lab.page.wait_for_timeout(500)
    assert lab.picture(AT_THE_RING) != before


def test_the_generator_in_the_file_is_the_one_on_the_wall(lab, engine, tmp_path):
    lab.choose(norm="everywhere")
    lab.settle()
    lab.steps(25)
    with lab.page.expect_download() as saved:
        lab.reach("save-generator").click()
    saved.value.save_as(tmp_path / "page.safetensors")
    generator = pretrained.read(tmp_path / "page.safetensors")
    assert generator.undone == {"norm": "everywhere"}
    script = """
    const { unseenLatents } = await import(`${process.argv[1]}/widgets/dcgan_lab/source.js`);
    console.log(JSON.stringify([...unseenLatents("wall", 48, 4, 0)]));
    """
    z = torch.tensor(engine.node([], script)).reshape(48, 4)
    with torch.no_grad():
        made = ((generator(z)[:, 0] + 1) * 127.5).numpy()
    with lab.page.expect_download() as saved:
        lab.reach("save-wall").click()
    saved.value.save_as(tmp_path / "wall.png")
    with Image.open(tmp_path / "wall.png") as image:
        wall = np.asarray(image.convert("L"), dtype=float)
    assert wall.shape == (192, 256) and wall.std() > 1
    drawn = wall.reshape(6, 32, 8, 32).transpose(0, 2, 1, 3).reshape(48, 32, 32)
    assert np.abs(drawn - made).max() <= 2


def test_a_file_that_is_no_generator_is_refused_by_name(lab, tmp_path):
    good = (pretrained.FOLDER / "dcgan-digits.safetensors").read_bytes()
    for name, content, words in (
        ("cut.safetensors", good[:500], "no .safetensors file of a network, or not all of it"),
        ("short.safetensors", good[:-100], "cut off within"),
        ("other.safetensors", (pretrained.FOLDER / "digit-classifier.safetensors").read_bytes(), "DigitClassifier"),
    ):
        (tmp_path / name).write_bytes(content)
        lab.control("weights").set_input_files(tmp_path / name)
        lab.page.wait_for_timeout(300)
        assert lab.says().startswith(f"{name} cannot be walked through: ") and words in lab.says()
    assert not lab.shows("leave")
    lab.steps(1)
    assert lab.text("step") == "1", "the run goes on"


# Images of one's own.


def pictures(folder, count, draw, ending="png", **options):
    folder.mkdir(exist_ok=True)
    paths = []
    for i in range(count):
        path = folder / f"picture-{i:03}.{ending}"
        draw(i).save(path, **options)
        paths.append(path)
    return paths


def shade(i, size=(40, 40)):
    return Image.new("RGB", size, (4 * i, 4 * i, 4 * i))


def real_row(lab):
    """The middle of each of the eight real images above the wall, red, green and blue."""
    pixels = tiles(lab)
    side = pixels.shape[1] / 8
    return [pixels[int(side / 2), int((i + 0.5) * side), :3].tolist() for i in range(8)]


def choose(lab, paths):
    lab.control("images").set_input_files(paths)
    lab.page.wait_for_function(
        "(root) => root.querySelector('[data-readout=says]').dataset.kind !== 'reading'", arg=lab.root.element_handle()
    )
    lab.page.wait_for_timeout(300)
    lab.settle()


def test_images_of_one_s_own_are_trained_on_and_stay_here(lab, tmp_path):
    choose(lab, pictures(tmp_path / "grey", 52, shade))
    assert lab.says().startswith("Training on 52 images of yours, in grey, 32 by 32 pixels. They stay on your machine")
    assert np.abs(np.subtract(real_row(lab), [[4 * i] * 3 for i in range(8)])).max() <= 1
    lab.steps(3)
    assert lab.text("step") == "3" and lab.controls()["data"] == "own"
    assert not lab.root.locator('[data-readout="frechet"]').is_visible()
    lab = opened(lab.page, lab.page.evaluate("location.href"))
    assert "images of one's own stay on one's machine, and no link can carry them" in lab.says()


def test_colour_transparency_moving_pictures_and_all_sizes(lab, tmp_path):
    folder = tmp_path / "mixed"
    paths = pictures(folder, 50, lambda i: Image.new("RGB", (40, 40), (5 * i, 10, 200)))
    clear = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    clear.save(paths[1])
    wide = Image.new("RGB", (300, 20), (0, 255, 0))
    wide.paste((255, 0, 0), (140, 0, 160, 20))
    wide.save(paths[2])
    Image.new("RGB", (1, 1), (200, 100, 50)).save(paths[3])
    huge = Image.new("RGB", (3000, 2500), (20, 40, 60))
    huge.save(paths[4])
    moving = folder / "picture-005.webp"
    paths[5].unlink()
    frames = [Image.new("RGB", (40, 40), colour) for colour in ((250, 0, 0), (0, 250, 0))]
    frames[0].save(moving, save_all=True, append_images=frames[1:], duration=100, lossless=True)
    paths[5] = moving
    choose(lab, paths)
    assert "Training on 50 images of yours, in colour" in lab.says()
    row = real_row(lab)
    expected = [[0, 10, 200], [255] * 3, [255, 0, 0], [200, 100, 50], [20, 40, 60], [250, 0, 0], [30, 10, 200]]
    assert np.abs(np.subtract(row[:7], expected)).max() <= 3, row
    lab.steps(1)


def test_a_photograph_stands_as_its_camera_says(lab, tmp_path):
    upright = Image.new("RGB", (64, 64), (0, 0, 0))
    upright.paste((255, 255, 255), (0, 0, 64, 32))  # white above
    turned = upright.rotate(90, expand=True)  # as a camera on its side stores it
    exif = Image.Exif()
    exif[0x0112] = 6
    paths = pictures(tmp_path / "photos", 50, lambda i: upright, "jpg", quality=95)
    turned.save(paths[0], quality=95, exif=exif)
    choose(lab, paths)
    pixels = tiles(lab)
    side = pixels.shape[1] / 8
    for i in range(2):
        above, below = (pixels[int(share * side), int((i + 0.5) * side), 0] for share in (0.2, 0.8))
        assert above > 200 and below < 50, i


def test_too_few_and_broken_files_are_named_and_the_run_stays(lab, tmp_path):
    lab.steps(2)
    paths = pictures(tmp_path / "few", 20, shade)
    (tmp_path / "few" / "broken.png").write_bytes(paths[3].read_bytes()[:60])
    (tmp_path / "few" / "notes.png").write_text("no picture", encoding="utf-8")
    extra = [tmp_path / "few" / "broken.png", tmp_path / "few" / "notes.png"]
    choose(lab, [*paths, *extra])
    says = lab.says()
    assert says.startswith("20 images could be read, and a training needs at least 50.")
    assert "broken.png" in says and "notes.png" in says
    lab.steps(1)
    assert lab.text("step") == "3" and lab.controls()["data"] == "digits"


def test_what_is_dropped_on_the_figure_is_read(lab, tmp_path):
    paths = pictures(tmp_path / "dropped", 50, shade)
    content = [list(path.read_bytes()) for path in paths]
    lab.root.evaluate(
        """(root, files) => {
          const transfer = new DataTransfer();
          files.forEach((bytes, i) =>
            transfer.items.add(new File([new Uint8Array(bytes)], `${i}.png`, { type: "image/png" })));
          root.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
        }""",
        content,
    )
    lab.page.wait_for_timeout(1500)
    lab.settle()
    assert "Training on 50 images of yours" in lab.says()


# From Python.


def test_images_and_networks_from_python_begin_as_they_are(bench):
    generator, discriminator = DCGANGenerator(4, 3, 32, 8, seed=1), DCGANDiscriminator(3, 32, 8, seed=2)
    for network in (generator, discriminator):
        undo(network, {"norm": "none", "start": "he"}, seed=1)
    images = torch.rand(60, 3, 32, 32, generator=torch.Generator().manual_seed(0)) * 2 - 1
    page = bench(DCGANLab(images, generator, discriminator, batch_size=8))
    lab = ImageLab(page.locator(SELECTOR))
    assert lab.controls()["norm"] == "none" and lab.controls()["data"] == "own"
    wall = tiles(lab)[..., :3].astype(int)
    assert np.abs(wall - wall.mean((0, 1))).max() > 60, "He's start draws more than grey"
    lab.steps(2)
    assert lab.text("step") == "2" and lab.says() == ""


# Limits.


def test_a_run_that_diverges_says_so_and_offers_the_way_back(lab):
    lab.choose(norm="none", start="he", objective="wgan_gp")
    lab.settle()
    lab.steps(55)
    lab.slide("lr", 0.01)
    lab.slide("lr_d", 0.01)
    lab.settle()
    # No rate of the figure's own lets this run leave the numbers soon: its worker is told one.
    lab.page.evaluate(
        """() => { const { postMessage } = Worker.prototype;
          Worker.prototype.postMessage = function (message) {
            if (message.kind === "change") message.settings = { ...message.settings, lr_d: 1e25 };
            return postMessage.call(this, message); }; }"""
    )
    lab.slide("lr", 0.009)
    lab.settle()
    lab.steps(3)
    assert lab.says().startswith("The run has diverged: ") and "on the timeline you may go on" in lab.says()
    lab.look_back(1)
    lab.click("go-on")
    lab.settle()
    lab.steps(2)
    assert lab.text("step") == "27" and not lab.says().startswith("The run has diverged")


@pytest.mark.parametrize(
    "refusal",
    [
        "window.Worker = class { constructor() { throw new Error('none here'); } };",
        "delete window.Worker;",
        # The page's rules forbid it: the browser says so later.
        "window.Worker = class { postMessage() {} terminate() {} constructor() "
        "{ setTimeout(() => this.onerror({ message: 'none here' })); } };",
    ],
)
def test_a_page_that_allows_no_workers_says_so_and_shows_a_run_that_was_made_elsewhere(bench, refusal):
    page = bench(DCGANLab(**QUICK), script=refusal)
    lab = Widget(page.locator(SELECTOR))
    page.wait_for_function("document.querySelector('[data-control=film]').parentElement.textContent", timeout=WORK)
    assert lab.text("says").startswith("The training could not run: ")
    walls = experiments.images("lab-rules")
    for moment, (step, wall) in enumerate(walls.items()):
        lab.slide("film", moment)
        lab.settle()
        label = lab.control("film").evaluate("(input) => input.parentElement.textContent")
        assert label == f"a run that was made elsewhere: round {int(step):,}"
        pixels = lab.pixels(lab.canvas())
        side = pixels.shape[1] / 8
        middle = 16.5 / 32  # of pixel 16
        shown = [float(pixels[int((1.22 + middle) * side), int((i + middle) * side), 0]) for i in range(8)]
        assert np.abs(shown - (wall[:8, 0, 16, 16] + 1) * 127.5).max() <= 2


def test_it_pauses_in_a_hidden_tab(lab):
    lab.click("play")
    lab.until("n > 5")
    lab.page.evaluate(
        """() => { Object.defineProperty(document, "hidden", { get: () => true, configurable: true });
          document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    lab.page.wait_for_timeout(400)
    step = lab.text("step")
    lab.page.wait_for_timeout(400)
    assert lab.text("step") == step
    lab.page.evaluate("() => { delete document.hidden; document.dispatchEvent(new Event('visibilitychange')); }")
    lab.until("n > values.step", step=int(step.replace(",", "")))
    lab.click("play")


def test_settings_that_no_link_may_ask_for_are_named(page_of):
    address, page = page_of
    lab = opened(page, f"{address}#dcgan=norm:sometimes,width:9,lr:5,seed:3")
    assert "norm:sometimes" in lab.text("predict") or "norm:sometimes" in lab.says()
    assert lab.controls()["seed"] == "3" and lab.controls()["norm"] == "usual"


# Adds up the tasks of the page's own thread that took too long.
TASKS = """() => { window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((each) => Math.round(each.duration))))
    .observe({ type: "longtask" }); }"""


@pytest.mark.clock
def test_no_task_on_the_page_s_own_thread_is_long_while_it_trains(visits, site):
    page = visits(f"{site.as_uri()}/book/intro.html")
    lab = ImageLab(page.locator(SELECTOR))
    lab.page.wait_for_timeout(1000)
    page.evaluate(TASKS)
    lab.click("open-walk")
    lab.click("play")
    page.wait_for_timeout(8000)
    lab.click("play")
    lab.settle()
    assert lab.number("step") > 100 and page.evaluate("window.tasks") == []


@pytest.mark.slow
def test_after_half_a_minute_s_rounds_the_front_page_writes_digits(visits, site):
    page = visits(f"{site.as_uri()}/book/intro.html")
    lab = ImageLab(page.locator(SELECTOR))
    lab.click("play")
    lab.page.wait_for_function(
        "(output) => Number(output.dataset.value) > 1000",
        arg=lab.root.locator('[data-readout="step"]').element_handle(),
        timeout=4 * WORK,
    )
    lab.click("play")
    lab.settle()
    assert lab.number("inception-score") > 4
