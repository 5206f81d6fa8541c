// The player's clock, on a pretended page: so many steps a second, none while the widget is out of sight.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { player } = await source("widgets/ui/player.js");

/** A page whose frames come when the test says so. */
function pretendedPage() {
  const page = { now: 0, frame: null, seen: null, watched: null };
  globalThis.performance.now = () => page.now;
  globalThis.requestAnimationFrame = (callback) => {
    page.frame = callback;
    return 1;
  };
  globalThis.cancelAnimationFrame = () => {
    page.frame = null;
  };
  globalThis.IntersectionObserver = class {
    constructor(callback) {
      page.seen = (on) => callback([{ isIntersecting: on }]);
    }
    observe(element) {
      page.watched = element;
    }
    disconnect() {
      page.watched = null;
    }
  };
  globalThis.document = {
    hidden: false,
    addEventListener: (_, listener) => {
      page.listener = listener;
    },
    removeEventListener: () => {
      page.listener = null;
    },
  };
  page.hide = (hidden) => {
    globalThis.document.hidden = hidden;
    page.listener();
  };
  page.pass = (milliseconds) => {
    page.now += milliseconds;
    const callback = page.frame;
    page.frame = null;
    callback?.(page.now);
  };
  return page;
}

function setUp(rate) {
  const page = pretendedPage();
  const seen = { steps: 0, changes: [] };
  const made = player(
    "root",
    () => rate,
    () => {
      seen.steps += 1;
    },
    (on) => seen.changes.push(on),
  );
  return { page, seen, made };
}

test("it plays at its rate, whatever the frames'", () => {
  for (const [rate, frame] of [
    [20, 16],
    [60, 16],
    [60, 50],
    [1, 16],
  ]) {
    const { page, seen, made } = setUp(rate);
    made.play(true);
    for (let i = 0; i < 4000 / frame; i++) page.pass(frame);
    assert.ok(Math.abs(seen.steps - 4 * rate) <= 1, `${seen.steps} steps in 4 s at ${rate}`);
  }
});

test("nothing moves before play, and nothing after pause", () => {
  const { page, seen, made } = setUp(20);
  page.pass(1000);
  assert.equal(seen.steps, 0);
  made.play(true);
  assert.ok(made.playing());
  for (let i = 0; i < 60; i++) page.pass(16);
  const before = seen.steps;
  made.play(false);
  for (let i = 0; i < 60; i++) page.pass(16);
  assert.ok(before > 10 && seen.steps === before);
  assert.deepEqual(seen.changes, [true, false]);
});

test("in a hidden tab it stands still, and in sight it goes on where it was", () => {
  const { page, seen, made } = setUp(20);
  made.play(true);
  for (let i = 0; i < 10; i++) page.pass(100);
  const before = seen.steps;
  page.hide(true);
  assert.ok(made.playing() && !made.active(), "nor does what asks whether it may go on");
  for (let i = 0; i < 50; i++) page.pass(100);
  assert.equal(seen.steps, before);
  page.hide(false);
  for (let i = 0; i < 10; i++) page.pass(100);
  assert.ok(before > 15 && Math.abs(seen.steps - 2 * before) <= 2, `${before}, then ${seen.steps}`);
  made.stop();
  assert.equal(page.listener, null);
});

test("a late frame, as after a hidden tab, is not made up for", () => {
  const { page, seen, made } = setUp(20);
  made.play(true);
  page.pass(60_000);
  assert.ok(seen.steps <= 2, `${seen.steps} steps at once`);
});

test("out of sight it asks for no frame, in sight again it goes on", () => {
  const { page, seen, made } = setUp(20);
  made.play(true);
  page.pass(100);
  page.seen(false);
  assert.equal(page.frame, null);
  page.now += 60_000;
  const before = seen.steps;
  page.seen(true);
  page.pass(16);
  assert.ok(seen.steps - before <= 1, "the time out of sight does not count");
  for (let i = 0; i < 60; i++) page.pass(16);
  assert.ok(seen.steps > before + 10);
});

test("playing may stop from within a step", () => {
  const page = pretendedPage();
  let steps = 0;
  const made = player(
    "root",
    () => 60,
    () => {
      steps += 1;
      made.play(false);
    },
    () => {},
  );
  made.play(true);
  page.pass(100);
  assert.equal(steps, 1);
});

test("stop leaves nothing behind", () => {
  const { page, seen, made } = setUp(20);
  made.play(true);
  made.stop();
  assert.equal(page.frame, null);
  assert.equal(page.watched, null);
  page.pass(1000);
  assert.equal(seen.steps, 0);
});
