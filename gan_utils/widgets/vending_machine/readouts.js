// What VendingMachine says in words and numbers.

import { readout } from "../ui/dom.js";
import { counted, grouped, pretty } from "../ui/words.js";

const CANNOT = "It cannot say. Nobody has added up all the noise that lands there.";
const ESTIMATED = "It cannot say itself. These are estimates from outside.";
const AREA = "its area";

const number = (output, value) => output.show(pretty(value), String(value));
const twoPlaces = (value) => value.toFixed(2).replace("-", "−");
const newest = (output, samples) =>
  output.show(
    [...samples.slice(-6)].reverse().map(twoPlaces).join(", ") || "nothing yet",
    JSON.stringify([...samples.slice(-10)]),
  );

const makeAll = (held) => ({
  count: readout("count", "dropped from each"),
  data: readout("target-at-x", "p(x), the data's density"),
  last: [
    readout("last-sampler", "just dropped, the newest first"),
    readout("last-model", "just dropped, the newest first"),
  ],
  cannot: readout("answer", "how likely at x?"),
  ratio: readout("ratio-at-x", "q(x) by D's ratio"),
  ratioArea: readout("ratio-area", AREA),
  parzen: readout("kernel-at-x", "q(x) by kernel density"),
  parzenArea: readout("kernel-area", AREA),
  all: readout("all-at-x", `of all ${grouped(held)} samples, near x`),
  d: readout("d-at-x", "D(x), what D thinks"),
  says: readout("model-answer", "how likely at x?"),
  density: readout("density-at-x", "q(x)"),
  log: readout("log-density-at-x", "log q(x)"),
  densityArea: readout("density-area", AREA),
});

/**
 * What both machines say of the place that is asked about, in a sentence or two.
 *
 * @param {ReturnType<typeof import("./machines.js").makeMachines>} machines
 * @param {{x: number, count: number, ratio: boolean, kernel: boolean}} traits
 * @returns {string}
 */
export function told({ ask, curves }, { x, count, ratio, kernel }) {
  const estimates = [
    ...(ratio ? [`D's ratio estimates ${pretty(ask.ratio(x), 3)}`] : []),
    ...(kernel && curves.parzen() ? [`its samples suggest ${pretty(ask.parzen(x), 3)}`] : []),
  ];
  const own = `the sampler cannot say${estimates.length ? `; ${estimates.join(" and ")}` : ""}`;
  const dropped = `${counted(count, "sample")} ${count === 1 ? "has" : "have"} dropped from each machine.`;
  return (
    `${dropped} At x = ${pretty(x)}, where the data's density is ${pretty(ask.data(x), 3)}, ` +
    `the model's is ${pretty(ask.density(x), 3)}, and ${own}.`
  );
}

/** The read-outs by name, and show({x, count, ratio, kernel}), which fills them: {out, show}. */
export function makeReadouts({ held, dropped, asked, curves, ask, area }) {
  const out = makeAll(held);
  for (const { row } of [...out.last, out.cannot, out.says]) row.className = "gan-wide";
  /** An estimate and what belongs to it, or why it is not there. */
  function estimate(name, wanted, x, missing) {
    for (const each of [out[name], out[`${name}Area`]]) {
      each?.hide(!wanted);
      each?.show(missing, "none");
    }
    if (!curves[name]()) return;
    number(out[name], ask[name](x));
    if (out[`${name}Area`]) number(out[`${name}Area`], area(name));
  }
  function show({ x, count, ratio, kernel }) {
    out.count.show(grouped(count) + (count === held ? ": sold out" : ""), String(count));
    out.last.forEach((each, i) => newest(each, dropped(i)));
    number(out.data, ask.data(x));
    out.says.show(`At x = ${pretty(x)} the density is ${pretty(ask.density(x))}.`, "density");
    estimate("density", true, x, "");
    number(out.log, Math.log(ask.density(x)));
    out.cannot.show(asked() ? ESTIMATED : CANNOT, asked() ? "estimates" : "none");
    estimate("ratio", ratio, x, "");
    estimate("parzen", kernel, x, "nothing has dropped yet");
    estimate("all", asked(), x, "being counted");
    out.d.hide(!ratio);
    number(out.d, ask.d(x));
  }
  return { out, show };
}
