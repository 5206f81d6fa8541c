// Settings in the page's address, so that a link opens the same run: #lab=unroll:5,seed:3;1200/unroll:0

import { clamp } from "../../page/engine/numbers.js";

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
 * `faults`. `kinds` says of each setting what it takes: {choices, numeric}, {min, max, whole} or {points, max};
 * canGoOn(before, after) whether a run can go on after a change.
 */
export function readLink(text, defaults, kinds, canGoOn) {
  const faults = [];
  const parts = text.split(";");
  const apply = (base, list) => {
    const settings = { ...base };
    for (const item of list.split(",").filter(Boolean)) {
      const [name, ...rest] = item.split(":");
      const value = Object.hasOwn(kinds, name) ? parse(rest.join(":"), kinds[name]) : undefined;
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

function parse(text, { choices, numeric, min, max, whole, points }) {
  if (choices) return choices.includes(text) ? (numeric ? Number(text) : text) : undefined;
  if (points) {
    const numbers = text.split("~").map((part) => (part.trim() === "" ? NaN : Number(part)));
    if (numbers.length % 2 || numbers.length > 2 * points || !numbers.every((n) => Math.abs(n) <= max))
      return undefined;
    return Array.from({ length: numbers.length / 2 }, (_, i) => numbers.slice(2 * i, 2 * i + 2));
  }
  const number = Number(text);
  if (text.trim() === "" || !Number.isFinite(number) || number !== clamp(number, min, max)) return undefined;
  return whole && !Number.isInteger(number) ? undefined : number;
}

/** The text that belongs to `name` in an address's hash, or null. */
export const partOfHash = (hash, name) => new URLSearchParams(hash.slice(1)).get(name);

/** The hash with that text in place, or without it where it is empty. */
export function withPart(hash, name, text) {
  const rest = hash
    .slice(1)
    .split("&")
    .filter((part) => part.includes("=") && !part.startsWith(`${name}=`));
  return `#${[...rest, ...(text ? [`${name}=${text}`] : [])].join("&")}`;
}
