// What a count of right answers tells: the numbers of gan_utils/metrics/human.py.

// The standard normal number that 97.5 % stay below, for intervals of 95 %.
const NORMAL_975 = 1.959963984540054;
const FEWEST_ANSWERS = 8;

/**
 * Two-sided exact p-value, where guessing is right half the time.
 *
 * @param {number} correct
 * @param {number} total
 * @returns {number}
 */
export function binomialTest(correct, total) {
  const logs = new Float64Array(total + 1);
  for (let i = 1; i <= total; i++) logs[i] = logs[i - 1] + Math.log(total + 1 - i) - Math.log(i);
  let sum = 0;
  for (const log of logs) if (log <= logs[correct] + 1e-7) sum += Math.exp(log - total * Math.LN2);
  return Math.min(1, sum);
}

/**
 * @param {number} total
 * @returns {number | null} the fewest right answers above half that are rare among guessers (p < 0.05); null where even
 *   all right is not
 */
export function fewestTelling(total) {
  for (let right = Math.ceil((total + 1) / 2); right <= total; right++)
    if (binomialTest(right, total) < 0.05) return right;
  return null;
}

/**
 * Where the true rate plausibly lies: Wilson's interval of 95 %, which begins at 0 for none and ends at 1 for all.
 *
 * @param {number} successes
 * @param {number} total
 * @returns {number[]} its ends
 */
export const wilsonInterval = (successes, total) => [
  lowerEnd(successes, total),
  1 - lowerEnd(total - successes, total),
];

/** The lower end of that interval, without the difference of two numbers that are nearly the same. */
function lowerEnd(successes, total) {
  const z2 = NORMAL_975 ** 2;
  const failures = (total - successes) / total;
  const root = NORMAL_975 * Math.sqrt(successes * failures + z2 / 4);
  return ((successes / total) * successes) / (successes + z2 / 2 + root);
}

/**
 * @param {boolean[]} correct right or wrong, trial by trial
 * @param {{start?: number, down?: number, up?: number, shortest?: number, longest?: number}} [steps] in milliseconds
 * @returns {{exposures: number[], threshold: number}} each trial's exposure and the next one's, and the mean of the
 *   second half, NaN for few trials
 */
export function hypeStaircase(correct, { start = 500, down = 25, up = 75, shortest = 100, longest = 1000 } = {}) {
  const exposures = [start];
  for (const right of correct)
    exposures.push(Math.min(Math.max(exposures[exposures.length - 1] + (right ? -down : up), shortest), longest));
  const half = exposures.slice(Math.floor(correct.length / 2), correct.length);
  const threshold = half.reduce((sum, exposure) => sum + exposure, 0) / half.length;
  return { exposures, threshold: correct.length < FEWEST_ANSWERS ? NaN : threshold };
}

/**
 * @param {ArrayLike<number>} numbers
 * @returns {number} the middle one, NaN of none
 */
export function median(numbers) {
  const sorted = Float64Array.from(numbers).sort();
  const middle = sorted.length >> 1;
  if (!sorted.length) return NaN;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
