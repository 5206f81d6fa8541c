// DCGANLab: a DCGAN that trains here, in a worker of the page's own, its rules as switches.

import { figure } from "../draw/canvas.js";
import { followStory } from "../live/story.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element } from "../ui/dom.js";
import { inRow } from "../ui/layout.js";
import { download } from "../ui/save.js";
import { palette } from "../ui/theme.js";
import { grouped } from "../ui/words.js";
import { makeControls, makeReadouts, SETTINGS } from "./controls.js";
import { drawCurves } from "./curves.js";
import { makeData } from "./data.js";
import { makeFilm } from "./film.js";
import { filesOf, readImages } from "./own.js";
import { PLAIN, PRESETS } from "./presets.js";
import { canGoOn } from "./settings.js";
import { summaryOf, tableOf } from "./summary.js";
import { makeWalk } from "./walk.js";
import { makeWall } from "./wall.js";

// The curves' height over their width.
const CURVES = 1.2;
// Rounds of a run that is worth to be compared with, and after which it is said what PyTorch measured.
const WORTH = 100;
const KINDS = ".png,.jpg,.jpeg,.webp";
const MOST_NAMES = 5;

const listed = (names) =>
  names.slice(0, MOST_NAMES).join(", ") + (names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "");

function render({ model, el }) {
  const card = makeCard(model, "dcgan-lab", { ownLink: true });
  const { root } = card;
  const { size, least, measured } = model.get("_constants");
  const data = makeData(model);
  // What is to be said of the reader's own images, and how often such were chosen.
  let ofImages = null;
  let chosen = 0;

  const wall = makeWall(`Samples of the generator, ${size} pixels a side, under a row of real images`, size);
  const beside = makeWall("Samples of the run that was kept, at the same round", size, undefined, false);
  const besideWords = element("p", { className: "gan-beside", "data-readout": "beside" });
  const both = element("div", { className: "gan-lab-beside", hidden: true }, besideWords, beside.place);
  const curves = figure("D's answers, losses and scores, by round", CURVES, (context, w, h) => {
    if (run.picture) drawCurves(context, w, h, palette(root), run);
  });
  const film = makeFilm(model, (samples) => wall.show(samples, null, 1));
  const found = element("p", { className: "gan-found", "data-readout": "measured", hidden: true });
  const readouts = makeReadouts();

  function show(picture, rate) {
    readouts.show(picture, rate);
    wall.show(picture.wall, run.target?.real, picture.channels);
    if (picture.beside) {
      besideWords.textContent = `The run that was kept, at round ${grouped(picture.beside.step)}`;
      beside.show(picture.beside.wall, null, picture.beside.channels);
    }
    both.hidden = !run.kept.length;
    timeline.show(
      picture.records.map(({ step }) => step),
      run.at,
    );
    curves.redraw();
    const told = measured[story.opened()];
    found.hidden = !told || picture.step < WORTH;
    found.textContent = told ?? "";
    if (!guest) walk.show(picture.settings.z_dim, picture.channels);
    // A pause between two walls: the last one is still to come.
    if (!rate && !picture.wall) run.look();
  }
  const { run, story, timeline } = followStory(
    { label: "rule by rule", presets: PRESETS, plain: PLAIN },
    {
      model,
      root,
      names: SETTINGS,
      canGoOn,
      dataOf: data.of,
      worth: WORTH,
      show,
      remark: ({ settings }) => (settings.data === "own" ? ofImages : null),
      // Only where nothing has ever run.
      onFail: () => run.picture ?? film.show(),
      onSettings: (settings) => controls.show(settings),
    },
  );
  const controls = makeControls(model, run.change);

  // Images and generators of the reader's own.

  let guest = null;
  const walk = makeWalk(root, (points) => run.tell("draw", points));
  const leave = button("leave", "Back to this run's generator", async () => {
    await run.tell("adopt", null);
    guest = null;
    leave.hidden = true;
    walk.show(run.picture.settings.z_dim, run.picture.channels);
  });
  leave.hidden = true;
  async function adopt(file) {
    try {
      guest = await run.tell("adopt", new Uint8Array(await file.arrayBuffer()));
    } catch (error) {
      run.say("refused", `${file.name} cannot be walked through: ${error.message}.`);
      return;
    }
    leave.hidden = false;
    walk.place.open = true;
    walk.show(guest.z_dim, guest.channels);
    run.say("adopted", `The walk below goes through the generator in ${file.name}, of ${guest.size} pixels.`);
  }
  async function take(files) {
    const weights = files.find(({ name }) => name.endsWith(".safetensors"));
    if (weights) return adopt(weights);
    run.pause();
    run.say("reading", `Reading ${files.length} files …`);
    const images = await readImages(files, size);
    const left = images.refused.length ? ` Left out, as they are no images here: ${listed(images.refused)}.` : "";
    if (images.count < least) {
      run.say("refused", `${images.count} images could be read, and a training needs at least ${least}.${left}`);
      return;
    }
    chosen += 1;
    data.put(images, chosen);
    const kind = images.channels === 3 ? "in colour" : "in grey";
    ofImages = [
      "own",
      `Training on ${grouped(images.count)} images of yours, ${kind}, ${size} by ${size} pixels. They stay on your machine, so no link can carry them.${left}`,
    ];
    return run.open({ ...run.settings(), data: "own" }, []);
  }
  const picker = (options) => {
    const input = element("input", { type: "file", multiple: true, hidden: true, ...options });
    input.onchange = () => {
      if (input.files.length) take([...input.files]);
      input.value = "";
    };
    return input;
  };
  const [some, folder, weights] = [
    picker({ accept: KINDS, ariaLabel: "images of your own", "data-control": "images" }),
    picker({ webkitdirectory: true, ariaLabel: "a folder of images", "data-control": "folder" }),
    picker({ accept: ".safetensors", multiple: false, ariaLabel: "a generator's file", "data-control": "weights" }),
  ];
  root.ondragover = (event) => event.preventDefault();
  root.ondrop = async (event) => {
    event.preventDefault();
    take(await filesOf(event.dataTransfer));
  };
  // A page has several such buttons: each says of which figure it is.
  const saving = (name, text, save) => button(name, text, save, { ariaLabel: `${text}: ${root.ariaLabel}` });
  async function saveGenerator() {
    const bytes = await run.tell("file");
    const address = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    download(`${model.get("name")}-${run.picture.now}.safetensors`, address);
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }
  return mount({
    model,
    el,
    card,
    parts: {
      story: [story.row],
      moves: run.buttons,
      stage: [wall.place, walk.place, inRow(leave)],
      answers: readouts.answers,
      side: [story.predict, run.says, film.place, found, curves.place, timeline.row, run.compare, both],
      settings: [
        ...Object.values(controls.named),
        controls.seed,
        run.speed,
        inRow(
          button("choose-images", "Images of your own …", () => some.click()),
          button("choose-folder", "A folder of images …", () => folder.click()),
          some,
          folder,
        ),
        inRow(
          saving("save-generator", "Save G for PyTorch", saveGenerator),
          saving("save-wall", "Save the samples", () => download(`${model.get("name")}.png`, wall.png())),
          button("choose-weights", "Open a generator …", () => weights.click()),
          weights,
        ),
      ],
      more: readouts.more,
    },
    begin: run.begin,
    redraw: () => [wall, beside, curves, walk].forEach((each) => each.redraw()),
    stops: [run.end, ...[wall, beside, curves, walk].map((each) => each.stop)],
    link: run.link,
    summary: () => summaryOf(run.picture, run.target?.floor, run.at),
    numbers: () => tableOf(run.picture),
  });
}

export default { render };
