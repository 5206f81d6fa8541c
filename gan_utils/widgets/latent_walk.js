// LatentWalk: move through a generator's latent space; the images are made here.

import { halvesOf, singlesOf } from "./js/bytes.js";
import { button, choice, clamp, element, pretty, readout, slider } from "./js/dom.js";
import { makeGenerator } from "./js/generator.js";
import { along, blend, norm } from "./js/latent.js";
import { figure } from "./js/plot.js";
import { player } from "./js/player.js";
import { normals } from "./js/seeded.js";
import { followTheme } from "./js/theme.js";
import { drawTriangle, triangleLattice, toCorners, toWeights } from "./js/triangle.js";

const STRIP = 14; // frames kept
const LOOP_SECONDS = 12;
const TRAITS = ["seed", "method", "view", "position"];

/** An image of the generator's as a small canvas. */
function picture(pixels, channels) {
  const side = Math.sqrt(pixels.length / channels);
  const canvas = element("canvas", { width: side, height: side });
  const image = new ImageData(side, side);
  for (let i = 0; i < side * side; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = Math.round((pixels[i * channels + (c % channels)] + 1) * 127.5);
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas;
}

function render({ model, el }) {
  const root = element("section", { className: "gan-card" });
  root.dataset.widget = "latent-walk";
  root.setAttribute("aria-label", "Latent walk");
  const set = (name, value) => { model.set(name, value); model.save_changes(); };
  const layers = model.get("_layers"), width = model.get("z_dim");
  const channels = layers[layers.length - 1].outputs;
  const generate = makeGenerator(layers, halvesOf(model.get("_weights")), singlesOf(model.get("_affine")));

  let corners = [], weights = [0.4, 0.3, 0.3], path = [], ownPath = false, lattice = [], frames = [], shown = null;
  const method = () => model.get("method");
  const onPath = () => model.get("view") === "path";
  const zNow = () => (onPath() ? along(method(), path, model.get("position")) : blend(method(), corners, weights));

  // The picture, its numbers, and the strip of the last ones.
  const image = figure("The generated image", 1, (context, size) => {
    context.imageSmoothingEnabled = false;
    if (shown) context.drawImage(shown, 0, 0, size, size);
  }, { "data-control": "image" });
  const out = {
    norm: readout("norm", "‖z‖"), typical: readout("typical-norm", "typical ‖z‖, √d"),
    milliseconds: readout("milliseconds", "time for this image"), z: readout("z", "z begins"),
  };
  out.typical.show(pretty(Math.sqrt(width)), String(Math.sqrt(width)));
  const strip = element("div", { className: "gan-strip", role: "img", ariaLabel: "The last images" });

  function show() {
    const z = zNow();
    const started = performance.now();
    const pixels = generate(z);
    const spent = performance.now() - started;
    shown = picture(pixels, channels);
    out.norm.show(pretty(norm(z)), String(norm(z)));
    out.milliseconds.show(`${spent.toFixed(1)} ms`, String(spent));
    out.z.show(`${z.slice(0, 3).map((value) => pretty(value, 2)).join(", ")}, …`, JSON.stringify(z));
    image.redraw();
    triangle.redraw();
    return z;
  }

  /** Shows where the reader has come to, and keeps the picture on the strip. */
  function arrive() {
    const z = show();
    frames = [...frames, shown].slice(-STRIP);
    strip.replaceChildren(...frames);
    model.set("z", z);
    model.save_changes();
  }

  // The triangle: a field of small images, and the ring where the reader is.
  const triangle = figure("Triangle of latent points. Drag, or use the arrow keys, to move.", 0.9, (context, w, h) => {
    drawTriangle(context, w, h, lattice, onPath() ? null : weights, getComputedStyle(root).getPropertyValue("--generated"));
  }, { tabIndex: 0, role: "application", "data-control": "plane" });
  let filling = 0;
  /** Fills the field a few images a frame, so that the page stays quick. */
  function fillLattice() {
    const spots = triangleLattice();
    const mine = ++filling;
    lattice = [];
    (function more() {
      if (mine !== filling) return;
      for (const spot of spots.splice(0, 3)) lattice.push({ spot, picture: picture(generate(blend(method(), corners, spot)), channels) });
      triangle.redraw();
      if (spots.length) requestAnimationFrame(more);
    })();
  }

  function moveTo(next) {
    if (onPath()) set("view", "triangle");
    weights = next;
    arrive();
  }
  const fromPointer = (event) => {
    const place = triangle.canvas.getBoundingClientRect();
    moveTo(toWeights(event.clientX - place.left, event.clientY - place.top, place.width, place.height));
  };
  let dragging = false;
  triangle.canvas.onpointerdown = (event) => {
    triangle.canvas.setPointerCapture(event.pointerId);
    dragging = true;
    playing.play(false);
    fromPointer(event);
  };
  triangle.canvas.onpointermove = (event) => { if (dragging) fromPointer(event); };
  triangle.canvas.onpointerup = triangle.canvas.onpointercancel = () => { dragging = false; };
  triangle.canvas.onkeydown = (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!move) return;
    event.preventDefault();
    const [x, y] = toCorners(weights, 100, 100);
    moveTo(toWeights(x + 2 * move[0], y + 2 * move[1], 100, 100));
  };

  /** Everything anew from the model. */
  function refresh() {
    const numbers = [...normals(model.get("seed"), 3 * width)];
    corners = [0, 1, 2].map((i) => numbers.slice(i * width, (i + 1) * width));
    if (!ownPath) path = [...corners, corners[0]];
    for (const [name, control] of Object.entries(controls)) control.show(model.get(name));
    seed.value = model.get("seed");
    points.textContent = ownPath ? `path through ${path.length} chosen points` : "path: corner to corner and back";
    const key = `${model.get("seed")} ${method()}`;
    if (key !== root.dataset.lattice) { root.dataset.lattice = key; fillLattice(); }
    show();
  }

  // Controls.
  const controls = {
    view: choice("view", "move", { triangle: "in the triangle", path: "along a path" }, model.get("view"), (value) => set("view", value)),
    method: choice("method", "between points", { slerp: "slerp (turn)", lerp: "lerp (straight)" }, model.get("method"),
      (value) => { set("method", value); arrive(); }),
    position: slider("position", "place on the path", { min: 0, max: 1, step: 0.005, value: model.get("position") }, (value) => {
      model.set("view", "path");
      set("position", value);
      arrive();
    }),
  };
  function advance(share) {
    model.set("view", "path");
    model.set("position", (model.get("position") + share) % 1);
    arrive();
  }
  const play = button("play", "Play", () => playing.play(!playing.playing()));
  const playing = player(root, () => 20, () => advance(1 / (20 * LOOP_SECONDS)), (on) => { play.textContent = on ? "Pause" : "Play"; });
  const seed = element("input", { type: "number", min: 0, max: 4294967295, step: 1, "data-control": "seed" });
  const reseed = (value) => { ownPath = false; set("seed", clamp(Math.round(value), 0, 4294967295)); arrive(); };
  seed.onchange = () => (seed.value === "" ? refresh() : reseed(Number(seed.value)));
  const points = element("span", { "data-readout": "path" });
  const add = button("add", "Add this point to a path", () => {
    const z = zNow();
    path = ownPath ? [...path, z] : [z];
    ownPath = true;
    // One point is no path yet: it waits, doubled, for the second.
    if (path.length === 1) path = [z, z];
    else if (path.length === 3 && path[0] === path[1]) path = path.slice(1);
    refresh();
  });

  root.append(
    element("h4", { textContent: model.get("title") }),
    element("p", { textContent: model.get("caption") }),
    element("div", { className: "gan-walk" }, triangle.place, image.place),
    strip,
    element("div", { className: "gan-row" }, play,
      button("step", "Step", () => { playing.play(false); advance(0.025); }),
      button("reset", "Reset", () => {
        playing.play(false);
        [ownPath, weights, frames] = [false, [0.4, 0.3, 0.3], []];
        model.set("view", "triangle");
        model.set("position", 0);
        refresh();
        arrive();
      }),
      button("new-corners", "New corners", () => reseed((model.get("seed") + 1) % 4294967296)),
      element("label", { className: "gan-field" }, element("span", { textContent: "seed" }), seed)),
    element("div", { className: "gan-settings" }, ...Object.values(controls).map((control) => control.row)),
    element("div", { className: "gan-row" }, add, points,
      button("save", "Save the strip", () => saveStrip(frames)),
      button("copy", "Copy z", () => navigator.clipboard.writeText(JSON.stringify(zNow())))),
    element("dl", { className: "gan-readouts" }, ...Object.values(out).map((each) => each.row)));
  el.append(root);
  const stopTheme = followTheme(root, () => { triangle.redraw(); image.redraw(); });
  for (const name of TRAITS) model.on(`change:${name}`, refresh);
  refresh();
  arrive();
  return () => {
    filling += 1;
    playing.stop();
    stopTheme();
    [image, triangle].forEach((each) => each.stop());
    for (const name of TRAITS) model.off(`change:${name}`, refresh);
  };
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
