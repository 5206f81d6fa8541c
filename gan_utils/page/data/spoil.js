// Ways in which a generator can be bad: the parts of gan_utils/data/spoil.py. An image is its number.

import { laterSeed, normals, shuffled } from "../seeded.js";

const DIGITS = 10;

/**
 * @param {number[]} labels the digit of each image
 * @param {number} count
 * @param {{drop: number, variety: number, seed: number}} settings
 * @returns {number[]} the images that the generator gives, `count` of them
 */
export function chosen(labels, count, { drop, variety, seed }) {
  const order = shuffled(laterSeed(seed, 1), labels.length);
  const dropped = shuffled(seed, DIGITS).slice(0, drop);
  const left = order.filter((image) => !dropped.includes(labels[image]));
  const given = Array.from({ length: count }, (_, slot) => order[slot % order.length]);
  const first = new Set(given);
  // Where a dropped digit was comes another image, those first that have not been given.
  const spare = [...left.filter((image) => !first.has(image)), ...left.filter((image) => first.has(image))];
  let taken = 0;
  for (let slot = 0; slot < count; slot++)
    if (dropped.includes(labels[given[slot]])) given[slot] = spare[taken++ % spare.length];
  for (let digit = 0; digit < DIGITS; digit++) {
    const same = [...new Set(given.filter((image) => labels[image] === digit))];
    const kept = Math.max(1, Math.ceil(variety * same.length));
    const turn = new Map(same.map((image, number) => [image, same[number % kept]]));
    given.forEach((image, slot) => {
      given[slot] = turn.get(image) ?? image;
    });
  }
  return given;
}

/**
 * @param {number} count of samples
 * @param {{memorise: number, seed: number}} settings
 * @returns {Set<number>} the samples that are copies: sample i is then the reference's image i
 */
export const copied = (count, { memorise, seed }) =>
  new Set(shuffled(laterSeed(seed, 2), count).slice(0, Math.floor(memorise * count + 0.5)));

/**
 * Python does this to a batch of images.
 *
 * @param {Float32Array} pixels of an image of one channel
 * @param {number} image which part of the noise is its
 * @param {{blur: number, noise: number, shift: number, seed: number}} settings
 * @returns {Float32Array} the image blurred, moved to the right, and with noise
 */
export function distorted(pixels, image, { blur, noise, shift, seed }) {
  const side = Math.sqrt(pixels.length);
  const made = blur > 0 ? blurred(pixels, side, blur) : pixels.slice();
  if (shift)
    for (let row = 0; row < pixels.length; row += side) {
      made.copyWithin(row + shift, row, row + side - shift);
      made.fill(-1, row, row + shift);
    }
  if (noise > 0) {
    const added = normals(laterSeed(seed, 3), pixels.length, image * pixels.length);
    for (let i = 0; i < made.length; i++) made[i] = Math.min(Math.max(made[i] + noise * added[i], -1), 1);
  }
  return made;
}

/** A Gaussian blur, cut off at three standard deviations; beyond the edges lies black. */
function blurred(pixels, side, std) {
  const reach = Math.ceil(3 * std);
  const bell = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / std) ** 2));
  const whole = bell.reduce((sum, weight) => sum + weight, 0);
  /** Along rows, and turned: twice this is the whole. */
  function along(ink) {
    const turned = new Float64Array(ink.length);
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        let sum = 0;
        for (let i = Math.max(0, x - reach); i <= Math.min(side - 1, x + reach); i++)
          sum += bell[i - x + reach] * ink[y * side + i];
        turned[x * side + y] = sum / whole;
      }
    return turned;
  }
  // Ink is what stands above black.
  return Float32Array.from(along(along(Float64Array.from(pixels, (value) => value + 1))), (ink) =>
    Math.min(Math.max(ink - 1, -1), 1),
  );
}
