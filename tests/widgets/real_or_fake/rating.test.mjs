// The rating game: its images are those that Python deals, its results those of metrics.human.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../../page/shared.mjs";

const { binomialTest } = await source("page/metrics/human.js");
const { byCondition, deal, maskOf, orderOf, summarise, verdictOn } = await source("widgets/real_or_fake/rating.js");

/** Plays through a case of deals. */
function played({ seed, sets, opponent, dealt }) {
  const history = [];
  return dealt.map(() => {
    const given = deal(seed, sets, opponent, history);
    history.push({ truth: given.real ? "real" : "fake", opponent });
    return given;
  });
}

for (const each of fixture("deals")) {
  const { seed, sets, opponent, dealt } = each;
  test(`seed ${seed}, ${dealt.length} trials against ${opponent} of ${sets[1].count}: Python's images`, () => {
    const found = played(each);
    assert.deepEqual(
      found.map(({ real, image }) => [real, image]),
      dealt,
    );
    for (const real of [true, false]) {
      const those = found.filter((given) => given.real === real);
      const { count } = sets[those[0].place];
      for (let i = 0; i < those.length; i += count) {
        const round = those.slice(i, i + count).map(({ image }) => image);
        assert.equal(new Set(round).size, round.length, "one image twice before all were shown");
      }
    }
  });
}

test("a game goes on where the last ended, each opponent with images of its own", () => {
  const sets = [
    { name: "real", count: 50 },
    { name: "one", count: 50 },
    { name: "two", count: 50 },
  ];
  const history = [];
  const seen = { real: [], one: [], two: [] };
  for (let t = 0; t < 80; t++) {
    const opponent = t % 40 < 20 ? "one" : "two";
    const { real, place, image } = deal(3, sets, opponent, history);
    assert.equal(sets[place].name, real ? "real" : opponent);
    seen[sets[place].name].push(image);
    history.push({ truth: real ? "real" : "fake", opponent });
  }
  for (const [place, images] of Object.values(seen).entries()) {
    assert.ok(images.length > 8);
    assert.deepEqual(images, orderOf(3, place, 50).slice(0, images.length));
  }
});

test("the coin is fair and the orders are of all images, one for each set and seed", () => {
  const sets = [
    { name: "real", count: 10 },
    { name: "real", count: 10 },
  ];
  const history = [];
  for (let t = 0; t < 4000; t++)
    history.push({ truth: deal(1, sets, "real", history).real ? "real" : "fake", opponent: "real" });
  const share = history.filter(({ truth }) => truth === "real").length / 4000;
  assert.ok(Math.abs(share - 0.5) < 0.025, String(share)); // three standard errors
  const orders = [0, 1, 2].map((place) => orderOf(1, place, 200)).concat([orderOf(2, 0, 200)]);
  for (const order of orders)
    assert.deepEqual(
      [...order].sort((a, b) => a - b),
      [...order.keys()],
    );
  assert.equal(new Set(orders.map(String)).size, 4);
});

test("masks are noise of their own", () => {
  const masks = [maskOf(1, 3, 0, 1024), maskOf(1, 3, 1, 1024), maskOf(2, 3, 0, 1024)];
  assert.equal(new Set(masks.map(String)).size, 3);
  for (const mask of masks) {
    const mean = mask.reduce((sum, value) => sum + value, 0) / 1024;
    assert.ok(Math.abs(mean) < 0.06 && mask.every((value) => value >= -1 && value < 1));
  }
  assert.deepEqual(maskOf(1, 3, 1, 1024), masks[1]);
});

test("what answers amount to", () => {
  for (const { trials, expected } of fixture("summaries")) {
    const found = summarise(trials);
    assert.deepEqual(Object.keys(found).sort(), Object.keys(expected).sort());
    for (const name of Object.keys(expected)) assertClose([found[name]].flat(), [expected[name]].flat(), 1e-9, name);
  }
});

const of = (right, total, real = 0.5, fake = 0.5) =>
  verdictOn({ right, total, real, fake, p: binomialTest(right, total) });

test("verdicts", () => {
  assert.deepEqual(of(15, 20), { kind: "apart", needed: 15, text: "You tell them apart." });
  assert.equal(
    of(14, 20).text,
    "This test cannot tell you from a guesser: with 20 images you would need at least 15 right.",
  );
  assert.equal(of(6, 20).kind, "guess");
  assert.equal(
    of(5, 20, 0.3, 0.2).text,
    "Worse than chance: you took the fake ones for real (80 % of them) more often than the real ones (30 %).",
  );
  assert.equal(of(5, 20, 0, 1).text, "Worse than chance: so few right answers are rare among guessers.");
  assert.equal(
    of(5, 5).text,
    "This test cannot tell you from a guesser: with 5 images even all right would not be enough.",
  );
  assert.equal(
    of(0, 1).text,
    "This test cannot tell you from a guesser: with 1 image even all right would not be enough.",
  );
  assert.equal(of(6, 6).kind, "apart");
  assert.equal(of(200, 400).needed, 221);
  assert.equal(verdictOn(summarise([])).kind, "none");
});

test("one row for each opponent and way of showing", () => {
  const trial = (opponent, wanted_ms, staircase, feedback) => ({ opponent, wanted_ms, staircase, feedback });
  const rows = byCondition([
    trial("a", 500, false, true),
    trial("b", 500, false, true),
    trial("a", 500, false, true),
    trial("a", 200, false, true),
    trial("a", 500, true, true),
    trial("a", 425, true, true),
    trial("a", 0, false, true),
    trial("a", 500, false, false),
  ]);
  assert.deepEqual(
    rows.map(({ opponent, condition, trials }) => [opponent, condition, trials.length]),
    [
      ["a", "500 ms", 2],
      ["b", "500 ms", 1],
      ["a", "200 ms", 1],
      ["a", "staircase", 2],
      ["a", "as long as you like", 1],
      ["a", "500 ms, not told", 1],
    ],
  );
});
