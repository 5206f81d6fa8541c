// OrbitStepper: step two players through V(x, y) = xy, or through the Dirac-GAN.

import { makeStatus } from "../live/status.js";
import { fits } from "../ui/address.js";
import { rangeOf } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element, slider } from "../ui/dom.js";
import { setAll } from "../ui/traits.js";
import { transport } from "../ui/transport.js";
import { grouped } from "../ui/words.js";
import { makeControls } from "./controls.js";
import { CHOICES, SLIDERS } from "./labels.js";
import { legend, makeColours, summaryOf, tableOf } from "./lanes.js";
import { makeLane, nextPoint } from "./orbit.js";
import { makePictures } from "./pictures.js";
import { makeReadouts } from "./readouts.js";
import { makeSettings } from "./settings.js";

const TRAITS = [...Object.keys(CHOICES), ...Object.keys(SLIDERS), "samples", "seed", "start", "steps", "kept"];

const SPEED = 20; // rounds a second, at first

const traitsOf = (model) => Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));

/** Whether a link may ask for these orbits beside the current one. */
const mayKeep = (model) => (value) => {
  const [allowed, linked] = [model.get("_allowed"), model.get("_linked").filter((name) => name !== "kept")];
  const known = ([name, each]) => linked.includes(name) && fits(each, model.get(name), allowed[name]);
  return (
    Array.isArray(value) &&
    value.length <= model.get("_constants").most_kept &&
    value.every((kept) => kept?.constructor === Object && Object.entries(kept).every(known))
  );
};

function render({ model, el }) {
  const card = makeCard(model, "orbit-stepper", { checks: { kept: mayKeep(model) } });
  const { root, set } = card;
  const { complete, optionsOf, nameOf, keyOf } = makeSettings(model);
  const coloursOf = makeColours();
  const { most_kept: mostKept } = model.get("_constants");
  const { max: lastRound } = rangeOf(model, "steps");
  const { line, say } = makeStatus();
  let lanes = [];
  let names = [];
  // Which of those kept is the same as the live one.
  let twin = -1;
  let speed = SPEED;
  let settingAll = false;

  const pictures = makePictures(model, root, {
    onStart: (start) => set("start", start),
    onDrop: refresh,
  });
  const readouts = makeReadouts();
  const list = element("ul", { className: "gan-lanes" });
  function draw() {
    readouts.show(lanes[0]);
    pictures.draw(lanes);
    say(...standstill());
  }
  /** Why Play would do nothing, where it would. */
  function standstill() {
    if (lanes[0].points.length > lastRound)
      return ["last", `This is round ${grouped(lastRound)}, the last one. Restart goes back to round 0.`];
    if (readouts.verdict()?.kind === "rests")
      return ["rests", "Nothing moves from here: drag the ring away from (0, 0)."];
    if (twin > 0) return ["kept", "The live orbit is the same as one that is kept: change a setting to compare."];
    return ["fine", ""];
  }
  const dropKept = (dropped) =>
    set(
      "kept",
      model.get("kept").filter((_, i) => i !== dropped),
    );
  /** Everything anew from the model: the one place where the settings are read. */
  function refresh() {
    if (settingAll) return;
    const traits = traitsOf(model);
    const s = complete(traits);
    // What is kept stays as it is, whatever becomes of the live one: what it leaves out is as first shown.
    const all = [s, ...s.kept.map((kept) => complete({ ...card.first, game: s.game, ...kept }))];
    const colours = coloursOf(all.map(keyOf));
    lanes = all.map((each, i) => ({ ...makeLane(each, s.start, s.steps), colour: colours[i] }));
    twin = all.findIndex((each, i) => i > 0 && keyOf(each) === keyOf(s));
    controls.show(s, optionsOf(s));
    if (!pictures.dragging()) readouts.showVerdict(s);
    keep.disabled = s.kept.length >= mostKept;
    names = lanes.map(({ settings }) => nameOf(settings));
    const held = [...list.querySelectorAll("button")].indexOf(document.activeElement);
    list.replaceChildren(...legend(lanes, names, dropKept), element("li", {}, keep));
    // Buttons that are made anew would lose the keyboard.
    const buttons = list.querySelectorAll("button:enabled");
    if (held >= 0) buttons[Math.min(held, buttons.length - 1)]?.focus();
    draw();
  }
  /** One more point for every lane; the model hears of it when the playing stops. False at the last round. */
  function advance() {
    if (lanes[0].points.length > lastRound) return false;
    for (const lane of lanes) lane.points.push(nextPoint(lane.settings, lane.points));
    draw();
    return true;
  }
  const save = () => set("steps", lanes[0].points.length - 1);
  const moving = transport(root, {
    rate: () => speed,
    advance,
    step: () => {
      advance();
      save();
    },
    restart: () => set("steps", 0),
    reset() {
      speed = SPEED;
      pace.show(speed);
      settingAll = true;
      setAll(model, card.first);
      settingAll = false;
      refresh();
    },
    onPause: save,
  });
  const keep = button("keep", "Keep this one to compare", () => {
    // It is there already.
    if (twin > 0) return;
    const { start, steps, kept, ...rest } = complete(traitsOf(model));
    set("kept", [...kept, rest]);
  });
  const controls = makeControls(model, set, () => {
    // A game of another kind has other axes: the orbits kept so far would not fit on them.
    moving.pause();
    model.set("kept", []);
  });
  const pace = slider("speed", "speed, rounds a second", { min: 1, max: 60, step: 1, value: speed }, (value) => {
    speed = value;
  });

  return mount({
    model,
    el,
    card,
    parts: {
      story: controls.story,
      moves: moving.buttons,
      stage: [pictures.phase],
      answers: readouts.answers,
      side: [line, element("div", { className: "gan-orbit-charts" }, pictures.radius, pictures.eigen), list],
      settings: [...controls.settings, pace.row],
      more: readouts.more,
    },
    traits: TRAITS,
    begin: refresh,
    redraw: draw,
    stops: [moving.stop, pictures.stop],
    summary: () => summaryOf(lanes, names, readouts.verdict()),
    numbers: () => tableOf(lanes, names),
  });
}

export default { render };
