// The same settings from several seeds, shared out among a few workers.

import { startWorker } from "../live/client.js";

export const SEEDS = 12;
const MOST_WORKERS = 4;
const TURN = { kind: "train", steps: 100, milliseconds: 150, layers: {}, at: null };

const nap = () =>
  new Promise((wake) => {
    setTimeout(wake, 200);
  });

/** How many workers there is room for, beside the page. */
const handsHere = () => Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency || 2) - 1));

/**
 * Runs the card's settings from SEEDS seeds, that of `settings` first: {runs, done, stop()}. `runs` are {seed, picture,
 * target, moved}: how far the samples' mean moved on the ring in 100 rounds, when that was seen last, else null. `done` is
 * a promise of the end of all. rounds() says how many are wanted of each, awake() whether to go on now; onPicture() hears
 * of each new picture, onError(error) of a worker that cannot begin. Stopped workers keep their pictures.
 */
export function runSeeds(model, settings, { seeds, rounds, awake, onPicture, onError }) {
  const constants = model.get("_constants");
  let stopped = false;
  const runs = Array.from({ length: SEEDS }, (_, i) => ({
    seed: (settings.seed + i) % seeds,
    picture: null,
    target: null,
    moved: null,
  }));
  const unfinished = ({ picture }) => picture.step < rounds() && !picture.failure;
  /** Takes a worker's runs forward in turns until all are done. */
  async function work(worker, own) {
    for (const run of own) {
      const start = { kind: "start", id: run.seed, settings: { ...settings, seed: run.seed }, changes: [], constants };
      const { picture, target } = await worker.ask({ ...TURN, ...start });
      Object.assign(run, { picture, target, stood: picture.centre });
    }
    for (let left = own; left.length; left = left.filter(unfinished))
      for (const run of left) {
        while (!awake() && !stopped) await nap();
        if (stopped) return;
        const { step } = run.picture;
        const steps = Math.min(TURN.steps - (step % TURN.steps), rounds() - step);
        const { picture } = await worker.ask({ ...TURN, id: run.seed, steps });
        if (settings.target === "ring" && picture.step % TURN.steps === 0) {
          run.moved = Math.hypot(...picture.centre.map((at, axis) => at - run.stood[axis]));
          run.stood = picture.centre;
        }
        run.picture = picture;
        if (!stopped) onPicture();
      }
  }
  const workers = Array.from({ length: handsHere() }, () => startWorker(model.get("_worker"), onError));
  const shares = workers.map((_, i) => runs.filter((_, k) => k % workers.length === i));
  return {
    runs,
    done: Promise.all(workers.map((worker, i) => work(worker, shares[i]))),
    stop() {
      stopped = true;
      workers.forEach((worker) => worker.stop());
    },
  };
}
