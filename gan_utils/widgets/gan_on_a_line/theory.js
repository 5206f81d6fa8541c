// What D's values mean, and what the best D would say where the densities are p and q.

import { F_DIVERGENCES } from "../../page/divergences/table.js";

const probability = { show: (v) => 1 / (1 + Math.exp(-v)), best: (p, q) => p / (p + q) };
const asItIs = { show: (v) => v, best: null };
const shifted = { ...asItIs, shifted: true };
/** An f-GAN's T = g_f(v), and T* = f'(p / q). */
function fGan(name) {
  const { activation, witness } = F_DIVERGENCES[name];
  return { show: activation, best: (p, q) => witness(p / q) };
}

/**
 * objective -> {show(v), best(p, q), shifted}: D's value as it is shown, and the best one; without `best` nothing can be
 * said from p and q alone. Only differences between a critic's values mean anything: they are shown `shifted`.
 */
export const VIEWS = {
  minimax: probability,
  non_saturating: probability,
  r1: probability,
  lsgan: { ...asItIs, best: probability.best },
  hinge: { ...asItIs, best: (p, q) => Math.sign(p - q) },
  wgan: shifted,
  wgan_gp: shifted,
  fgan_kl: fGan("kl"),
  fgan_reverse_kl: fGan("reverse_kl"),
  fgan_pearson: fGan("pearson"),
  fgan_hellinger: fGan("hellinger"),
  fgan_js: fGan("js"),
  sngan: asItIs,
  ebgan: asItIs,
  began: asItIs,
};

/** The density at x of normal distributions of one width at `centers`, [x] each, in shares `weights`. */
export function lineDensity(x, { centers, weights }, std) {
  const sum = centers.reduce(
    (before, [center], i) => before + weights[i] * Math.exp(-0.5 * ((x - center) / std) ** 2),
    0,
  );
  return sum / (std * Math.sqrt(2 * Math.PI));
}

/** The density of samples, smoothed by a bell of width `smooth`, at places that are equally far apart. */
export function smoothed(samples, places, smooth) {
  const step = places[1] - places[0];
  const reach = Math.ceil((4 * smooth) / step);
  const heights = new Float64Array(places.length);
  const factor = 1 / (samples.length * smooth * Math.sqrt(2 * Math.PI));
  for (const sample of samples) {
    const nearest = Math.round((sample - places[0]) / step);
    for (let i = Math.max(0, nearest - reach); i <= Math.min(places.length - 1, nearest + reach); i++)
      heights[i] += factor * Math.exp(-0.5 * ((places[i] - sample) / smooth) ** 2);
  }
  return heights;
}
