// What shows the walk: its figures and the strip.

import { norm } from "../../page/latent.js";
import { picture } from "../draw/picture.js";
import { element } from "../ui/dom.js";
import { makeSlices } from "../ui/slices.js";
import { fieldFigure, generatedFigure } from "./figures.js";
import { makeStrip } from "./strip.js";

/** {place, strip, redraw(), show(), fill(), stop()}. `network` is {generate, width, channels}; show() gives its time. */
export function makeScreen(model, root, walk, { generate, width, channels }, { onDrag, onScrub }) {
  const slices = makeSlices();
  const paint = (z) => picture(generate(z), channels);
  const triangle = fieldFigure(root, walk, { paint: (place) => paint(walk.zAt(place)), onDrag });
  const image = generatedFigure();
  const strip = makeStrip(root, walk, Math.sqrt(width), { paint: (share) => paint(walk.zOn(share)), onScrub });
  let filled = "";
  function redraw() {
    triangle.redraw();
    strip.redraw();
  }
  function* fillAll() {
    yield* triangle.fill();
    yield* strip.fill();
  }
  return {
    place: element("div", { className: "gan-walk" }, triangle.place, image.place),
    strip,
    redraw,
    /** Draws the point where the walk is: {z, length, milliseconds}. */
    show() {
      const z = walk.z();
      const started = performance.now();
      const pixels = generate(z);
      const milliseconds = performance.now() - started;
      image.show(picture(pixels, channels));
      redraw();
      return { z, length: norm(z), milliseconds };
    },
    /** Fills the triangle and the strip, unless they are filled with just these images. */
    fill() {
      const wanted = JSON.stringify(["seed", "method", "path"].map((trait) => model.get(trait)));
      if (wanted === filled) return;
      filled = wanted;
      strip.measure();
      slices.begin(fillAll(), redraw);
    },
    stop() {
      slices.stop();
      for (const each of [triangle, image, strip]) each.stop();
    },
  };
}
