// OrbitStepper: step two players through V(x, y) = xy, or through the Dirac-GAN.

import { rangeOf } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element, slider } from "../ui/dom.js";
import { transport } from "../ui/transport.js";
import { makeControls } from "./controls.js";
import { LANE_COLOURS } from "./figures.js";
import { CHOICES, SLIDERS } from "./labels.js";
import { makeLane, nextPoint } from "./orbit.js";
import { makePictures } from "./pictures.js";
import { makeReadouts } from "./readouts.js";
import { makeSettings } from "./settings.js";

const TRAITS = [...Object.keys(CHOICES), ...Object.keys(SLIDERS), "samples", "seed", "start", "steps", "kept"];

const traitsOf = (model) => Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));

/** The lanes' legend: a line for each name, those kept with a button. onDrop(number) hears of one that is not wanted. */
const legend = (names, onDrop) =>
  names.map((name, i) => {
    const item = element("li", { "data-lane": i }, name);
    item.style.setProperty("--lane", `var(${LANE_COLOURS[i]})`);
    if (i > 0) item.append(button("drop", "×", () => onDrop(i - 1), { ariaLabel: `Remove ${name}` }));
    return item;
  });

function render({ model, el }) {
  const card = makeCard(model, "orbit-stepper");
  const { root, set } = card;
  const { complete, optionsOf, nameOf } = makeSettings(model);
  const { most_kept: mostKept } = model.get("_constants");
  const { max: lastRound } = rangeOf(model, "steps");
  let lanes = [];
  let speed = 20;

  const pictures = makePictures(model, root, {
    onStart: (start) => set("start", start),
    onDrop: refresh,
  });
  const readouts = makeReadouts();
  const list = element("ul", { className: "gan-lanes" });
  function draw() {
    readouts.show(lanes[0]);
    pictures.draw(lanes);
  }
  const dropKept = (dropped) =>
    set(
      "kept",
      model.get("kept").filter((_, i) => i !== dropped),
    );
  /** Everything anew from the model: the one place where the settings are read. */
  function refresh() {
    const traits = traitsOf(model);
    const s = complete(traits);
    lanes = [{}, ...s.kept].map((kept) => makeLane(complete({ ...traits, ...kept }), s.start, s.steps));
    controls.show(s, optionsOf(s));
    if (!pictures.dragging()) readouts.showVerdict(s);
    keep.disabled = s.kept.length >= mostKept;
    list.replaceChildren(
      ...legend(
        lanes.map(({ settings }) => nameOf(settings)),
        dropKept,
      ),
    );
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
    reset: () => set("steps", 0),
    onPause: save,
  });
  const keep = button("keep", "Keep for comparison", () => {
    const { start, steps, kept, ...rest } = complete(traitsOf(model));
    set("kept", [...kept, rest]);
  });
  const controls = makeControls(model, set, () => {
    // A game of another kind has other axes: the orbits kept so far would not fit on them.
    moving.pause();
    model.set("kept", []);
  });
  const pace = slider("speed", "rounds a second", { min: 1, max: 60, step: 1, value: speed }, (value) => {
    speed = value;
  });

  return mount({
    model,
    el,
    card,
    parts: {
      story: controls.rows.slice(0, 2),
      moves: [...moving.buttons, keep],
      stage: [
        element(
          "div",
          { className: "gan-orbit" },
          pictures.phase,
          element("div", { className: "gan-orbit-side" }, pictures.radius, pictures.eigen),
        ),
        list,
      ],
      answers: readouts.rows,
      settings: [...controls.rows.slice(2), pace.row],
    },
    traits: TRAITS,
    begin: refresh,
    redraw: draw,
    stops: [moving.stop, pictures.stop],
  });
}

export default { render };
