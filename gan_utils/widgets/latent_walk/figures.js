// The two figures of a walk: the triangle with its field of small images, and the generated image.

import { imageFigure, triangleFigure, triangleLattice } from "../draw/triangle.js";

/** The triangle: a figure, and fill(), the work of drawing its small images by paint(weights); onDrag as for triangleFigure. */
export function fieldFigure(root, walk, { paint, onDrag }) {
  let images = [];
  const made = triangleFigure(root, "plane", {
    scene: () => ({
      lattice: images,
      path: walk.onPath() || walk.chosen() > 1 ? walk.stops() : null,
      marks: walk.chosen() ? walk.stops().slice(0, walk.chosen()) : [],
      place: walk.place(),
    }),
    onDrag,
  });
  return {
    ...made,
    *fill() {
      images = [];
      for (const spot of triangleLattice()) yield images.push({ spot, picture: paint(spot) });
    },
  };
}

/** The generated image, large. */
export const generatedFigure = () => imageFigure("The generated image", { "data-control": "image" });
