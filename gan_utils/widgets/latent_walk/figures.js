// The two figures of a walk: the triangle with its field of small images, and the generated image.

import { figure } from "../draw/canvas.js";
import { drawTriangle, toCorners, toWeights, triangleLattice } from "../draw/triangle.js";
import { draggable } from "../ui/drag.js";
import { colour } from "../ui/theme.js";

const THUMB = 24; // pixels around the ring in which a finger takes hold of it
const STEP = 2; // hundredths of the figure that an arrow key moves the ring by

/**
 * The triangle: a figure, and fill(), the work of drawing its small images by paint(weights). onDrag gets the weights of
 * the place that the reader drags to, or steps to by an arrow key.
 */
export function triangleFigure(root, walk, { paint, onDrag }) {
  let images = [];
  const made = figure(
    "Triangle of latent points. Drag the ring, or use the arrow keys, to move.",
    0.9,
    (context, w, h) =>
      drawTriangle(context, w, h, {
        lattice: images,
        path: walk.onPath() || walk.chosen() > 1 ? walk.stops() : null,
        marks: walk.chosen() ? walk.stops().slice(0, walk.chosen()) : [],
        place: walk.place(),
        colour: colour(root, "--generated"),
      }),
    { tabIndex: 0, role: "application", "data-control": "plane" },
  );
  const size = () => [made.canvas.clientWidth, made.canvas.clientHeight];
  draggable(made.canvas, {
    drag: (x, y) => onDrag(toWeights(x, y, ...size())),
    grabs(x, y) {
      const [atX, atY] = toCorners(walk.place(), ...size());
      return Math.hypot(x - atX, y - atY) < THUMB;
    },
    nudge(right, up) {
      const [x, y] = toCorners(walk.place(), 100, 100);
      onDrag(toWeights(x + STEP * right, y - STEP * up, 100, 100));
    },
  });
  return {
    ...made,
    *fill() {
      images = [];
      for (const spot of triangleLattice()) yield images.push({ spot, picture: paint(spot) });
    },
  };
}

/** The generated image, large: a figure, with show(picture). */
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
    show(picture) {
      shown = picture;
      made.redraw();
    },
  };
}
