// The numbers behind VendingMachine, from its traits: what has dropped, and what each machine says of its density.

import { singlesOf } from "../../page/engine/floats.js";
import { clamp } from "../../page/engine/numbers.js";
import { densityFromRatio } from "../../page/families/implicit.js";
import { mixtureDensity } from "../../page/families/normal.js";
import { parzenCurve, parzenDensity } from "../../page/metrics/parzen.js";
import { makeNetwork } from "../../page/models/toy.js";
import { cellMiddles } from "../draw/lines.js";
import { rangeOf } from "../ui/allowed.js";
import { makeDrops } from "./drops.js";
import { remembered } from "./remembered.js";

const CELLS = 400; // of curves and of areas

/**
 * The area under heights over equal cells of [low, high].
 *
 * @param {ArrayLike<number>} heights
 * @param {number} low
 * @param {number} high
 * @returns {number}
 */
export const area = (heights, low, high) =>
  (heights.reduce((sum, height) => sum + height, 0) * (high - low)) / heights.length;

/**
 * What was said of densities: {curves, ask}, both by name. `curves` stand over `xs`, each null where it is not asked for
 * or where there is nothing to draw it from; `ask` answers at one place.
 */
function makeAnswers(model, discriminator, mixture, drops, { min, max }, xs) {
  const logit = (x) => discriminator([x])[0];
  const logits = xs.map(logit);
  const density = xs.map((x) => mixtureDensity(x, mixture));
  const p = (x) => mixtureDensity(x, model.get("_lines")[model.get("target")]);
  const ratio = remembered(model, ["target"], () => xs.map((x, i) => densityFromRatio(p(x), logits[i])));
  const parzen = remembered(model, ["seed", "count", "bandwidth"], () =>
    parzenCurve(min, max, CELLS, drops.dropped(0), model.get("bandwidth")),
  );
  const asked = () => model.get("ratio") || model.get("kernel");
  function countedAt(x) {
    const heights = drops.all();
    return heights[clamp(Math.floor(((x - min) / (max - min)) * heights.length), 0, heights.length - 1)];
  }
  return {
    asked,
    curves: {
      data: remembered(model, ["target"], () => xs.map(p)),
      density: () => density,
      ratio: () => (model.get("ratio") ? ratio() : null),
      parzen: () => (model.get("kernel") && model.get("count") ? parzen() : null),
      all: () => (asked() && drops.complete() ? drops.all() : null),
    },
    ask: {
      data: p,
      density: (x) => mixtureDensity(x, mixture),
      d: (x) => 1 / (1 + Math.exp(-logit(x))),
      ratio: (x) => densityFromRatio(p(x), logit(x)),
      parzen: (x) => parzenDensity(x, drops.dropped(0), model.get("bandwidth")),
      all: countedAt,
    },
  };
}

/**
 * {range, held, xs, dropped(i), bars(i), asked(), waiting(), makeAll(), curves, ask, area(name), tallest()}: the line
 * that is seen, how many samples there are, and the middles of its cells, over which curves stand; what dropped from
 * machine 0, the sampler, and from 1, the model with a density, as makeDrops has it; whether an estimate is asked for, and
 * waits for samples; what is said of densities, as makeAnswers has it; a curve's area; and how high the picture is to be.
 */
export function makeMachines(model) {
  const packed = ["_packed_generator", "_packed_discriminator"].map((name) => model.get(name));
  const [generator, discriminator] = packed.map(({ layers, weights }) => makeNetwork(layers, singlesOf(weights)));
  const width = packed[0].layers[0].inputs;
  const mixture = model.get("_density");
  const range = rangeOf(model, "x");
  const held = rangeOf(model, "count").max;
  const xs = cellMiddles(range.min, range.max, CELLS);
  const drops = makeDrops(model, generator, width, mixture, range, held);
  const { asked, curves, ask } = makeAnswers(model, discriminator, mixture, drops, range, xs);
  /** Of all that is drawn, but a bad estimate gets no more room than four good ones. */
  function tallest() {
    const given = Math.max(...curves.data(), ...curves.density());
    const estimates = [...(curves.ratio() ?? []), ...(curves.parzen() ?? [])];
    const counted = [drops.bars(0), drops.bars(1), curves.all()].flatMap((heights) => heights ?? []);
    return Math.max(given, ...counted, Math.min(4 * given, Math.max(0, ...estimates)));
  }
  return {
    range,
    held,
    xs,
    dropped: drops.dropped,
    bars: drops.bars,
    asked,
    waiting: () => asked() && !drops.complete(),
    makeAll: drops.makeAll,
    curves,
    ask,
    area: (name) => area(curves[name](), range.min, range.max),
    tallest,
  };
}
