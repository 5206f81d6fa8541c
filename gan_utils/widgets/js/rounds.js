// The rounds of a training run: records of the past, what a reader changes on the way, and the end when numbers run out.

const MOST_RECORDS = 200;
// Rounds between two records, until there are too many.
const FIRST_EVERY = 25;

/**
 * The rounds of a GAN. `changes` is a list of [round, settings] to be repeated; apply(settings) puts them into force;
 * record() gives what to keep of the networks as they are.
 */
export function makeRounds(gan, changes, apply, record) {
  const waiting = [...changes];
  let step = 0, every = FIRST_EVERY, records = [], failure = null;

  function keep() {
    records.push({ step, ...record() });
    if (records.length <= MOST_RECORDS) return;
    every *= 2;
    records = records.filter((each) => each.step % every === 0);
  }
  keep();

  /** Runs `act`; when the networks leave the range of numbers, the run ends with an explanation. */
  function guarded(act) {
    if (failure) return;
    try {
      act();
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      failure = `${error.message} at step ${step + 1}`;
    }
  }
  function oneRound() {
    while (waiting.length && waiting[0][0] <= step) apply(waiting.shift()[1]);
    guarded(() => {
      gan.step();
      step += 1;
      if (step % every === 0) keep();
    });
  }

  return {
    step: () => step,
    records: () => records,
    failure: () => failure,
    acts: {
      /** Goes on with other settings from here; changes that were still to come are dropped. */
      change(next) {
        waiting.length = 0;
        apply(next);
      },
      /** Takes rounds until `limit` of them are done or the time is up. */
      train(limit, milliseconds) {
        const end = performance.now() + milliseconds, before = step;
        do oneRound(); while (!failure && step - before < limit && performance.now() < end);
        return step - before;
      },
      stepD: () => guarded(() => { gan.stepD(); }),
      stepG: () => guarded(() => { gan.stepG(); }),
    },
  };
}
