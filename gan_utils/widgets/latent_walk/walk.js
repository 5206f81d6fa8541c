// Where the walk is: at a place of the triangle, or on a path from corner to corner or through chosen places.

import { along, blend, norm } from "../../page/latent.js";
import { normals } from "../../page/seeded.js";

const AROUND = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 0, 0],
];
const short = (weight) => Math.round(weight * 1e4) / 1e4;

/** Whether a value is a place in the triangle, its weights of sum 1 but for `slack`: a link may hold anything. */
export const isPlace = (value, slack) =>
  Array.isArray(value) &&
  value.length === 3 &&
  value.every((weight) => Number.isFinite(weight) && weight >= 0 && weight <= 1) &&
  Math.abs(value[0] + value[1] + value[2] - 1) < slack;

/** A place with few digits, as links hold it. */
const shortened = ([a, b]) => [short(a), short(b), Math.max(0, short(1 - short(a) - short(b)))];

/** A walk among latent points of `width` numbers. What is said of it stays in the model. */
export function makeWalk(model, width) {
  let corners = [];
  const onPath = () => model.get("view") === "path";
  const own = () => model.get("path");
  /** The places that the path goes through. One point is no path yet: it waits, doubled, for the second. */
  const stops = () => (own().length === 0 ? AROUND : own().length === 1 ? [own()[0], own()[0]] : own());
  /** The latent point at a place of the triangle. */
  const zAt = (place) => blend(model.get("method"), corners, place);
  /** The latent point at a share of the path. */
  const zOn = (share) => along(model.get("method"), stops().map(zAt), share);
  /** The place in the triangle at a share of the path. */
  function placeOn(share) {
    const passed = share * (stops().length - 1);
    const leg = Math.min(Math.floor(passed), stops().length - 2);
    const [from, to] = stops().slice(leg, leg + 2);
    return from.map((weight, i) => weight + (passed - leg) * (to[i] - weight));
  }
  return {
    onPath,
    stops,
    zAt,
    zOn,
    shortened,
    /** How many points of the path the reader has chosen. */
    chosen: () => own().length,
    /** The path that is one place longer, or null where it ends there already. */
    withPlace(place) {
      const next = shortened(place);
      return String(own().at(-1)) === String(next) ? null : [...own(), next];
    },
    place: () => (onPath() ? placeOn(model.get("position")) : model.get("weights")),
    /** How far along the path the walk is. */
    share: () => model.get("position"),
    /** The latent point that the walk has come to. */
    z: () => (onPath() ? zOn(model.get("position")) : zAt(model.get("weights"))),
    /** The lengths of so many latent points, evenly along the path. */
    lengths: (count) => Array.from({ length: count }, (_, i) => norm(zOn(i / (count - 1)))),
    /** Takes the corners from the seed. */
    findCorners() {
      const numbers = [...normals(model.get("seed"), 3 * width)];
      corners = [0, 1, 2].map((i) => numbers.slice(i * width, (i + 1) * width));
    },
  };
}
