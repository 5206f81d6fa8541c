// A figure's state in the page's address, as #orbit=lr:0.3,method:alternating: what differs from the figure as first shown.

import { addressOf, inBook, rawPartOfHash, unreadable, writePart } from "./hash.js";
import { listen } from "./traits.js";

const REST = 300; // milliseconds without a change after which the address is written

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
const written = (value) => encodeURIComponent(typeof value === "string" ? value : JSON.stringify(value));

/** Whether a value is of the kind of `first` and within a trait's limits: a link may hold anything. */
export function fits(value, first, limits = {}) {
  if (limits.values) return limits.values.includes(value);
  if (value === null) return first === null;
  if (Array.isArray(first)) {
    // As many as now, where nothing says how many there may be.
    const { most = first.length, least = limits.most === undefined ? most : 0, low, high } = limits;
    if (!Array.isArray(value) || value.length < least || value.length > most) return false;
    return value.every((each) => fits(each, first[0] ?? 0, Array.isArray(first[0]) ? { low, high } : { ...limits }));
  }
  if (typeof first === "number" || limits.low !== undefined) {
    const { low = -Infinity, high = Infinity, whole } = limits;
    return Number.isFinite(value) && value >= low && value <= high && (!whole || Number.isInteger(value));
  }
  if (first === null || typeof value !== typeof first) return false;
  if (typeof first !== "object") return true;
  return (
    same(Object.keys(value).sort(), Object.keys(first).sort()) &&
    Object.keys(first).every((key) => fits(value[key], first[key], rangeIn(limits[key])))
  );
}

const rangeIn = (limits) => (Array.isArray(limits) ? { low: limits[0], high: limits[1] } : {});

/** What a link's text says: {state, faults}. */
export function readState(text, first, allowed, checks = {}) {
  const state = {};
  const faults = [];
  for (const item of text.split(",").filter(Boolean)) {
    const [name, ...rest] = item.split(":");
    const value = Object.hasOwn(first, name) ? parsed(rest.join(":"), first[name], allowed[name]) : undefined;
    const check = checks[name] ?? ((each) => fits(each, first[name], allowed[name]));
    if (value !== undefined && check(value)) state[name] = value;
    else faults.push(item);
  }
  return { state, faults };
}

function parsed(text, first, limits) {
  try {
    const plain = decodeURIComponent(text);
    return typeof first === "string" || typeof limits?.values?.[0] === "string" ? plain : JSON.parse(plain);
  } catch {
    return undefined;
  }
}

/** The text that says how a state differs from the first. */
export const writeState = (first, state) =>
  Object.keys(first)
    .filter((name) => !same(first[name], state[name]))
    .map((name) => `${name}:${written(state[name])}`)
    .join(",");

/**
 * Keeps a card's traits in the page's address: {first, words, link(), stop()}. `first` are the traits as first shown. What
 * the address asks for is in the model when this returns; `words` say what of it cannot be read. `checks` are {trait: value
 * => boolean} for those whose limits Python does not send.
 */
export function keepAddress(model, checks) {
  const name = model.get("name");
  const now = () => Object.fromEntries(model.get("_linked").map((each) => [each, model.get(each)]));
  const first = now();
  const text = () => writeState(first, now());
  const link = () => addressOf(name, text());
  if (!inBook()) return { first, words: "", link, stop() {} };

  const part = rawPartOfHash(location.hash, name);
  const { state, faults } = readState(part ?? "", first, model.get("_allowed"), checks);
  for (const [trait, value] of Object.entries(state)) model.set(trait, value);

  let waiting = 0;
  const write = () => {
    clearTimeout(waiting);
    waiting = 0;
    writePart(name, text());
  };
  const changed = () => {
    clearTimeout(waiting);
    waiting = setTimeout(write, REST);
  };
  const leave = () => waiting && write();
  const stopListening = listen(model, Object.keys(first), changed);
  addEventListener("pagehide", leave);
  return {
    first,
    words: faults.length ? unreadable(faults) : "",
    link,
    stop() {
      clearTimeout(waiting);
      stopListening();
      removeEventListener("pagehide", leave);
    },
  };
}
