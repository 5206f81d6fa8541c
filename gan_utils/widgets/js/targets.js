// What the GAN of the page imitates: the same points as gan_utils/data/toys.py.

const ring = Array.from({ length: 8 }, (_, i) => [2 * Math.cos((i * Math.PI) / 4), 2 * Math.sin((i * Math.PI) / 4)]);
const grid = Array.from({ length: 25 }, (_, i) => [(i % 5) - 2, Math.floor(i / 5) - 2]);
const blobs = [[-1, 0], [1, 0]];
const among = (centers) => (u) => centers[Math.floor(u * centers.length)];

function moons(u) {
  const angle = 2 * Math.PI * u, shift = u < 0.5 ? -0.6 : 0.6;
  return [1.2 * Math.cos(angle) + shift, 1.2 * Math.sin(angle) + shift / 2];
}

function spiral(u) {
  const turn = 4 * Math.PI * Math.sqrt(u);
  return [2 * Math.sqrt(u) * Math.cos(turn), 2 * Math.sqrt(u) * Math.sin(turn)];
}

/** name -> {place(u), std, centers}: where a uniform number lands, the noise around it, and the modes if there are any. */
const TARGETS = {
  ring: { place: among(ring), std: 0.02, centers: ring },
  grid: { place: among(grid), std: 0.025, centers: grid },
  blobs: { place: among(blobs), std: 0.2, centers: blobs },
  moons: { place: moons, std: 0.08, centers: null },
  spiral: { place: spiral, std: 0.05, centers: null },
};

/** A target by name; `drawn` is the list of points of a reader's own, each a mode of the target "drawn". */
export const targetOf = (name, drawn) => (name === "drawn" ? { place: among(drawn), std: 0.06, centers: drawn } : TARGETS[name]);

/** Fills `numbers` (x and y of each point) from uniform numbers and normal ones. */
export function fillPoints(numbers, target, uniforms, normals) {
  for (let i = 0; i < uniforms.length; i++) {
    const [x, y] = target.place(uniforms[i]);
    numbers[2 * i] = x + target.std * normals[2 * i];
    numbers[2 * i + 1] = y + target.std * normals[2 * i + 1];
  }
}
