// Settings in the page's address, so that a link opens the same run: #lab=unroll:5,seed:3;1200/unroll:0

import { fits } from "../ui/address.js";

const written = (name, value) => `${name}:${Array.isArray(value) ? value.flat().join("~") : value}`;

/**
 * The part of an address that says how `settings` differ from `defaults`, and what was changed at which step:
 * `changes` is a list of [step, settings].
 */
export function writeLink(defaults, settings, changes) {
  const differences = (before, after) =>
    Object.keys(defaults)
      .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]))
      .map((name) => written(name, after[name]))
      .join(",");
  let before = settings;
  const later = changes.map(([step, after]) => {
    const text = `${step}/${differences(before, after)}`;
    before = after;
    return text;
  });
  return [differences(defaults, settings), ...later].join(";");
}

/**
 * What such a text says: {settings, changes, faults}. What cannot be read falls back to `defaults` and is named in
 * `faults`. `allowed` says of each setting what it may be, as the card does: {values}, {low, high, whole}, or with `most` so
 * many points; canGoOn(before, after) whether a run can go on after a change.
 */
export function readLink(text, defaults, allowed, canGoOn) {
  const faults = [];
  const parts = text.split(";");
  const apply = (base, list) => {
    const settings = { ...base };
    for (const item of list.split(",").filter(Boolean)) {
      const [name, ...rest] = item.split(":");
      const value = Object.hasOwn(defaults, name) ? parse(rest.join(":"), allowed[name]) : undefined;
      if (value === undefined) faults.push(item);
      else settings[name] = value;
    }
    return settings;
  };
  const settings = apply(defaults, parts[0]);
  let latest = settings;
  let last = 0;
  const changes = [];
  for (const part of parts.slice(1)) {
    const [, step, list] = part.match(/^(\d{1,9})\/(.*)$/) ?? [];
    if (step === undefined || Number(step) < last) {
      faults.push(part);
      continue;
    }
    const next = apply(latest, list);
    // Networks cannot be exchanged in the middle of a run.
    if (!canGoOn(latest, next)) {
      faults.push(part);
      continue;
    }
    [last, latest] = [Number(step), next];
    changes.push([last, latest]);
  }
  return { settings, changes, faults };
}

function parse(text, { values, low, high, whole, most }) {
  if (values) return values.find((value) => String(value) === text);
  const isAllowed = (number) => fits(number, 0, { low, high, whole });
  if (most) {
    const numbers = text.split("~").map(numberOf);
    if (numbers.length % 2 || numbers.length > 2 * most || !numbers.every(isAllowed)) return undefined;
    return Array.from({ length: numbers.length / 2 }, (_, i) => numbers.slice(2 * i, 2 * i + 2));
  }
  const number = numberOf(text);
  return isAllowed(number) ? number : undefined;
}

const numberOf = (text) => (text.trim() === "" ? NaN : Number(text));
