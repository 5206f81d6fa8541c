// What the page of a GAN on a line and its worker both must know.

// The picture shows [-REACH, REACH].
export const REACH = 4;
// Where D is drawn.
export const places = Float32Array.from({ length: 161 }, (_, i) => i / 20 - 4);
// D's best answer needs the model's density: both densities are smoothed with a normal kernel of this width.
export const SMOOTH = 0.08;

// D's of these kinds need other networks, or hold more than weights.
const KINDS = { sngan: "spectral", ebgan: "energy", began: "energy" };
const NETWORK = ["width", "z_dim", "seed"];

/** Whether a run with settings `before` can go on with settings `after`. */
export const canGoOn = (before, after) =>
  KINDS[before.objective] === KINDS[after.objective] && NETWORK.every((name) => before[name] === after[name]);
