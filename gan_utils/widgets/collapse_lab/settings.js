// What the lab's page and its worker both must know.

// How far from 0 a fence lets G's points go in each coordinate: so far that they stay in the picture.
export const FENCE = 2.4;
// Cells of D's map.
export const HEAT_SIDE = 48;
// Lines of G's grid.
export const MANIFOLD_SIDE = 21;
// The costly layers, and whether they are on at first.
export const LOOKS = { heat: true, manifold: false, arrows: false };

// With others of these there are other networks.
const NETWORK = ["width", "z_dim", "packing", "seed"];

/** Whether a run with settings `before` can go on with settings `after`. */
export const canGoOn = (before, after) =>
  NETWORK.every((name) => before[name] === after[name]) &&
  (after.target !== "drawn" || JSON.stringify(before.drawn) === JSON.stringify(after.drawn));
