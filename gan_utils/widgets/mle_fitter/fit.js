// The fit of MleFitter: its data, the way that the model has taken, and how the card's traits keep both.

import { ascend, solve } from "../../page/families/normal.js";
import { rangeOf } from "../ui/allowed.js";
import { settingsIn } from "../ui/traits.js";

const TRAITS = ["data", "seed", "model", "means", "stds", "weight", "lr", "best"];
// The ascent has arrived when a step changes no number by more.
const LEAST_MOVE = 1e-9;
const LAST_STEP = 3000;

const flat = ({ means, stds, weights }) => [...means, ...stds, ...weights];

/**
 * What the model's numbers are kept in, as their traits are.
 *
 * @returns {import("../../page/families/normal.js").Ranges}
 */
export function rangesOf(model) {
  const ends = (trait) => [rangeOf(model, trait).min, rangeOf(model, trait).max];
  return { mean: ends("means"), std: ends("stds"), weight: ends("weight") };
}

/**
 * {ranges, data(), path(), now(), steps(), goal(), ends(), read(), put(part), tell(), go(way), advance(), solve(), stop()}:
 * the data, the models on the way, the last of them, how many steps led there, where EM would lead, and whether a step would
 * change nothing. read() begins anew from the traits. onOutside() hears of changes that were not made by put(), or by tell(), which tells them where the
 * model stands.
 */
export function makeFit(model, onOutside) {
  const ranges = rangesOf(model);
  const traits = settingsIn(model, TRAITS, onOutside);
  const modelOf = ({ means, stds, weight }) =>
    model.get("model") === "mixture"
      ? { means, stds, weights: [weight, 1 - weight] }
      : { means: [means[0]], stds: [stds[0]], weights: [1] };
  let data;
  let path;
  let before = 0;
  const now = () => path[path.length - 1];
  // With those that another view of this model has taken on the way here.
  const steps = () => before + path.length - 1;
  const here = () => JSON.stringify([data, flat(now())]);

  function read() {
    const set = traits.now();
    data = set.data;
    path = [modelOf(set)];
    const way = model.get("_way");
    before = way.at === here() ? way.steps : 0;
  }
  /** One normal distribution leaves the second component as it was. */
  function tell() {
    const { means, stds, weights } = now();
    const old = traits.now();
    const weight = means.length > 1 ? weights[0] : old.weight;
    const all = (name, own) => [...own, ...old[name].slice(own.length)];
    // The way first, so that another view knows it when it hears of the others.
    traits.put({ _way: { steps: steps(), at: here() }, means: all("means", means), stds: all("stds", stds), weight });
  }
  /** Another way, after so many steps. */
  function go(way, more = 0) {
    [path, before] = [way, more];
    tell();
  }
  const next = () => ascend(data, now(), model.get("lr"), ranges);
  function ends() {
    const last = flat(now());
    return path.length > LAST_STEP || flat(next()).every((value, i) => Math.abs(value - last[i]) <= LEAST_MOVE);
  }
  /** A step of gradient ascent; whether another changes something. */
  function advance() {
    if (ends()) return false;
    path.push(next());
    return !ends();
  }
  return {
    ranges,
    data: () => data,
    path: () => path,
    now,
    steps,
    ends,
    goal: () => solve(data, now(), ranges).at(-1),
    read,
    put: traits.put,
    tell,
    go,
    advance,
    solve: () => go([...path, ...solve(data, now(), ranges)], before),
    /** Slopes that are less move nothing. */
    least: () => (LEAST_MOVE * data.length) / model.get("lr"),
    stop: traits.stop,
  };
}
