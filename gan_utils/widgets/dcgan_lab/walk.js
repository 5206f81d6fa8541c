// A walk through the generator of the moment, in the triangle that LatentWalk has.

import { blend } from "../../page/latent.js";
import { normals } from "../../page/seeded.js";
import { picture } from "../draw/picture.js";
import { imageFigure, triangleFigure, triangleLattice } from "../draw/triangle.js";
import { button, element } from "../ui/dom.js";
import { inRow } from "../ui/layout.js";

const MIDDLE = [0.4, 0.3, 0.3];

/**
 * A fold with the walk: {place, show(width, channels), redraw(), stop()}. draw(points) gives a promise of the images of latent
 * points, pixels one after another. show() is told how wide a latent point is, and how many channels an image has.
 */
export function makeWalk(root, draw) {
  const lattice = triangleLattice();
  let place = MIDDLE;
  let first = 0;
  let images = [];
  let asking = false;
  let wanted = false;
  let shape = null;

  const triangle = triangleFigure(root, "walk", {
    scene: () => ({ lattice: images, path: null, marks: [], place }),
    onDrag(next) {
      place = next;
      triangle.redraw();
      fill();
    },
  });
  const large = imageFigure("The image at the ring");
  const fold = element(
    "details",
    { className: "gan-more gan-newborn" },
    element("summary", { textContent: "Walk through this generator", "data-control": "open-walk" }),
    element("div", { className: "gan-newborn-pictures" }, triangle.place, large.place),
    inRow(
      button("walk-corners", "Other corners", () => {
        first += 3;
        fill();
      }),
    ),
  );
  fold.addEventListener("toggle", () => fill());

  /** Asks for the images of the lattice and of the ring's place, again and again while more is asked for. */
  async function fill() {
    wanted = true;
    if (asking) return;
    asking = true;
    while (wanted && fold.open && shape) {
      wanted = false;
      // An answer that does not come was asked of networks that are gone by now: others are shown soon.
      await ask(shape).catch(() => {});
    }
    asking = false;
  }
  async function ask({ width, channels }) {
    const numbers = [...normals(first, 3 * width)];
    const corners = [0, 1, 2].map((i) => numbers.slice(i * width, (i + 1) * width));
    const spots = [...lattice, place];
    const pixels = await draw(Float32Array.from(spots.flatMap((spot) => blend("slerp", corners, spot))));
    const one = pixels.length / spots.length;
    const made = spots.map((_, i) => picture(pixels.subarray(i * one, (i + 1) * one), channels));
    large.show(made.pop());
    images = made.map((each, i) => ({ spot: lattice[i], picture: each }));
    triangle.redraw();
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
