// A walk through the generator of the moment, in the triangle that LatentWalk has.

import { blend } from "../../page/latent.js";
import { normals } from "../../page/seeded.js";
import { figure } from "../draw/canvas.js";
import { picture } from "../draw/picture.js";
import { drawTriangle, toCorners, toWeights, triangleLattice } from "../draw/triangle.js";
import { button, element } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { inRow } from "../ui/layout.js";
import { colour } from "../ui/theme.js";

const MIDDLE = [0.4, 0.3, 0.3];
const THUMB = 24; // pixels around the ring in which a finger takes hold of it
const STEP = 2; // hundredths of the figure that an arrow key moves the ring by

/**
 * A fold with the walk: {place, show(width, channels), redraw(), stop()}. draw(points) gives a promise of the images of latent
 * points, pixels one after another. show() is told how wide a latent point is, and how many channels an image has.
 */
export function makeWalk(root, draw) {
  const lattice = triangleLattice();
  let place = MIDDLE;
  let corners = null;
  let first = 0;
  let images = [];
  let shown = null;
  let asking = false;
  let again = false;
  let shape = null;

  const triangle = figure(
    "Triangle of latent points. Drag the ring, or use the arrow keys, to move.",
    0.9,
    (context, width, height) =>
      drawTriangle(context, width, height, {
        lattice: images,
        path: null,
        marks: [],
        place,
        colour: colour(root, "--generated"),
      }),
    { tabIndex: 0, role: "application", "data-control": "walk" },
  );
  const large = figure("The image at the ring", 1, (context, width) => {
    context.imageSmoothingEnabled = false;
    if (shown) context.drawImage(shown, 0, 0, width, width);
  });
  const size = () => [triangle.canvas.clientWidth, triangle.canvas.clientHeight];
  function goTo(next) {
    place = next;
    triangle.redraw();
    fill();
  }
  draggable(triangle.canvas, {
    drag: (x, y) => goTo(toWeights(x, y, ...size())),
    grabs(x, y) {
      const [atX, atY] = toCorners(place, ...size());
      return Math.hypot(x - atX, y - atY) < THUMB;
    },
    nudge(right, up) {
      const [x, y] = toCorners(place, 100, 100);
      goTo(toWeights(x + STEP * right, y - STEP * up, 100, 100));
    },
  });
  const fold = element(
    "details",
    { className: "gan-more gan-newborn" },
    element("summary", { textContent: "Walk through this generator", "data-control": "open-walk" }),
    element("div", { className: "gan-newborn-pictures" }, triangle.place, large.place),
    inRow(
      button("walk-corners", "Other corners", () => {
        first += 3;
        corners = null;
        fill();
      }),
    ),
  );
  fold.addEventListener("toggle", () => fill());

  /** Asks for the images of the lattice and of the ring's place; what is asked for meanwhile comes after. */
  async function fill() {
    if (!fold.open || !shape) return;
    if (asking) {
      again = true;
      return;
    }
    asking = true;
    const { width, channels } = shape;
    if (corners?.[0].length !== width) {
      const numbers = [...normals(first, 3 * width)];
      corners = [0, 1, 2].map((i) => numbers.slice(i * width, (i + 1) * width));
    }
    const spots = [...lattice, place];
    const points = Float32Array.from(spots.flatMap((spot) => blend("slerp", corners, spot)));
    const pixels = await draw(points);
    const one = pixels.length / spots.length;
    const made = spots.map((_, i) => picture(pixels.subarray(i * one, (i + 1) * one), channels));
    shown = made.pop();
    images = made.map((each, i) => ({ spot: lattice[i], picture: each }));
    triangle.redraw();
    large.redraw();
    asking = false;
    if (again) {
      again = false;
      fill();
    }
  }
  return {
    place: fold,
    show(width, channels) {
      shape = { width, channels };
      fill();
    },
    redraw() {
      triangle.redraw();
      large.redraw();
    },
    stop() {
      triangle.stop();
      large.stop();
    },
  };
}
