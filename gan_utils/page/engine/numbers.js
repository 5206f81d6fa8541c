// What the page asks of single numbers; Python has it in NumPy.

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 * @returns {number} the number nearest to `value` that lies between the two
 */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
