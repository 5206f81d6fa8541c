// The f-divergences of gan_utils/divergences/table.py: what the page needs of their rows.

const softplus = (v) => Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));

/**
 * The rows of the f-GAN paper by their names, with Python's names for what they hold: `activation`, g_f, makes T of a
 * number v; `paid` is f*(activation(v)); `witness` is T*(u) = f'(u), at which the bound is tight.
 *
 * @type {Record<string, Record<"activation" | "paid" | "witness", (number: number) => number>>}
 */
export const F_DIVERGENCES = {
  kl: {
    activation: (v) => v,
    paid: (v) => Math.exp(v - 1),
    witness: (u) => 1 + Math.log(u),
  },
  reverse_kl: {
    activation: (v) => -Math.exp(-v),
    paid: (v) => v - 1,
    witness: (u) => -1 / u,
  },
  pearson: {
    activation: (v) => v,
    paid: (v) => (v * v) / 4 + v,
    witness: (u) => 2 * (u - 1),
  },
  hellinger: {
    activation: (v) => -Math.expm1(-v),
    paid: Math.expm1,
    witness: (u) => 1 - u ** -0.5,
  },
  js: {
    activation: (v) => Math.LN2 - softplus(-v),
    paid: (v) => softplus(v) - Math.LN2,
    witness: (u) => Math.log((2 * u) / (1 + u)),
  },
  gan: {
    activation: (v) => -softplus(-v),
    paid: softplus,
    witness: (u) => Math.log(u / (1 + u)),
  },
};
