// Random numbers of the page's training.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameBits, source } from "../shared.mjs";

const { fillNormals, uniforms } = await source("page/engine/noise.js");
const { uniform } = await source("page/seeded.js");

const COUNT = 40000;
const SEEDS = [0, 1, 2, 3, 1000, 1001, 2 ** 31 - 1, 2 ** 32 - 1];
const USES = [0, 1, 2, 3];

function normalsOf(count, seed, use, turn) {
  const numbers = new Float32Array(count);
  fillNormals(numbers, seed, use, turn);
  return numbers;
}
/** The numbers of many turns, one after another. */
const turnsOf = (draw, turns) => Array.from({ length: turns }, (_, turn) => [...draw(turn)]).flat();

function moments(numbers) {
  const mean = (f) => numbers.reduce((sum, x) => sum + f(x), 0) / numbers.length;
  const center = mean((x) => x);
  const variance = mean((x) => (x - center) ** 2);
  const power = (p) => mean((x) => ((x - center) / Math.sqrt(variance)) ** p);
  return { mean: center, variance, skewness: power(3), kurtosis: power(4) };
}
function correlation(a, b) {
  const [first, second] = [a, b].map(moments);
  const product = a.reduce((sum, x, i) => sum + (x - first.mean) * (b[i] - second.mean), 0) / a.length;
  return product / Math.sqrt(first.variance * second.variance);
}
/** Fails unless a measurement is within five standard errors of what it should be. */
const assertNear = (found, expected, error, what) =>
  assert.ok(Math.abs(found - expected) < 5 * error, `${what}: ${found}, not ${expected}`);

test("normal numbers are normal: in one turn, over many turns, at even and odd places", () => {
  const long = normalsOf(COUNT, 3, 1, 0);
  const [even, odd] = [0, 1].map((rest) => long.filter((_, i) => i % 2 === rest));
  const turns = turnsOf((turn) => normalsOf(101, 3, 2, turn), COUNT / 100);
  for (const [what, numbers] of Object.entries({ long, even, odd, turns })) {
    const { mean, variance, skewness, kurtosis } = moments(numbers);
    const n = numbers.length;
    assertNear(mean, 0, 1 / Math.sqrt(n), `${what}: mean`);
    assertNear(variance, 1, Math.sqrt(2 / n), `${what}: variance`);
    assertNear(skewness, 0, Math.sqrt(6 / n), `${what}: skewness`);
    assertNear(kurtosis, 3, Math.sqrt(24 / n), `${what}: kurtosis`);
    assertNear(numbers.filter((x) => Math.abs(x) < 1).length / n, 0.682689, 0.466 / Math.sqrt(n), `${what}: within 1`);
  }
  const squares = [even, odd].map((half) => half.map((x) => x * x));
  assertNear(correlation(even, odd), 0, Math.sqrt(2 / COUNT), "the two of a pair");
  assertNear(correlation(...squares), 0, Math.sqrt(2 / COUNT), "their squares");
});

test("uniform numbers are uniform, in one turn and over many", () => {
  for (const numbers of [[...uniforms(COUNT, 3, 0, 0)], turnsOf((turn) => uniforms(25, 3, 0, turn), COUNT / 25)]) {
    const { mean, variance, kurtosis } = moments(numbers);
    const tenths = new Array(10).fill(0);
    assertNear(mean, 0.5, Math.sqrt(1 / 12 / COUNT), "mean");
    assertNear(variance, 1 / 12, Math.sqrt(1 / 180 / COUNT), "variance");
    assertNear(kurtosis, 1.8, Math.sqrt(24 / COUNT), "kurtosis");
    for (const x of numbers) tenths[Math.floor(10 * x)] += 1;
    tenths.forEach((count, i) => assertNear(count / COUNT, 0.1, 0.3 / Math.sqrt(COUNT), `tenth ${i}`));
  }
});

test("a turn is the same whatever was drawn before", () => {
  for (const count of [1, 7, 8, 400]) {
    const late = normalsOf(count, 5, 2, 9);
    const share = uniforms(count, 5, 2, 9);
    for (let turn = 0; turn < 12; turn++) {
      normalsOf(count, 5, 2, turn);
      uniforms(count, 5, 2, turn);
    }
    assertSameBits(normalsOf(count, 5, 2, 9), late, "normal");
    assertSameBits(uniforms(count, 5, 2, 9), share, "uniform");
    const all = uniforms(20 * count, 5, 2, 0); // turns are parts of one stream
    assertSameBits(share, all.subarray(9 * count, 10 * count), "a part");
  }
});

test("normal numbers are Box and Muller's, each turn from uniform numbers that no other turn uses", () => {
  for (const count of [1, 2, 7, 8]) {
    const used = new Set();
    const stream = uniforms(100, 6, 1, 0);
    for (let turn = 0; turn < 9; turn++) {
      const found = normalsOf(count, 6, 1, turn);
      const first = turn * (count + 1);
      for (let i = 0; i < count; i += 2) {
        const [u, v] = [stream[first + i], stream[first + i + 1]];
        const radius = Math.sqrt(-2 * Math.log(1 - u));
        assert.ok(!used.has(first + i) && !used.has(first + i + 1), `${count} a turn: a number twice`);
        used.add(first + i).add(first + i + 1);
        const pair = [radius * Math.cos(2 * Math.PI * v), radius * Math.sin(2 * Math.PI * v)];
        assertClose(found.subarray(i, i + 2), pair.slice(0, count - i), 4e-7, `turn ${turn}, from ${i}`);
      }
    }
  }
});

test("each seed and use has a stream of its own", () => {
  const streams = SEEDS.flatMap((seed) =>
    USES.map((use) => ({ what: `seed ${seed}, use ${use}`, numbers: [...uniforms(2000, seed, use, 0)] })),
  );
  const seen = new Map();
  for (const { what, numbers } of streams) {
    // mulberry32 runs through one cycle of numbers: two streams that lie close to each other on it would share some.
    for (let i = 0; i + 2 < numbers.length; i++) {
      const three = numbers.slice(i, i + 3).join();
      assert.ok(!seen.has(three), `${what} meets ${seen.get(three)}`);
      seen.set(three, what);
    }
  }
  streams.forEach((one, i) =>
    streams
      .slice(0, i)
      .forEach((other) =>
        assert.ok(
          Math.abs(correlation(one.numbers, other.numbers)) < 5.5 / Math.sqrt(2000),
          `${one.what} and ${other.what}`,
        ),
      ),
  );
});

test("the streams of training are not those of figures and first weights", () => {
  for (const seed of SEEDS)
    for (const use of USES) {
      const own = Array.from({ length: 50 }, (_, i) => uniform(seed, i));
      assert.ok(
        uniforms(50, seed, use, 0).every((x) => !own.includes(x)),
        `seed ${seed}, use ${use}`,
      );
    }
});
