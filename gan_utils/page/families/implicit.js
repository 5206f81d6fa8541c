// What a discriminator tells of a generator: gan_utils/families/implicit.py, of densities where that is of their logarithms.

/** q = p (1 - D) / D, from the density p and D's logit. It is q only where D is p / (p + q). */
export const densityFromRatio = (p, logit) => (p === 0 ? 0 : Math.exp(Math.log(p) - logit));
