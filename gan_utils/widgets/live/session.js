// A run in a worker of its own: what is asked of it, and what comes back.

import { inTurn, startWorker } from "./client.js";
import { makePace } from "./pace.js";

/**
 * A run of a card in a worker. `layers` goes with each message; onPicture(picture) hears of each answer, onError(error) of
 * what went wrong. `run` holds the latest picture, the target, and `at`, the record that is looked back on.
 */
export function makeSession(model, layers, onPicture, onError) {
  const run = { at: null, picture: null, target: null };
  const pace = makePace();
  const worker = startWorker(model.get("_worker"), onError);
  let changing = 0;
  function take({ picture, target, taken, spent }) {
    if (target) run.target = target;
    if (taken) pace.count(taken, spent);
    run.picture = picture;
    onPicture(picture);
  }
  const { ask, busy, idle } = inTurn((message) => worker.ask({ id: 0, layers, at: run.at, ...message }), take, onError);
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
      return change({ kind: "start", settings, changes, constants: model.get("_constants") });
    },
    change: (settings) => change({ kind: "change", settings }),
    train: (steps, milliseconds) => move({ kind: "train", steps, milliseconds }),
    /** So many steps of one player: `kind` is "stepD" or "stepG". */
    stepAlone: (kind, times) => move({ kind, times }),
    look: () => ask({ kind: "look" }),
    stop: worker.stop,
  };
}
