// The rounds of a training run: records of the past, what a reader changes on the way, and the end when numbers run out.

const MOST_RECORDS = 200;
// Rounds between two records, until there are too many; of steps by hand each one is kept until then.
const FIRST_EVERY = 25;

/**
 * The rounds of a GAN. `changes` is a list of [round, settings] to be repeated; apply(settings) puts them into force;
 * record() gives what to keep of the networks as they are. A record's `turn` counts rounds and steps by hand alike.
 */
export function makeRounds(gan, changes, apply, record) {
  const waiting = [...changes];
  let step = 0;
  let byHand = 0;
  let every = FIRST_EVERY;
  let records = [];
  let failure = null;

  function keep() {
    records.push({ step, turn: step + byHand, ...record() });
    if (records.length <= MOST_RECORDS) return;
    every *= 2;
    records = records.filter((_, i) => i % 2 === 0);
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

  /** So many steps of one player, which are no round. */
  function moveAlone(player, times) {
    for (let i = 0; i < times && !failure; i++)
      guarded(() => {
        player();
        byHand += 1;
        if (byHand % (every / FIRST_EVERY) === 0) keep();
      });
  }

  return {
    step: () => step,
    byHand: () => byHand,
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
        const end = performance.now() + milliseconds;
        const before = step;
        do oneRound();
        while (!failure && step - before < limit && performance.now() < end);
        return step - before;
      },
      stepD: (times = 1) => moveAlone(gan.stepD, times),
      stepG: (times = 1) => moveAlone(gan.stepG, times),
    },
  };
}
