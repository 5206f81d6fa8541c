// "Many seeds": the same settings from twelve seeds side by side, and how many of the runs collapsed.

import { regime } from "../../page/metrics/modes.js";
import { figure, typeface } from "../draw/canvas.js";
import { rangeOf } from "../ui/allowed.js";
import { button, element, readout, slider } from "../ui/dom.js";
import { palette } from "../ui/theme.js";
import { grouped } from "../ui/words.js";
import { drawPlane } from "./figures.js";
import { kindsInWords, nameOf } from "./map.js";
import { runSeeds, SEEDS } from "./seeds.js";

// Pixels for a line of text.
const LABEL = 20;
const GAP = 8; // pixels between two planes
const DENSITY = 2; // dots a pixel of each
const LAYERS = { samples: true, target: true };

const columnsFor = (width) => (width < 480 ? 3 : 4);
const ratioFor = (width) => Math.ceil(SEEDS / columnsFor(width)) * (1 / columnsFor(width) + LABEL / width);

const wordsOn = ({ modes, captured, failure }) =>
  failure ? "diverged" : modes === null ? "no modes" : `${captured} of ${modes}`;
/** What a run on the ring does, once its mean has been seen to move or to rest; null where nothing can be said. */
const regimeOf = ({ picture, moved }, radius) =>
  moved === null || picture.failure ? null : regime(picture, moved, radius);
const collapsed = ({ picture }) =>
  picture && picture.modes !== null && (picture.failure || picture.captured < picture.modes);

/** A run's plane as a picture of its own, drawn anew only when something of it has changed. */
function tileOf(run, side, colours, reach) {
  const { picture, target, tile } = run;
  if (tile?.picture === picture && tile.side === side && tile.paper === colours.paper) return tile.canvas;
  const canvas = element("canvas", { width: DENSITY * side, height: DENSITY * side });
  const context = canvas.getContext("2d");
  context.scale(DENSITY, DENSITY);
  drawPlane(context, side, colours, { picture, target, layers: LAYERS, reach });
  run.tile = { picture, side, paper: colours.paper, canvas };
  return canvas;
}

/** Each run's plane in a frame of what it does, and below it its seed and how many modes it has captured. */
function drawPlanes(context, width, colours, runs, { reach, map }) {
  const columns = columnsFor(width);
  const side = Math.floor(width / columns);
  const own = side - GAP;
  runs.forEach((run, i) => {
    const { seed, picture } = run;
    context.save();
    context.translate((i % columns) * side, Math.floor(i / columns) * (side + LABEL));
    if (picture) context.drawImage(tileOf(run, own, colours, reach), 0, 0, own, own);
    const kind = regimeOf(run, map.radius);
    const line = kind ? 3 : 1;
    // "between" is not among the kinds: the last colour is its.
    context.strokeStyle = kind ? colours[map.colours.at(map.kinds.indexOf(kind))] : colours.line;
    context.lineWidth = line;
    context.strokeRect(line / 2, line / 2, own - line, own - line);
    context.fillStyle = colours.ink;
    context.font = typeface(12);
    context.textAlign = "left";
    context.fillText(picture ? `seed ${seed}: ${wordsOn(picture)}` : `seed ${seed}`, 2, side + 6);
    context.restore();
  });
}

/** What is left of a time that has brought `share` of the work, in words; nothing at the beginning and at the end. */
export function wordsOnRest(seconds, share) {
  if (share < 0.02 || share >= 1) return "";
  const rest = (seconds * (1 - share)) / share;
  return rest < 90 ? `, about ${Math.ceil(rest / 5) * 5} s to go` : `, about ${Math.round(rest / 60)} min to go`;
}

/** The read-outs, hidden at first: {list, show(runs, rounds, seconds)}. */
function makeResults({ radius, kinds: names }) {
  const kinds = readout("regimes", "what they do");
  const count = readout("collapsed", "collapsed (fewer modes than there are)");
  const done = readout("many-rounds", "rounds done by all");
  return {
    list: element("dl", { className: "gan-readouts", hidden: true }, kinds.row, count.row, done.row),
    show(runs, rounds, seconds) {
      const known = runs.filter(({ picture }) => picture).length;
      const lost = runs.filter(collapsed).length;
      const doneBy = ({ picture }) => (picture ? (picture.failure ? rounds : picture.step) : 0);
      const least = Math.min(...runs.map(doneBy));
      const soFar = least < rounds ? " so far" : "";
      count.show(runs[0]?.picture?.modes === null ? "no modes to count" : `${lost} of ${known}${soFar}`, String(lost));
      const share = runs.reduce((sum, run) => sum + doneBy(run), 0) / (runs.length * rounds);
      const found = runs.map((run) => regimeOf(run, radius)).filter(Boolean);
      const counts = names.map((kind) => found.filter((each) => each === kind).length);
      kinds.row.hidden = !found.length;
      kinds.show(kindsInWords(counts, found.length), counts.join(" "));
      done.show(`${grouped(least)} of ${grouped(rounds)}${wordsOnRest(seconds, share)}`, String(least));
    },
  };
}

/** {place, run(), redraw(), stop()}: a button that runs what settings() gives from several seeds, and small pictures of them. */
export function makeMany(model, root, settings, onError) {
  const constants = model.get("_constants");
  const seeds = rangeOf(model, "seed").max + 1;
  let batch = { runs: [], stop() {} };
  let rounds = 2000;
  let visible = true;
  let running = false;
  let started = 0;
  const planes = figure("Twelve runs of the same settings from twelve seeds", ratioFor, (context, width) =>
    drawPlanes(context, width, palette(root), batch.runs, constants),
  );
  planes.place.hidden = true;
  const whose = element("p", { "data-readout": "many-of" });
  const results = makeResults(constants.map);
  const length = slider(
    "many-rounds-wanted",
    "rounds of each",
    { min: 200, max: 6000, step: 200, value: rounds },
    (value) => {
      rounds = value;
    },
  );
  const go = button("many", `Run ${SEEDS} seeds`, () => (running ? end() : begin()));

  function show() {
    results.show(batch.runs, rounds, (performance.now() - started) / 1000);
    planes.redraw();
  }
  async function begin() {
    running = true;
    started = performance.now();
    go.textContent = "Stop";
    [planes.place.hidden, results.list.hidden] = [false, false];
    const own = settings();
    whose.textContent = `Seeds of ${nameOf(constants.map, own)}:`;
    const mine = runSeeds(model, own, {
      seeds,
      rounds: () => rounds,
      awake: () => visible && !document.hidden,
      onPicture: show,
      onError,
    });
    batch = mine;
    show();
    await mine.done.catch(onError);
    if (mine === batch) end();
  }
  /** Stops the workers; the pictures stay. */
  function end() {
    batch.stop();
    running = false;
    go.textContent = `Run ${SEEDS} seeds`;
  }
  const observer = new IntersectionObserver((entries) => {
    visible = entries[entries.length - 1].isIntersecting;
  });
  const place = element(
    "div",
    { className: "gan-many" },
    element("div", { className: "gan-row gan-ends" }, go, length.row),
    whose,
    planes.place,
    results.list,
  );
  observer.observe(place);
  return {
    place,
    /** Anew, whatever runs now. */
    run() {
      end();
      return begin();
    },
    redraw: planes.redraw,
    stop() {
      end();
      planes.stop();
      observer.disconnect();
    },
  };
}
