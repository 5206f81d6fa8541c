// LatentArithmetic: averages of faces, added and subtracted in latent space; the images are made here.

import { halvesOf, singlesOf } from "../../page/engine/floats.js";
import { clamp } from "../../page/engine/numbers.js";
import { arithmetic, mean, norm } from "../../page/latent.js";
import { makeAttributeReader } from "../../page/models/attribute_reader.js";
import { picture } from "../draw/picture.js";
import { network } from "../packed/networks.js";
import { listen, makeCard } from "../ui/card.js";
import { button, choice, element, numberBox, readout, tick } from "../ui/dom.js";
import { makeSlices } from "../ui/slices.js";
import { followTheme } from "../ui/theme.js";
import { pretty } from "../ui/words.js";
import { neighboursOf, resultOf, search } from "./arithmetic.js";
import { makeFaces } from "./faces.js";
import { makeTray, makeWall } from "./trays.js";

const LAST_SEED = 4294967295;
const TRAYS = ["a", "b", "c"];
const TRAITS = ["seed", ...TRAYS, "_filled", "baseline", "rescale"];
const BASELINES = {
  none: "the arithmetic",
  random: "a random direction instead of A − B",
  pixels: "the same sum in pixels",
};
const SUMS = { none: "= A − B + C", random: "a random direction + C", pixels: "A − B + C, pixel by pixel" };
// What is read off the result, and what 0 and 1 mean where it is no probability.
const READ_OFF = {
  glasses: "glasses",
  long_hair: "long hair",
  beard: "beard",
  hat: "hat",
  smile: "frown → smile",
  head_turn: "left → right",
};

/** The reader in the page: a function from pixels to {attribute: answer}. */
function readerOf(model) {
  const names = model.get("_read");
  const read = makeAttributeReader(
    model.get("_reader_layers"),
    halvesOf(model.get("_reader_weights")),
    singlesOf(model.get("_reader_affine")),
  );
  return (pixels) => {
    const answers = read(pixels);
    return Object.fromEntries(names.map((name, i) => [name, answers[i]]));
  };
}

/** The read-outs: {rows, show(z, answers)}; without answers they are blank, and without z its length is. */
function makeReadings(width) {
  const lengths = { norm: readout("norm", "‖result‖"), typical: readout("typical-norm", "√d, the shell") };
  lengths.typical.show(pretty(Math.sqrt(width)), String(Math.sqrt(width)));
  const reads = Object.entries(READ_OFF).map(([name, label]) => [name, readout(`p-${name}`, label)]);
  for (const [, { row }] of reads) row.className = "gan-share";
  return {
    rows: [...reads.map(([, each]) => each.row), ...Object.values(lengths).map((each) => each.row)],
    show(z, answers) {
      lengths.norm.show(z ? pretty(norm(z)) : "–", z ? String(norm(z)) : "");
      for (const [name, { row, show }] of reads) {
        show(answers ? `${(100 * answers[name]).toFixed(0)} %` : "–", answers ? String(answers[name]) : "");
        row.style.setProperty("--share", answers ? answers[name] : 0);
      }
    },
  };
}

/** The place of the result: {place, canvases, show(how)}: "nine" pictures, "one", or words to wait with. */
function makeResult() {
  const canvases = Array.from({ length: 9 }, (_, i) => {
    const canvas = element("canvas", { width: 1, height: 1, role: "img" });
    canvas.setAttribute("aria-label", i === 4 ? "The result" : "A neighbour of the result");
    return canvas;
  });
  const words = element("p", { className: "gan-waits", "data-readout": "waits" });
  const place = element("div", { className: "gan-result" }, words, ...canvases);
  return {
    place,
    canvases,
    show(how) {
      const pictures = { nine: 9, one: 1 }[how] ?? 0;
      words.textContent = pictures ? "" : how;
      words.hidden = pictures > 0;
      place.dataset.pictures = pictures;
      canvases.forEach((canvas, i) => {
        canvas.hidden = pictures < (i === 4 ? 1 : 9);
      });
    },
  };
}

function render({ model, el }) {
  const { root, set } = makeCard(model, "latent-arithmetic");
  const net = network(model);
  const read = readerOf(model);
  const { wall: onWall, stream, most, first, noise, filled: kinds } = model.get("_limits");
  const recipes = Object.fromEntries(model.get("_recipes"));
  const start = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  const slices = makeSlices();
  const result = makeResult();
  const readings = makeReadings(net.width);
  let faces = null;
  let seedOf = null;
  let active = "a";
  let count = first;
  let wanted = {};

  const placesOf = () => Object.fromEntries(TRAYS.map((tray) => [tray, model.get(tray)]));
  /** What a tray was filled with, unless its faces have been changed since. */
  function kindOf(tray) {
    const { recipe = "", places } = model.get("_filled")[tray] ?? {};
    return String(places) === String(model.get(tray)) ? recipe : "";
  }
  function wordsOf(tray) {
    const kind = kindOf(tray);
    if (wanted[tray]) return `looking for: ${wanted[tray]} …`;
    if (!model.get(tray).length) return "empty";
    if (!kind) return "chosen by hand";
    return model.get("_filled")[tray].sure ? kind : `nearest to: ${kind}`;
  }
  /** Paints a canvas, and pauses, unless it shows just that already. */
  function* paint(canvas, key, make) {
    if (canvas.dataset.key === key) return;
    picture(make(), net.channels, canvas);
    canvas.dataset.key = key;
    yield;
  }
  const paintFaces = function* (thumbs) {
    for (const [place, canvas] of thumbs) yield* paint(canvas, `${seedOf} ${place}`, () => faces.pixels(place));
  };

  /** All that is to be looked for and drawn, the most important first. */
  function* work() {
    const inPixels = model.get("baseline") === "pixels";
    const groups = placesOf();
    const key = JSON.stringify(TRAITS.filter((name) => name !== "_filled").map((name) => model.get(name)));
    const means = TRAYS.map((tray) => groups[tray].length && mean(groups[tray].map(faces.point)));
    const pixelMean = (tray) => mean(groups[tray].map(faces.pixels));
    const ready = TRAYS.filter((tray) => groups[tray].length && !wanted[tray]); // others will soon hold other faces
    for (const [i, tray] of TRAYS.entries())
      if (ready.includes(tray))
        yield* paint(trays[tray].average, `${seedOf} ${groups[tray]} ${inPixels}`, () =>
          inPixels ? pixelMean(tray) : net.generate(means[i]),
        );
    if (ready.length === TRAYS.length) {
      const z = inPixels
        ? null
        : resultOf(means, { seed: seedOf, baseline: model.get("baseline"), rescale: model.get("rescale") });
      yield* paint(result.canvases[4], key, () => {
        const pixels = z ? net.generate(z) : arithmetic(TRAYS.map(pixelMean)).map((value) => clamp(value, -1, 1));
        readings.show(z, read(pixels));
        return pixels;
      });
      const around = z ? neighboursOf(z, seedOf, noise) : [];
      for (const [i, point] of around.entries())
        yield* paint(result.canvases[i < 4 ? i : i + 1], key, () => net.generate(point));
    }
    for (const tray of ready) yield* paintFaces(trays[tray].thumbs);
    yield* paintFaces(wall.thumbs);
    yield* fillTrays();
  }
  function* fillTrays() {
    for (const tray of TRAYS)
      if (wanted[tray]) {
        const recipe = wanted[tray];
        const { places, sure } = yield* search(faces.answers, recipes[recipe], count, stream);
        delete wanted[tray];
        model.set("_filled", { ...model.get("_filled"), [tray]: { recipe, places, sure } });
        set(tray, places);
        refresh();
      }
  }
  /** Everything anew from the model. */
  function refresh() {
    if (seedOf !== model.get("seed")) {
      seedOf = model.get("seed");
      faces = makeFaces(seedOf, net, read);
      seedBox.show(seedOf); // now only: what a reader is typing stays when a search ends
    }
    const groups = placesOf();
    const baseline = model.get("baseline");
    const empty = TRAYS.find((tray) => !groups[tray].length);
    for (const tray of TRAYS)
      trays[tray].show(groups[tray], tray === active, wanted[tray] || kindOf(tray), wordsOf(tray));
    wall.show(active, groups);
    wallWords.textContent = `The wall: press a face to put it into tray ${active.toUpperCase()}, once more to take it out.`;
    for (const [name, control] of Object.entries(controls)) control.show(model.get(name));
    number.show(count);
    sum.textContent = SUMS[baseline];
    controls.rescale.row.hidden = baseline === "pixels";
    result.show(
      empty ? `Tray ${empty.toUpperCase()} is empty: choose faces for it.` : baseline === "pixels" ? "one" : "nine",
    );
    if (empty) {
      readings.show(null, null);
      for (const canvas of result.canvases) delete canvas.dataset.key;
    }
    root.ariaBusy = "true";
    slices.begin(work(), (done) => {
      if (done) root.ariaBusy = "false";
    });
  }
  function fill(kindsWanted) {
    wanted = { ...wanted, ...kindsWanted };
    refresh();
  }
  function change(tray, places) {
    delete wanted[tray];
    says.textContent = "";
    set(tray, places);
  }
  const without = (tray, place) => model.get(tray).filter((other) => other !== place);
  function toggle(place) {
    const places = model.get(active);
    if (places.includes(place)) return change(active, without(active, place));
    if (places.length < most) return change(active, [...places, place]);
    says.textContent = `Tray ${active.toUpperCase()} is full: it has ${most} faces.`;
  }
  /** Another stream of faces: each tray gets faces of the kind that it had, or begins with. */
  function reseed(seed) {
    const kept = Object.fromEntries(TRAYS.map((tray) => [tray, wanted[tray] || kindOf(tray) || kinds[tray]]));
    set("seed", seed);
    fill(kept);
  }
  function reset() {
    [active, count, wanted] = ["a", first, {}];
    says.textContent = "";
    for (const name of TRAITS) model.set(name, start[name]);
    model.save_changes();
    refresh();
  }

  const trays = Object.fromEntries(
    TRAYS.map((tray) => [
      tray,
      makeTray(tray, Object.keys(recipes), {
        choose() {
          active = tray;
          refresh();
        },
        remove: (place) => change(tray, without(tray, place)),
        fill: (recipe) => fill({ [tray]: recipe }),
      }),
    ]),
  );
  const wall = makeWall(onWall, toggle);
  const sum = element("p", { className: "gan-equals", "data-readout": "sum" });
  const wallWords = element("p", {});
  const says = element("p", { className: "gan-says", role: "status", "data-readout": "says" });
  const controls = {
    baseline: choice("baseline", "what is drawn", BASELINES, "none", (value) => set("baseline", value)),
    rescale: tick("rescale", "put the result on the shell", false, (on) => set("rescale", on)),
  };
  const seedBox = numberBox("seed", "seed", { min: 0, max: LAST_SEED, step: 1, value: 0 }, reseed);
  const number = choice("count", "faces that fill a tray", { 1: "1", 3: "3", 10: "10" }, first, (value) => {
    count = Number(value);
    fill(Object.fromEntries(TRAYS.map((tray) => [tray, wanted[tray] || kindOf(tray)])));
  });

  root.append(
    // A form, so that radio buttons of another figure are no part of this group.
    element("form", { className: "gan-trays", onsubmit: () => false }, ...TRAYS.map((tray) => trays[tray].row)),
    element(
      "div",
      { className: "gan-sum" },
      element("div", {}, sum, result.place),
      element(
        "div",
        { className: "gan-side" },
        element("dl", { className: "gan-readouts" }, ...readings.rows),
        controls.baseline.row,
        controls.rescale.row,
        number.row,
      ),
    ),
    says,
    wallWords,
    wall.row,
    element(
      "div",
      { className: "gan-row gan-ends" },
      button("reset", "Reset", reset),
      button("new-wall", "New wall", () => reseed((model.get("seed") + 1) % (LAST_SEED + 1))),
      seedBox.row,
    ),
  );
  el.append(root);
  refresh();
  const stops = [followTheme(root, () => {}), listen(model, TRAITS, refresh), slices.stop];
  return () => stops.forEach((stop) => stop());
}

export default { render };
