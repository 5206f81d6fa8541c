// What has dropped out of both machines: samples, and how they lie.

import { implicitSample } from "../../page/families/implicit.js";
import { mixtureSample } from "../../page/families/normal.js";
import { histogram } from "../draw/lines.js";
import { makeMachine } from "./machine.js";
import { remembered } from "./remembered.js";

const FINE = 100; // cells of the histogram of all samples
const BARS = 50;
const MOST_BALLS = 60; // drawn one by one; more are a histogram
const AT_ONCE = 40; // samples that a network makes in one go

/**
 * {dropped(i), bars(i), complete(), makeAll(), all()}: what has dropped from machine i, 0 being the sampler, and its
 * histogram, null of few samples; whether the sampler has made all that it holds, what makes them a few at a time, and
 * their fine histogram.
 *
 * @param {{min: number, max: number}} range of the line that is seen
 * @param {number} held samples in each machine
 */
export function makeDrops(model, network, width, mixture, range, held) {
  const { min, max } = range;
  const machines = remembered(model, ["seed"], () =>
    [implicitSample(network, width, model.get("seed")), mixtureSample(mixture, held, model.get("seed"))].map(
      (makeOne) => makeMachine(makeOne, held),
    ),
  );
  const dropped = (i) => machines()[i].take(model.get("count"));
  const bars = [0, 1].map((i) =>
    remembered(model, ["seed", "count"], () =>
      model.get("count") > MOST_BALLS ? histogram(dropped(i), min, max, BARS) : null,
    ),
  );
  return {
    dropped,
    bars: (i) => bars[i](),
    complete: () => machines()[0].made() === held,
    *makeAll() {
      const [sampler] = machines();
      while (sampler.made() < held) yield sampler.take(Math.min(sampler.made() + AT_ONCE, held));
    },
    all: remembered(model, ["seed"], () => histogram(machines()[0].take(held), min, max, FINE)),
  };
}
