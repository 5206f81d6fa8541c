// What the tests in Node share: the widgets' sources, Python's numbers, and how numbers are compared.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** A module of the widgets, such as "widgets/orbit_stepper/orbit.js". */
export const source = (name) => import(pathToFileURL(join(process.env.GAN_SOURCES, name)));

// JSON knows no infinity: conftest.py writes those numbers as text.
const NUMBERS = { inf: Infinity, "-inf": -Infinity, nan: NaN };
const WRITTEN = /"(?:-?inf|nan)"/;
const revive = (_, value) => (typeof value === "string" && value in NUMBERS ? NUMBERS[value] : value);

/** Numbers that conftest.py wrote. Most files have no such text, and are read in a tenth of the time without asking. */
export function fixture(name) {
  const text = readFileSync(join(process.env.GAN_FIXTURES, `${name}.json`), "utf8");
  return WRITTEN.test(text) ? JSON.parse(text, revive) : JSON.parse(text);
}

/** A figure's card as its page asks it: what its traits may be, and the constants that Python declares. */
export const card = (name) => ({ get: (trait) => fixture("cards")[name][trait] });

/** Fails unless all numbers agree within `tolerance` times `scale`; inf and NaN must be the same. */
export function assertClose(found, expected, tolerance, what, scale = 1) {
  assert.equal(found.length, expected.length, `${what}: ${found.length} numbers, not ${expected.length}`);
  for (let i = 0; i < expected.length; i++) {
    if (Object.is(found[i], expected[i]) || found[i] === expected[i]) continue;
    const gap = Math.abs(found[i] - expected[i]);
    // A gap that is NaN fails this too.
    assert.ok(gap <= tolerance * scale, `${what}: number ${i} is ${found[i]}, in Python ${expected[i]}`);
  }
}

/** Fails unless two sets of complex numbers agree, in any order. */
export function assertSameSet(found, expected, tolerance, what) {
  assert.equal(found.length, expected.length, what);
  const left = [...expected];
  for (const [re, im] of found) {
    const gaps = left.map((pair) => Math.hypot(pair[0] - re, pair[1] - im));
    const nearest = gaps.indexOf(Math.min(...gaps));
    assert.ok(gaps[nearest] <= tolerance, `${what}: ${re} + ${im}i is not among ${JSON.stringify(left)}`);
    left.splice(nearest, 1);
  }
}

/** Fails unless all numbers are the same, -0 apart from 0; NaN is NaN, whatever its bits. */
export function assertSameBits(found, expected, what) {
  assert.equal(found.length, expected.length, `${what}: ${found.length} numbers, not ${expected.length}`);
  for (let i = 0; i < expected.length; i++)
    if (!Object.is(found[i], expected[i])) assert.fail(`${what}: number ${i} is ${found[i]}, not ${expected[i]}`);
}
