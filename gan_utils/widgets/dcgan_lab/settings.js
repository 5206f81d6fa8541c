// What the lab's page and its worker both must know.

// Samples of the wall, and real images above it: rows of so many.
export const COLUMNS = 8;
export const ROWS = 6;

// With others of these there are other networks, or other data.
const NETWORK = ["data", "norm", "sampling", "hidden", "activation", "start", "width", "z_dim", "seed"];

/** Whether a run with settings `before` can go on with settings `after`. */
export const canGoOn = (before, after) => sameNetworks(before, after, NETWORK);

/** Whether two sets of settings ask for the same networks. */
export const sameNetworks = (one, other, names = Object.keys(one)) => names.every((name) => one[name] === other[name]);
