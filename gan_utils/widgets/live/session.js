// A run in a worker of its own: what is asked of it, and what comes back.

import { inTurn, startWorker } from "./client.js";
import { makePace } from "./pace.js";

/**
 * A run of a card in a worker. `layers` goes with each message; onPicture(picture) hears of each answer, onError(error) of
 * what went wrong. dataOf(settings), where a run has data, gives a promise of {key, ...}; they are sent when the key is
 * another. `gentle` as for startWorker. `run` holds the latest picture, the target, the runs that are `kept` to compare, and `at`, the record that is
 * looked back on.
 */
export function makeSession(model, { layers, dataOf = () => null, gentle }, onPicture, onError) {
  const run = { at: null, picture: null, target: null, kept: [] };
  const pace = makePace();
  const worker = startWorker(model.get("_worker"), onError, gentle);
  let changing = 0;
  let sent = null;
  function take({ picture, target, kept, taken, spent }) {
    if (target) run.target = target;
    if (kept) run.kept = kept;
    if (taken) pace.count(taken, spent);
    run.picture = picture;
    onPicture(picture);
  }
  async function send({ wanted, ...message }) {
    const found = wanted ? await dataOf(wanted) : null;
    const data = found && found.key !== sent ? found : undefined;
    const answer = await worker.ask({ id: 0, layers, at: run.at, ...message, data });
    if (data) sent = data.key;
    return answer;
  }
  const { ask, busy, idle } = inTurn(send, take, onError);
  function change(message) {
    run.at = null;
    changing += 1;
    return ask(message).finally(() => {
      changing -= 1;
    });
  }
  function move(message) {
    run.at = null;
    return ask(message);
  }
  return {
    run,
    busy,
    idle,
    rate: pace.rate,
    /** Whether settings are under way that the latest picture does not have. */
    changing: () => changing > 0,
    start(settings, changes) {
      pace.reset();
      return change({ kind: "start", settings, changes, constants: model.get("_constants"), wanted: settings });
    },
    change: (settings) => change({ kind: "change", settings }),
    train: (steps, milliseconds) => move({ kind: "train", steps, milliseconds }),
    /** So many steps of one player: `kind` is "stepD" or "stepG". */
    stepAlone: (kind, times) => move({ kind, times }),
    /** Back to a record, from which the run then goes on. */
    back: (place) => move({ kind: "back", place }),
    /** Keeps the run as it is now, under these words, to compare others with. */
    keep: (words) => ask({ kind: "keep", words }),
    /** Forgets a run that was kept. */
    drop: (place) => ask({ kind: "drop", place }),
    look: () => ask({ kind: "look" }),
    /** What else a run can be asked for, by its name. */
    tell: (name, value) => worker.ask({ kind: "ask", id: 0, name, value }).then(({ told }) => told),
    stop: worker.stop,
  };
}
