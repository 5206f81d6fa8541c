// What a GAN in the page imitates, on a line or in the plane: the same points as gan_utils/data/toys.py. What Python
// keeps in TARGETS, CENTERS and LINES is one table here.

const ring = Array.from({ length: 8 }, (_, i) => [2 * Math.cos((i * Math.PI) / 4), 2 * Math.sin((i * Math.PI) / 4)]);
const grid = Array.from({ length: 25 }, (_, i) => [(i % 5) - 2, Math.floor(i / 5) - 2]);
const blobs = [
  [-1, 0],
  [1, 0],
];
const among = (centers) => (u) => centers[Math.floor(u * centers.length)];

function moons(u) {
  const angle = 2 * Math.PI * u;
  const shift = u < 0.5 ? -0.6 : 0.6;
  return [1.2 * Math.cos(angle) + shift, 1.2 * Math.sin(angle) + shift / 2];
}

function spiral(u) {
  const turn = 4 * Math.PI * Math.sqrt(u);
  return [2 * Math.sqrt(u) * Math.cos(turn), 2 * Math.sqrt(u) * Math.sin(turn)];
}

/** A mixture on a line: place(u) is the first centre whose weights up to it sum to more than u. */
function line(std, centers, weights = centers.map(() => 1 / centers.length)) {
  let sum = 0;
  const up = weights.map((weight) => (sum += weight));
  return {
    place(u) {
      const at = up.findIndex((bound) => u < bound);
      return [centers[at < 0 ? centers.length - 1 : at]];
    },
    std,
    weights,
    centers: centers.map((x) => [x]),
  };
}

/**
 * @typedef {object} Target
 * @property {(u: number) => number[]} place where a uniform number lands
 * @property {number} std of the noise around it
 * @property {number[][] | null} centers the modes, if there are any
 * @property {number[]} [weights] of the modes, on a line
 */

/** @type {Record<string, Target>} */
const TARGETS = {
  ring: { place: among(ring), std: 0.02, centers: ring },
  grid: { place: among(grid), std: 0.025, centers: grid },
  blobs: { place: among(blobs), std: 0.2, centers: blobs },
  moons: { place: moons, std: 0.08, centers: null },
  spiral: { place: spiral, std: 0.05, centers: null },
  bell: line(0.5, [1]),
  two_bumps: line(0.4, [-1.5, 1.5]),
  three_bumps: line(0.3, [-2, 0, 2]),
  uneven: line(0.4, [-1.5, 1.5], [0.8, 0.2]),
  needles: line(0.05, [-2, -1, 0, 1, 2]),
};

/**
 * @param {string} name
 * @param {number[][]} [drawn] points of a reader's own, each a mode of the target "drawn"
 * @returns {Target}
 */
export const targetOf = (name, drawn) =>
  name === "drawn" ? { place: among(drawn), std: 0.06, centers: drawn } : TARGETS[name];

/**
 * @param {Float32Array} numbers the coordinates of each point, which are filled in
 * @param {Target} target
 * @param {Iterable<number>} uniforms one a point
 * @param {ArrayLike<number>} normals one a coordinate
 */
export function fillPoints(numbers, target, uniforms, normals) {
  let at = 0;
  for (const u of uniforms)
    for (const x of target.place(u)) {
      numbers[at] = x + target.std * normals[at];
      at += 1;
    }
}
