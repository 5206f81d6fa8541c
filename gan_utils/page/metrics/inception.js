// The Inception Score of gan_utils/metrics/inception.py with one split: exp of the mean KL(p(y|x) || p(y)), in nats.

// 0 log 0 = 0
const klTerm = (p, q) => (p > 0 && q > 0 ? p * Math.log(p / q) : 0);

/**
 * @param {Float64Array} table probabilities, row by row, each row a distribution over the classes
 * @param {number} classes
 * @returns {{score: number, marginal: Float64Array, conditionalEntropy: number, marginalEntropy: number,
 *   divergences: Float64Array, divergence: number}} the score, and what it is made of
 */
export function inceptionScore(table, classes) {
  const rows = table.length / classes;
  const marginal = new Float64Array(classes);
  table.forEach((p, i) => (marginal[i % classes] += p / rows));
  const divergences = new Float64Array(rows);
  let conditionalEntropy = 0;
  table.forEach((p, i) => {
    divergences[Math.floor(i / classes)] += klTerm(p, marginal[i % classes]);
    conditionalEntropy -= klTerm(p, 1) / rows;
  });
  const marginalEntropy = -marginal.reduce((sum, p) => sum + klTerm(p, 1), 0);
  // Rows that are all the same may round below 0.
  divergences.forEach((d, i) => {
    divergences[i] = Math.max(0, d);
  });
  const divergence = divergences.reduce((sum, d) => sum + d, 0) / rows;
  // Rounding must not leave [1, classes].
  const score = Math.min(Math.max(Math.exp(divergence), 1), classes);
  return { score, marginal, conditionalEntropy, marginalEntropy, divergences, divergence };
}
