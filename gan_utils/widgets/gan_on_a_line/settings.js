// What the page of a GAN on a line and its worker both must know.

/** Where D is drawn in a picture from -reach to reach. */
export const placesWithin = (reach) => Float32Array.from({ length: 161 }, (_, i) => reach * (i / 80 - 1));
// D's best answer needs the model's density: both densities are smoothed with a bell of this width.
export const SMOOTH = 0.08;

// D's of these kinds need other networks, or hold more than weights.
const KINDS = { sngan: "spectral", ebgan: "energy", began: "energy" };
const NETWORK = ["width", "z_dim", "seed"];

/** Whether a run with settings `before` can go on with settings `after`. */
export const canGoOn = (before, after) =>
  KINDS[before.objective] === KINDS[after.objective] && NETWORK.every((name) => before[name] === after[name]);
