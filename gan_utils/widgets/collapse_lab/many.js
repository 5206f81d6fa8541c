// "Many seeds": the same settings from twelve seeds side by side, and how many of the runs collapsed.

import { figure } from "../draw/canvas.js";
import { startWorker } from "../live/client.js";
import { button, element, readout, slider } from "../ui/dom.js";
import { palette } from "../ui/theme.js";
import { drawPlane } from "./figures.js";

const SEEDS = 12;
const MOST_WORKERS = 4;
// Pixels for a line of text.
const LABEL = 20;
const TURN = { kind: "train", steps: 100, milliseconds: 150, layers: {}, at: null };

/** {place, redraw(), stop()}: a button that runs the settings it is given by settingsOf(), and twelve small pictures. */
export function makeMany(source, root, settingsOf, fail) {
  let runs = [];
  let workers = [];
  let rounds = 2000;
  let visible = true;
  let running = 0;
  const columnsFor = (width) => (width < 480 ? 3 : 4);
  const ratioFor = (width) => Math.ceil(SEEDS / columnsFor(width)) * (1 / columnsFor(width) + LABEL / width);
  const planes = figure("Twelve runs of the same settings from twelve seeds", ratioFor, (context, width) => {
    const columns = columnsFor(width);
    const side = width / columns;
    const colours = palette(root);
    runs.forEach(({ seed, picture, target }, i) => {
      context.save();
      context.translate((i % columns) * side, Math.floor(i / columns) * (side + LABEL));
      if (picture) drawPlane(context, side - 8, colours, { picture, target, layers: { samples: true, target: true } });
      context.fillStyle = colours.ink;
      context.font = "12px system-ui, sans-serif";
      context.textAlign = "left";
      context.fillText(picture ? `seed ${seed}: ${words(picture)}` : `seed ${seed}`, 2, side + 6);
      context.restore();
    });
  });
  planes.place.hidden = true;
  const count = readout("collapsed", "collapsed (fewer modes than there are)");
  const done = readout("many-rounds", "rounds done by all");
  const length = slider(
    "many-rounds-wanted",
    "rounds of each",
    { min: 200, max: 6000, step: 200, value: rounds },
    (value) => {
      rounds = value;
    },
  );
  const go = button("many", `Run ${SEEDS} seeds`, () => (running ? end() : begin()));
  const results = element("dl", { className: "gan-readouts", hidden: true }, count.row, done.row);

  const words = ({ modes, captured, failure }) =>
    failure ? "diverged" : modes === null ? "no modes" : `${captured} of ${modes}`;
  const collapsed = ({ picture }) =>
    picture && picture.modes !== null && (picture.failure || picture.captured < picture.modes);
  function show() {
    const known = runs.filter(({ picture }) => picture).length;
    count.show(
      runs[0]?.picture?.modes === null ? "no modes to count" : `${runs.filter(collapsed).length} of ${known}`,
      String(runs.filter(collapsed).length),
    );
    const least = Math.min(...runs.map(({ picture }) => (picture ? (picture.failure ? rounds : picture.step) : 0)));
    done.show(String(least));
    planes.redraw();
  }
  /** Takes a worker's runs forward in turns until all are done. */
  async function work(worker, own, mine) {
    for (const run of own) Object.assign(run, await worker.ask({ ...TURN, ...run.start }));
    for (let left = own; left.length; left = left.filter((run) => run.picture.step < rounds && !run.picture.failure))
      for (const run of left) {
        while ((!visible || document.hidden) && mine === running)
          await new Promise((wake) => {
            setTimeout(wake, 200);
          });
        if (mine !== running) return;
        const steps = Math.min(TURN.steps, rounds - run.picture.step);
        run.picture = (await worker.ask({ ...TURN, id: run.seed, steps })).picture;
        if (mine === running) show();
      }
  }
  async function begin() {
    const settings = settingsOf();
    const mine = ++begun;
    end();
    running = mine;
    go.textContent = "Stop";
    [planes.place.hidden, results.hidden] = [false, false];
    runs = Array.from({ length: SEEDS }, (_, i) => {
      const seed = (settings.seed + i) % 4294967296;
      return {
        seed,
        picture: null,
        target: null,
        start: { kind: "start", id: seed, settings: { ...settings, seed }, changes: [] },
      };
    });
    const hands = Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency || 2) - 1));
    workers = Array.from({ length: hands }, () => startWorker(source, fail));
    show();
    try {
      await Promise.all(
        workers.map((worker, i) =>
          work(
            worker,
            runs.filter((_, k) => k % hands === i),
            mine,
          ),
        ),
      );
    } catch (error) {
      fail(error);
    }
    if (mine === running) end();
  }
  /** Stops the workers; the pictures stay. */
  function end() {
    workers.forEach((worker) => worker.stop());
    [workers, running] = [[], 0];
    go.textContent = `Run ${SEEDS} seeds`;
  }
  let begun = 0;
  const observer = new IntersectionObserver((entries) => {
    visible = entries[entries.length - 1].isIntersecting;
  });
  const place = element(
    "div",
    { className: "gan-many" },
    element("div", { className: "gan-row" }, go, length.row),
    planes.place,
    results,
  );
  observer.observe(place);
  return {
    place,
    redraw: planes.redraw,
    stop() {
      end();
      planes.stop();
      observer.disconnect();
    },
  };
}
