// LatentWalk: move through a generator's latent space; the images are made here.

import { along, blend, norm } from "../../page/latent.js";
import { normals } from "../../page/seeded.js";
import { figure } from "../draw/canvas.js";
import { picture } from "../draw/picture.js";
import { network } from "../packed/networks.js";
import { listen, makeCard } from "../ui/card.js";
import { copyText } from "../ui/copy.js";
import { button, choice, element, numberBox, readout, slider } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { makeSlices } from "../ui/slices.js";
import { colour, followTheme } from "../ui/theme.js";
import { transport } from "../ui/transport.js";
import { pretty } from "../ui/words.js";
import { drawTriangle, toCorners, toWeights, triangleLattice } from "./triangle.js";

const STRIP = 12; // frames kept
const LOOP_SECONDS = 12;
const FRAMES_A_SECOND = 20;
const MIDDLE = [0.4, 0.3, 0.3];
const LAST_SEED = 4294967295;
const TRAITS = ["seed", "method", "view", "position"];

/** The path that is walked: from corner to corner and back, until the reader adds points of their own. */
function makePath() {
  let own = [];
  let corners = [];
  return {
    follow(next) {
      corners = next;
    },
    add(z) {
      own = [...own, z];
    },
    clear() {
      own = [];
    },
    // One point is no path yet: it waits, doubled, for the second.
    points: () => (own.length === 0 ? [...corners, corners[0]] : own.length === 1 ? [own[0], own[0]] : own),
    words: () =>
      own.length
        ? `path through ${own.length} chosen point${own.length > 1 ? "s" : ""}`
        : "path: corner to corner and back",
  };
}

/** The read-outs: {rows, show(z, milliseconds)}. */
function makeReadouts(width) {
  const out = {
    norm: readout("norm", "‖z‖"),
    typical: readout("typical-norm", "typical ‖z‖, √d"),
    milliseconds: readout("milliseconds", "time for this image"),
    z: readout("z", "z begins"),
  };
  out.typical.show(pretty(Math.sqrt(width)), String(Math.sqrt(width)));
  return {
    rows: Object.values(out).map((each) => each.row),
    show(z, milliseconds) {
      out.norm.show(pretty(norm(z)), String(norm(z)));
      out.milliseconds.show(`${milliseconds.toFixed(1)} ms`, String(milliseconds));
      out.z.show(
        `${z
          .slice(0, 3)
          .map((value) => pretty(value, 2))
          .join(", ")}, …`,
        JSON.stringify(z),
      );
    },
  };
}

/** The triangle's field of small images: {images, fill, stop}. */
function makeField(paint, redraw) {
  const slices = makeSlices();
  const field = {
    images: [],
    fill() {
      field.images = [];
      slices.begin(all(), redraw);
    },
    stop: slices.stop,
  };
  function* all() {
    for (const spot of triangleLattice()) yield field.images.push({ spot, picture: paint(spot) });
  }
  return field;
}

function render({ model, el }) {
  const { root, set } = makeCard(model, "latent-walk");
  const { generate, width, channels } = network(model);
  let corners = [];
  let weights = MIDDLE;
  let frames = [];
  let shown = null;
  let drawn = "";
  const path = makePath();
  const onPath = () => model.get("view") === "path";
  const zNow = () =>
    onPath()
      ? along(model.get("method"), path.points(), model.get("position"))
      : blend(model.get("method"), corners, weights);

  const image = figure(
    "The generated image",
    1,
    (context, size) => {
      context.imageSmoothingEnabled = false;
      if (shown) context.drawImage(shown, 0, 0, size, size);
    },
    { "data-control": "image" },
  );
  const triangle = figure(
    "Triangle of latent points. Drag, or use the arrow keys, to move.",
    0.9,
    (context, w, h) => {
      drawTriangle(context, w, h, field.images, onPath() ? null : weights, colour(root, "--generated"));
    },
    { tabIndex: 0, role: "application", "data-control": "plane" },
  );
  const paint = (spot) => picture(generate(blend(model.get("method"), corners, spot)), channels);
  const field = makeField(paint, triangle.redraw);
  const readouts = makeReadouts(width);
  const strip = element("div", { className: "gan-strip", role: "img", ariaLabel: "The last images" });

  function show() {
    const z = zNow();
    const started = performance.now();
    const pixels = generate(z);
    readouts.show(z, performance.now() - started);
    shown = picture(pixels, channels);
    image.redraw();
    triangle.redraw();
  }
  /** Keeps the picture that is shown on the strip, and tells Python its point. */
  function arrive() {
    set("z", zNow());
    frames = [...frames, shown].slice(-STRIP);
    strip.replaceChildren(...frames);
  }
  /** Everything anew from the model. */
  function refresh() {
    const numbers = [...normals(model.get("seed"), 3 * width)];
    corners = [0, 1, 2].map((i) => numbers.slice(i * width, (i + 1) * width));
    path.follow(corners);
    for (const [name, control] of Object.entries(controls)) control.show(model.get(name));
    pathWords.textContent = path.words();
    const wanted = `${model.get("seed")} ${model.get("method")}`;
    if (wanted !== drawn) {
      drawn = wanted;
      field.fill();
    }
    show();
  }
  function goTo(next) {
    if (onPath()) set("view", "triangle");
    weights = next;
    show();
    arrive();
  }
  function walkTo(position) {
    model.set("view", "path");
    set("position", position);
    arrive();
  }
  function reseed(seed) {
    path.clear();
    set("seed", seed);
    arrive();
  }
  draggable(triangle.canvas, {
    drag(x, y) {
      moving.pause();
      goTo(toWeights(x, y, triangle.canvas.clientWidth, triangle.canvas.clientHeight));
    },
    nudge(right, up) {
      const [x, y] = toCorners(weights, 100, 100);
      goTo(toWeights(x + 2 * right, y - 2 * up, 100, 100));
    },
  });

  const walkBy = (share) => walkTo((model.get("position") + share) % 1);
  const moving = transport(root, {
    rate: () => FRAMES_A_SECOND,
    advance: () => walkBy(1 / (FRAMES_A_SECOND * LOOP_SECONDS)),
    step: () => walkBy(0.025),
    reset() {
      path.clear();
      [weights, frames] = [MIDDLE, []];
      model.set("view", "triangle");
      model.set("position", 0);
      refresh();
      arrive();
    },
  });
  const controls = {
    seed: numberBox("seed", "seed", { min: 0, max: LAST_SEED, step: 1, value: 0 }, reseed),
    view: choice("view", "move", { triangle: "in the triangle", path: "along a path" }, model.get("view"), (value) => {
      set("view", value);
      arrive();
    }),
    method: choice(
      "method",
      "between points",
      { slerp: "slerp (turn)", lerp: "lerp (straight)" },
      model.get("method"),
      (value) => {
        set("method", value);
        arrive();
      },
    ),
    position: slider("position", "place on the path", { min: 0, max: 1, step: 0.005, value: 0 }, walkTo),
  };
  const pathWords = element("span", { "data-readout": "path" });

  root.append(
    element("div", { className: "gan-walk" }, triangle.place, image.place),
    strip,
    element(
      "div",
      { className: "gan-row" },
      ...moving.buttons,
      button("new-corners", "New corners", () => reseed((model.get("seed") + 1) % (LAST_SEED + 1))),
      controls.seed.row,
    ),
    element("div", { className: "gan-settings" }, controls.view.row, controls.method.row, controls.position.row),
    element(
      "div",
      { className: "gan-row" },
      button("add", "Add this point to a path", () => {
        path.add(zNow());
        refresh();
      }),
      pathWords,
      button("save", "Save the strip", () => saveStrip(frames)),
      button("copy", "Copy z", (event) => copyText(JSON.stringify(zNow()), event.currentTarget)),
    ),
    element("dl", { className: "gan-readouts" }, ...readouts.rows),
  );
  el.append(root);
  refresh();
  arrive();
  const stops = [
    followTheme(root, triangle.redraw),
    listen(model, TRAITS, refresh),
    moving.stop,
    field.stop,
    image.stop,
    triangle.stop,
  ];
  return () => stops.forEach((stop) => stop());
}

/** Hands the reader the strip as one PNG. */
function saveStrip(frames) {
  if (!frames.length) return;
  const size = 64;
  const sheet = element("canvas", { width: size * frames.length, height: size });
  const context = sheet.getContext("2d");
  context.imageSmoothingEnabled = false;
  frames.forEach((frame, i) => context.drawImage(frame, i * size, 0, size, size));
  element("a", { href: sheet.toDataURL("image/png"), download: "latent-walk.png" }).click();
}

export default { render };
