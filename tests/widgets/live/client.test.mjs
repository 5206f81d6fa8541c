// Messages to a worker are answered in turn, and its pace is that of the last second or so.

import assert from "node:assert/strict";
import test from "node:test";
import { source } from "../../page/shared.mjs";

const { inTurn } = await source("widgets/live/client.js");
const { makePace } = await source("widgets/live/pace.js");

test("a message is sent when those before it are answered and shown", async () => {
  const heard = [];
  const answers = [];
  const send = (message) =>
    new Promise((answer) => {
      heard.push(`sent ${message}`);
      answers.push(() => answer(message));
    });
  const turns = inTurn(
    send,
    (answer) => heard.push(`shown ${answer}`),
    () => assert.fail(),
  );
  assert.equal(turns.busy(), false);
  const [first, second] = ["a", "b"].map(turns.ask);
  assert.equal(turns.busy(), true);
  await Promise.resolve();
  assert.deepEqual(heard, ["sent a"]);
  answers[0]();
  await first;
  assert.equal(turns.busy(), true, "the second is still to come");
  answers[1]();
  await second;
  assert.deepEqual(heard, ["sent a", "shown a", "sent b", "shown b"]);
  assert.equal(turns.busy(), false);
});

test("what goes wrong is heard of, and those that wait are sent all the same", async () => {
  const errors = [];
  const shown = [];
  const turns = inTurn(
    (message) => (message ? Promise.resolve(message) : Promise.reject(new Error("no"))),
    (answer) => shown.push(answer),
    (error) => errors.push(error.message),
  );
  await Promise.all([0, 1].map(turns.ask));
  assert.deepEqual([errors, shown, turns.busy()], [["no"], [1], false]);
});

test("a pace is rounds a second, and the latest count most", () => {
  const pace = makePace();
  assert.equal(pace.rate(), 0);
  pace.count(50, 500);
  assert.equal(pace.rate(), 100);
  for (let i = 0; i < 20; i++) pace.count(300, 1000);
  assert.ok(Math.abs(pace.rate() - 300) < 1);
  pace.reset();
  assert.equal(pace.rate(), 0);
});
