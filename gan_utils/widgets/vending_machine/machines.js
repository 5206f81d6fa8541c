// The numbers behind VendingMachine, from its traits: what has dropped, and what each machine says of its density.

import { singlesOf } from "../../page/engine/floats.js";
import { clamp } from "../../page/engine/numbers.js";
import { densityFromRatio, implicitSample } from "../../page/families/implicit.js";
import { mixtureDensity, mixtureSample } from "../../page/families/normal.js";
import { parzenCurve, parzenDensity } from "../../page/metrics/parzen.js";
import { makeNetwork } from "../../page/models/toy.js";
import { cellMiddles, histogram } from "../draw/lines.js";
import { HELD, makeMachine } from "./machine.js";

export const REACH = 4; // the picture shows [-REACH, REACH]
const CELLS = 400; // of curves and of areas
const FINE = 100; // cells of the histogram of all samples
const BARS = 50;
const MOST_BALLS = 60; // drawn one by one; more are a histogram
export const PLACES = cellMiddles(-REACH, REACH, CELLS);

/** The area under heights over equal cells of [low, high]. */
export const area = (heights, low, high) =>
  (heights.reduce((sum, height) => sum + height, 0) * (high - low)) / heights.length;

/** A function that computes anew only when one of these traits has changed. */
function remembered(model, traits, compute) {
  let key = null;
  let value;
  return () => {
    const next = traits.map((name) => model.get(name)).join();
    if (next !== key) [key, value] = [next, compute()];
    return value;
  };
}

/**
 * {dropped(i), bars(i), asked(), waiting(), makeAll(), curves, ask, area(name), tallest()}: machine 0 is the sampler, 1
 * the model with a density; bars() are a histogram, null of few samples; `curves` stand over PLACES, `ask` answers at
 * one place, both by name.
 */
export function makeMachines(model) {
  const [generator, discriminator] = ["generator", "discriminator"].map((name) =>
    makeNetwork(model.get(`_${name}_layers`), singlesOf(model.get(`_${name}_weights`))),
  );
  const width = model.get("_generator_layers")[0].inputs;
  const mixture = model.get("_density");
  const logit = (x) => discriminator([x])[0];
  const logits = PLACES.map(logit);
  const density = PLACES.map((x) => mixtureDensity(x, mixture));
  const p = (x) => mixtureDensity(x, model.get("_lines")[model.get("target")]);
  const data = remembered(model, ["target"], () => PLACES.map(p));
  const machines = remembered(model, ["seed"], () =>
    [implicitSample(generator, width, model.get("seed")), mixtureSample(mixture, HELD, model.get("seed"))].map(
      makeMachine,
    ),
  );
  const ratio = remembered(model, ["target"], () => PLACES.map((x, i) => densityFromRatio(p(x), logits[i])));
  const dropped = (i) => machines()[i].take(model.get("count"));
  const bars = [0, 1].map((i) =>
    remembered(model, ["seed", "count"], () =>
      model.get("count") > MOST_BALLS ? histogram(dropped(i), -REACH, REACH, BARS) : null,
    ),
  );
  const kernel = remembered(model, ["seed", "count", "bandwidth"], () =>
    parzenCurve(-REACH, REACH, CELLS, dropped(0), model.get("bandwidth")),
  );
  const complete = () => machines()[0].made() === HELD;
  const all = remembered(model, ["seed"], () => histogram(machines()[0].take(HELD), -REACH, REACH, FINE));
  const asked = () => model.get("ratio") || model.get("kernel");
  const curves = {
    // each null where it is not asked for, or where there is nothing to draw it from
    data,
    density: () => density,
    ratio: () => (model.get("ratio") ? ratio() : null),
    kernel: () => (model.get("kernel") && model.get("count") ? kernel() : null),
    all: () => (asked() && complete() ? all() : null),
  };
  return {
    dropped,
    bars: (i) => bars[i](),
    asked,
    curves,
    waiting: () => asked() && !complete(),
    *makeAll() {
      // a few of the sampler's samples at a time
      const [sampler] = machines();
      while (sampler.made() < HELD) yield sampler.take(Math.min(sampler.made() + 40, HELD));
    },
    ask: {
      data: p,
      density: (x) => mixtureDensity(x, mixture),
      d: (x) => 1 / (1 + Math.exp(-logit(x))),
      ratio: (x) => densityFromRatio(p(x), logit(x)),
      kernel: (x) => parzenDensity(x, dropped(0), model.get("bandwidth")),
      all: (x) => all()[clamp(Math.floor(((x + REACH) / (2 * REACH)) * FINE), 0, FINE - 1)],
    },
    area: (name) => area(curves[name](), -REACH, REACH),
    tallest() {
      // of all that is drawn, but a bad estimate gets no more room than four good ones
      const given = Math.max(...data(), ...density);
      const estimates = [...(curves.ratio() ?? []), ...(curves.kernel() ?? [])];
      const counted = [bars[0](), bars[1](), curves.all()].flatMap((heights) => heights ?? []);
      return Math.max(given, ...counted, Math.min(4 * given, Math.max(0, ...estimates)));
    },
  };
}
