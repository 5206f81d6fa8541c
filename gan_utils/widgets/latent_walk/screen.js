// What shows the walk: its figures, the strip and the read-outs.

import { picture } from "../draw/picture.js";
import { element } from "../ui/dom.js";
import { imageFigure, triangleFigure } from "./figures.js";
import { makeReadouts } from "./readouts.js";
import { makeStrip } from "./strip.js";

/** {figures, readouts, strip, redraw(), show(), fill(), keep(), stop()}. `network` is {generate, width, channels}. */
export function makeScreen(model, root, walk, { generate, width, channels }, { onDrag, onNudge }) {
  const paint = (spot) => picture(generate(walk.zAt(spot)), channels);
  const triangle = triangleFigure(root, walk, { paint, onDrag, onNudge });
  const image = imageFigure();
  const strip = makeStrip();
  const readouts = makeReadouts(width);
  let filled = "";
  return {
    figures: element("div", { className: "gan-walk" }, triangle.place, image.place),
    readouts: element("dl", { className: "gan-readouts" }, ...readouts.rows),
    strip,
    redraw: triangle.redraw,
    /** Draws the point where the walk is. */
    show() {
      const z = walk.z();
      const started = performance.now();
      const pixels = generate(z);
      readouts.show(z, performance.now() - started);
      image.show(picture(pixels, channels));
      triangle.redraw();
    },
    /** Fills the triangle, unless it is filled with just these images. */
    fill() {
      const wanted = `${model.get("seed")} ${model.get("method")}`;
      if (wanted !== filled) triangle.fill();
      filled = wanted;
    },
    /** Puts the picture that is shown on the strip. */
    keep: () => strip.add(image.shown()),
    stop() {
      triangle.stop();
      image.stop();
    },
  };
}
