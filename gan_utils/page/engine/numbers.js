// What the page asks of numbers; Python has it in NumPy.

/**
 * @param {number} value
 * @param {number} low
 * @param {number} high
 * @returns {number} the number nearest to `value` that lies between the two
 */
export const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

/**
 * @param {number[] | Float32Array | Float64Array} values
 * @returns {number} their mean
 */
export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
