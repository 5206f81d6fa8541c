// The activations T = g_f(v) of the f-GAN paper, as in gan_utils.divergences.F_DIVERGENCES.

export const softplus = (v) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));

export const ACTIVATIONS = {
  kl: (v) => v,
  reverse_kl: (v) => -Math.exp(-v),
  pearson: (v) => v,
  hellinger: (v) => -Math.expm1(-v),
  js: (v) => Math.LN2 - softplus(-v),
};
