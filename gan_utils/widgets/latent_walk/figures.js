// The two figures of a walk: the triangle with its field of small images, and the generated image.

import { figure } from "../draw/canvas.js";
import { draggable } from "../ui/drag.js";
import { makeSlices } from "../ui/slices.js";
import { colour } from "../ui/theme.js";
import { drawTriangle, toCorners, toWeights, triangleLattice } from "./triangle.js";

/**
 * The triangle: a figure, and fill(), which draws its small images anew by paint(weights). onDrag and onNudge get the
 * weights of the point that the reader drags to, or steps to by an arrow key.
 */
export function triangleFigure(root, walk, { paint, onDrag, onNudge }) {
  const slices = makeSlices();
  let images = [];
  const made = figure(
    "Triangle of latent points. Drag, or use the arrow keys, to move.",
    0.9,
    (context, w, h) =>
      drawTriangle(context, w, h, images, walk.onPath() ? null : walk.weights(), colour(root, "--generated")),
    { tabIndex: 0, role: "application", "data-control": "plane" },
  );
  draggable(made.canvas, {
    drag: (x, y) => onDrag(toWeights(x, y, made.canvas.clientWidth, made.canvas.clientHeight)),
    nudge(right, up) {
      const [x, y] = toCorners(walk.weights(), 100, 100);
      onNudge(toWeights(x + 2 * right, y - 2 * up, 100, 100));
    },
  });
  function* paintAll() {
    for (const spot of triangleLattice()) yield images.push({ spot, picture: paint(spot) });
  }
  return {
    ...made,
    fill() {
      images = [];
      slices.begin(paintAll(), made.redraw);
    },
    stop() {
      slices.stop();
      made.stop();
    },
  };
}

/** The generated image, large: a figure, with show(picture) and shown(). */
export function imageFigure() {
  let shown = null;
  const made = figure(
    "The generated image",
    1,
    (context, size) => {
      context.imageSmoothingEnabled = false;
      if (shown) context.drawImage(shown, 0, 0, size, size);
    },
    { "data-control": "image" },
  );
  return {
    ...made,
    shown: () => shown,
    show(picture) {
      shown = picture;
      made.redraw();
    },
  };
}
