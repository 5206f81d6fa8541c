// A small fully connected network, forward, one point at a time.

const BENDS = { relu: (x) => Math.max(0, x), tanh: Math.tanh, linear: (x) => x };

/**
 * A function from a point to the network's numbers, which the next call overwrites. `layers` are {inputs, outputs,
 * activation}; `weights` are, layer after layer, the matrix (outputs x inputs) and the biases.
 */
export function makeNetwork(layers, weights) {
  let used = 0;
  const part = (count) => weights.subarray(used, (used += count));
  const stages = layers.map(({ inputs, outputs, activation }) => ({
    matrix: part(inputs * outputs),
    biases: part(outputs),
    bend: BENDS[activation],
    made: new Float64Array(outputs),
  }));
  return (point) => {
    let from = point;
    for (const { matrix, biases, bend, made } of stages) {
      for (let o = 0, at = 0; o < made.length; o++) {
        let sum = biases[o];
        for (let i = 0; i < from.length; i++) sum += matrix[at++] * from[i];
        made[o] = bend(sum);
      }
      from = made;
    }
    return from;
  };
}
