// What drops out of a machine: the same samples as in Python, made when they are first wanted.

/**
 * A machine's samples, so many in all, sample i from makeOne(i): take(n) gives the first n, made() says how many there
 * are so far.
 *
 * @param {(i: number) => number} makeOne
 * @param {number} held
 * @returns {{made: () => number, take: (n: number) => Float64Array}}
 */
export function makeMachine(makeOne, held) {
  const samples = new Float64Array(held);
  let made = 0;
  return {
    made: () => made,
    take(n) {
      for (; made < n; made++) samples[made] = makeOne(made);
      return samples.subarray(0, n);
    },
  };
}
