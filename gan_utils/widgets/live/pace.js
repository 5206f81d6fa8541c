// How quick a run is.

/** Rounds a second, of the last second or so: {count(taken, milliseconds), rate(), reset()}. */
export function makePace() {
  let taken = 0;
  let spent = 0;
  let rate = 0;
  return {
    count(rounds, milliseconds) {
      taken += rounds;
      spent += milliseconds;
      rate = (1000 * taken) / spent;
      if (spent > 1000) [taken, spent] = [taken / 2, spent / 2];
    },
    rate: () => rate,
    reset() {
      [taken, spent, rate] = [0, 0, 0];
    },
  };
}
