// A figure's state as text in the page's address.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { fits, readState, writeState } = await source("widgets/ui/address.js");

const first = {
  method: "slerp",
  seed: 1,
  lr: 0.1,
  on: false,
  penalty: null,
  start: [1, 0],
  data: [0.5, 1, 2],
  rows: [[0.5, 0.5]],
  q: [{ mean: 0, shape: "bell" }],
  name2: "a,b:c&d=é",
};
const allowed = {
  method: { values: ["slerp", "lerp"] },
  seed: { low: 0, high: 9, whole: true },
  lr: { low: 0.01, high: 1 },
  penalty: { low: 0.05, high: 2 },
  start: { low: -10, high: 10 },
  data: { low: -4, high: 4, least: 2, most: 4 },
  q: { mean: [-4, 4] },
};

test("what is written is read again, whatever signs a text has", () => {
  const states = [
    first,
    { ...first, method: "lerp", seed: 9, lr: 0.25, on: true, penalty: 0.3 },
    { ...first, start: [-1.5, 10], data: [0, 1, 2, 3], rows: [[1, 0]], q: [{ mean: -4, shape: "box" }] },
    { ...first, name2: "x=1&y:2,~#é" },
  ];
  for (const state of states) {
    const text = writeState(first, state);
    assert.match(text, /^[^&#=\s]*$/, "it is one part of a hash");
    const read = readState(text, first, allowed);
    assert.deepEqual({ ...first, ...read.state }, state);
    assert.deepEqual(read.faults, []);
  }
  assert.equal(writeState(first, { ...first }), "");
});

test("what cannot be is refused by name, and the rest is read", () => {
  for (const part of [
    "method:nlerp",
    "seed:10",
    "seed:1.5",
    "seed:",
    "seed:NaN",
    "lr:1e9",
    "on:1",
    "penalty:0",
    "start:[1]]",
    "start:[1]",
    "start:[1,2,3]",
    "start:[1,11]",
    "start:{}",
    "data:[1]",
    "data:[1,2,3,4,5]",
    'data:["a",2]',
    "data:[null,2]",
    "q:[{}]",
    'q:[{"mean":5,"shape":"bell"}]',
    'q:[{"mean":0,"shape":1}]',
    "rows:[0.5,0.5]",
    "unknown:1",
    "toString:1",
    "seed",
    "start:%E0%A4%A",
  ]) {
    const text = part.replace(/,/g, "%2C");
    const { state, faults } = readState(`lr:0.5,${text}`, first, allowed);
    assert.deepEqual(state, { lr: 0.5 }, part);
    assert.deepEqual(faults, [text], part);
  }
});

test("a figure's own check holds where there is one", () => {
  const { state, faults } = readState("data:[1%2C1]", first, allowed, { data: ([a, b]) => a !== b });
  assert.deepEqual([state, faults], [{}, ["data:[1%2C1]"]]);
});

test("a list of which no length is known, and that is empty, holds nothing from a link", () => {
  assert.equal(fits([1], []), false);
  assert.equal(fits([1], [], { low: 0, high: 2, most: 3 }), true);
  assert.equal(fits([], [1], { low: 0, high: 2, most: 3 }), true);
});
