// The rounds of a training run: records of the past, what a reader changes on the way, the way back to a record, and the
// end when numbers run out.

const MOST_RECORDS = 200;
// Rounds between two records, until there are too many; of steps by hand each one is kept until then.
const FIRST_EVERY = 25;

/**
 * The rounds of a GAN. `changes` is a list of [round, settings] to be repeated; apply(settings) puts them into force, and
 * settings() are those of the moment; record() gives what to keep of the networks as they are. A record's `turn` counts
 * rounds and steps by hand alike; so many of them, `states`, also keep all that is needed to go on from there.
 */
export function makeRounds(gan, changes, { apply, settings, record, states = MOST_RECORDS }) {
  let waiting = [...changes];
  // What was changed so far, and at which round.
  let made = [];
  let step = 0;
  let byHand = 0;
  let every = FIRST_EVERY;
  let records = [];
  let failure = null;

  function keep() {
    const kept = { step, turn: step + byHand, settings: settings(), ...record(step) };
    records.push(Object.assign(kept, { state: gan.state() }));
    if (records.length > MOST_RECORDS) {
      every *= 2;
      records = records.filter((_, i) => i % 2 === 0);
    }
    const whole = records.filter(({ state }) => state);
    if (whole.length > states)
      whole.forEach((each, i) => {
        if (i % 2) each.state = null;
      });
  }
  keep();

  function put(next) {
    made.push([step, next]);
    apply(next);
  }
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
    while (waiting.length && waiting[0][0] <= step) put(waiting.shift()[1]);
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
        waiting = [];
        put(next);
      },
      /** Takes rounds until `limit` of them are done or the time is up. */
      train(limit, milliseconds) {
        const end = performance.now() + milliseconds;
        const before = step;
        do oneRound();
        while (!failure && step - before < limit && performance.now() < end);
        return step - before;
      },
      /** Back to record number `place`: what came after it is gone, and so is what was still to come. */
      back(place) {
        const goal = records[place].step;
        let from = place;
        while (!records[from].state) from -= 1;
        const start = records[from];
        waiting = made.filter(([round]) => round >= start.step && round < goal);
        made = made.filter(([round]) => round < start.step);
        records = records.slice(0, from + 1);
        failure = null;
        apply(start.settings);
        gan.restore(start.state);
        step = start.step;
        byHand = start.turn - start.step;
        // From the last whole state on, the same rounds again.
        while (step < goal) oneRound();
        waiting = [];
      },
      stepD: (times = 1) => moveAlone(gan.stepD, times),
      stepG: (times = 1) => moveAlone(gan.stepG, times),
    },
  };
}

/** Of the records of a run that was kept, the one nearest to a round. */
export const nearestTo = (step, records) =>
  records.reduce((best, each) => (Math.abs(each.step - step) < Math.abs(best.step - step) ? each : best));
