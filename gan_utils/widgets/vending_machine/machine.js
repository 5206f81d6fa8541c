// What drops out of a machine: the same samples as in Python, made when they are first wanted.

export const HELD = 20000; // samples in each machine

/** A machine's samples, sample i from makeOne(i): take(n) gives the first n, made() says how many there are so far. */
export function makeMachine(makeOne) {
  const samples = new Float64Array(HELD);
  let made = 0;
  return {
    made: () => made,
    take(n) {
      for (; made < n; made++) samples[made] = makeOne(made);
      return samples.subarray(0, n);
    },
  };
}
