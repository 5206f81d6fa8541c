// What the lab's page and its worker both must know.

export const REACH = 2.6; // the picture shows [-REACH, REACH] in both directions
export const HEAT_SIDE = 48; // cells of D's map
export const MANIFOLD_SIDE = 21; // lines of G's grid
export const LOOKS = { heat: true, manifold: false, arrows: false }; // the costly layers, and whether they are on at first

const NETWORK = ["width", "z_dim", "packing", "seed"]; // with others of these there are other networks

/** Whether a run with settings `before` can go on with settings `after`. */
export const canGoOn = (before, after) => NETWORK.every((name) => before[name] === after[name])
  && (after.target !== "drawn" || JSON.stringify(before.drawn) === JSON.stringify(after.drawn));
