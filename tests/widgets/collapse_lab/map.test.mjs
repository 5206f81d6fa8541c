// The map of collapse: whose runs the settings are, which cell stands where, and what is said of it.

import assert from "node:assert/strict";
import test from "node:test";
import { card, source } from "../../page/shared.mjs";

const { borderOf, cellAt, kindsInWords, methodOf, nameOf, wordsOf } = await source("widgets/collapse_lab/map.js");
const { map } = card("CollapseLab").get("_constants");
const PLAIN = { ...map.fixed, lr: 1e-3, lr_d: 3e-4, penalty: 0.1, clip: 0.1, seed: 0 };

test("each method is found by its settings, whatever the rates and the seed", () => {
  for (const method of map.methods)
    assert.equal(methodOf(map, { ...PLAIN, ...method.settings, lr: 0.0042, seed: 7 }).name, method.name);
});

test("settings that were not run have no method", () => {
  for (const changed of [
    { unroll: 2 },
    { width: 32 },
    { target: "grid" },
    { batch_size: 64 },
    { d_steps: 2 },
    { objective: "lsgan" },
  ])
    assert.equal(methodOf(map, { ...PLAIN, ...changed }), undefined);
  assert.equal(methodOf(map, { ...PLAIN, objective: "wgan_gp", d_steps: 5, penalty: 1 }), undefined);
});

test("settings are named by their method and their rates", () => {
  assert.equal(nameOf(map, PLAIN), "the plain GAN, G 0.001, D 0.0003");
  assert.equal(nameOf(map, { ...PLAIN, unroll: 2 }), "settings that the map does not know, G 0.001, D 0.0003");
});

test("a place is D's rate across and G's up", () => {
  const made = { cells: "1080001080" };
  assert.deepEqual(cellAt(made, [0, 1]), [1, 0, 8, 0, 0]);
  assert.deepEqual(cellAt(made, [1, 0]), [0, 1, 0, 8, 0]);
  assert.equal(cellAt(made, [1, 1]), undefined);
  assert.equal(cellAt(undefined, [0, 0]), undefined);
});

test("a cell is said with all its seeds", () => {
  const small = { rates: [0.001, 0.01], seeds: 8, steps: 3000 };
  assert.equal(wordsOf(small, [0, 1, 8, 0, 0]), "G 0.001, D 0.01: of 8 seeds 8 hop, after 3,000 rounds.");
  assert.equal(
    wordsOf(small, [1, 0, 1, 2, 3]),
    "G 0.01, D 0.001: of 8 seeds 1 hop, 2 sit, 3 cover all, 2 lie between, after 3,000 rounds.",
  );
  assert.equal(wordsOf(small, [0, 0, 0, 0, 0]), "G 0.001, D 0.001: of 8 seeds 8 lie between, after 3,000 rounds.");
});

test("what lies between is what is left", () => {
  assert.equal(kindsInWords([0, 3, 0], 12), "3 sit, 9 lie between");
  assert.equal(kindsInWords([12, 0, 0], 12), "12 hop");
});

test("the chapter's plain GAN stands among those that hop", () => {
  const place = [map.rates.indexOf(3e-4), map.rates.indexOf(1e-3)];
  assert.deepEqual(cellAt(methodOf(map, PLAIN), place).slice(2), [8, 0, 0]);
});

test("a border lies where half of a row's seeds are of a kind, in cells from the left", () => {
  const made = { seeds: 8, rates: [1, 10, 100] };
  const hops = { cells: "008000140002000" }; // 8, 4 and none of the seeds
  assert.deepEqual(borderOf(hops, made, 0, 0), { at: 1.5, step: 1 });
  assert.deepEqual(borderOf({ cells: "000000102002080" }, made, 0, 1), { at: 1.75, step: 1 }, "none, 2 and 8 sit");
  assert.equal(borderOf(hops, made, 1, 0), undefined, "a row without cells");
  assert.deepEqual(borderOf(hops, made, 0, 1), { at: Number.NaN, step: 1 }, "none sits: no border");
  assert.deepEqual(borderOf({ cells: "0080002000" }, made, 0, 0), { at: 1.5, step: 2 }, "every second rate");
});

test("the borders are those of collapse_map.border", () => {
  const { rates } = map;
  const [low, high] = [rates[0], rates.at(-1)].map(Math.log);
  const found = [0, 1].map((kind) => {
    const { at } = borderOf(methodOf(map, PLAIN), map, rates.indexOf(1e-3), kind);
    return Math.exp(low + ((at - 0.5) * (high - low)) / (rates.length - 1));
  });
  // as that function's doctest has them
  assert.equal(found[0].toFixed(6), "0.000523");
  assert.equal(found[1].toFixed(4), "0.0060");
});
