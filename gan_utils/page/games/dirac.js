// The Dirac-GAN: the same fields as gan_utils/games/dirac.py. theta descends, psi ascends.

import { normals } from "../seeded.js";

const slope = (t) => 1 / (1 + Math.exp(t)); // f' of f(t) = -log(1 + e^-t)

function gan(theta, psi) {
  const a = slope(psi * theta);
  return [-psi * a, theta * a];
}

/**
 * @typedef {object} Settings with Python's names
 * @property {string} variant
 * @property {number} lr
 * @property {"simultaneous" | "alternating"} update
 * @property {number} [clip]
 * @property {number} [penalty]
 * @property {number} [target]
 * @property {number} [noise]
 * @property {number} [samples]
 * @property {number} [seed]
 * @property {number} [beta]
 */

/**
 * The fields by their names: how theta and psi move.
 *
 * @type {Record<string, (theta: number, psi: number, s: Settings, step: number) => number[]>}
 */
export const DIRAC_VARIANTS = {
  gan,
  non_saturating: (theta, psi) => [-psi * slope(-psi * theta), theta * slope(psi * theta)],
  wgan: (theta, psi) => [-psi, theta],
  wgan_gp: (theta, psi, s) => [-psi, theta - s.penalty * (Math.abs(psi) - s.target) * Math.sign(psi)],
  instance_noise(theta, psi, s, step) {
    const count = s.samples;
    const noise = normals(s.seed, 2 * count, 2 * count * step);
    let push = 0;
    let fakes = 0;
    let reals = 0;
    for (let i = 0; i < count; i++) {
      const fake = theta + s.noise * noise[i];
      const real = s.noise * noise[count + i];
      const a = slope(psi * fake);
      push += a;
      fakes += fake * a;
      reals += real * slope(-psi * real);
    }
    return [(-psi * push) / count, fakes / count - reals / count];
  },
  r1(theta, psi, s) {
    const [down, up] = gan(theta, psi);
    return [down, up - s.penalty * psi];
  },
  consensus(theta, psi, s) {
    const a = slope(psi * theta);
    const bend = -a * (1 - a);
    // Times the squared length, one factor after the other: the square alone may leave the numbers.
    const timesLength = (small) => small * theta * theta + small * psi * psi;
    const [down, up] = gan(theta, psi);
    return [
      down - s.beta * (theta * a * a + timesLength(a * bend * psi)),
      up - s.beta * (psi * a * a + timesLength(a * bend * theta)),
    ];
  },
};

/**
 * @param {number[]} point theta and psi
 * @param {Settings} s
 * @param {number} step from 0, which decides the noise
 * @returns {number[]} the point after it
 */
export function diracStep([theta, psi], s, step) {
  const field = DIRAC_VARIANTS[s.variant];
  let [down, up] = field(theta, psi, s, step);
  const newTheta = theta + s.lr * down;
  if (s.update === "alternating") up = field(newTheta, psi, s, step)[1];
  let newPsi = psi + s.lr * up;
  if (s.variant === "wgan") newPsi = Math.min(Math.max(newPsi, -s.clip), s.clip);
  return [newTheta, newPsi];
}

/**
 * @param {Settings} s
 * @returns {number[][] | null} the one-round map near (0, 0), linearised, as rows; null where the field has none, which
 *   Python refuses
 */
export function diracMatrix(s) {
  const turn = s.variant === "wgan" || s.variant === "wgan_gp" ? 1 : 0.5;
  let holdTheta = 0;
  let holdPsi = 0;
  if (s.variant === "wgan_gp") {
    if (s.target > 0) return null;
    holdPsi = s.penalty;
  } else if (s.variant === "r1") holdPsi = s.penalty;
  else if (s.variant === "instance_noise") holdPsi = (s.noise * s.noise) / 2;
  else if (s.variant === "consensus") holdTheta = holdPsi = s.beta / 4;
  const keepTheta = 1 - s.lr * holdTheta;
  const keepPsi = 1 - s.lr * holdPsi;
  const turned = s.lr * turn;
  if (s.update === "simultaneous")
    return [
      [keepTheta, -turned],
      [turned, keepPsi],
    ];
  return [
    [keepTheta, -turned],
    [turned * keepTheta, keepPsi - turned * turned],
  ];
}
