// LatentWalk: move through a generator's latent space; the images are made here.

import { network } from "../packed/generator.js";
import { nextSeed } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { copyText } from "../ui/copy.js";
import { button, element } from "../ui/dom.js";
import { spoken } from "../ui/foot.js";
import { inRow } from "../ui/layout.js";
import { transport } from "../ui/transport.js";
import { makeControls } from "./controls.js";
import { makeScreen } from "./screen.js";
import { makeWalk } from "./walk.js";

const LOOP_SECONDS = 12;
const FRAMES_A_SECOND = 20;
const TRAITS = ["seed", "method", "view", "position"];

function render({ model, el }) {
  const card = makeCard(model, "latent-walk");
  const { root, set } = card;
  const net = network(model);
  const walk = makeWalk(model, net.width);
  const screen = makeScreen(model, root, walk, net, {
    onDrag(weights) {
      moving.pause();
      goTo(weights);
    },
    onNudge: (weights) => goTo(weights),
  });
  const pathWords = element("span", { "data-readout": "path" });

  /** Everything anew from the model. */
  function refresh() {
    walk.findCorners();
    controls.show();
    pathWords.textContent = walk.path.words();
    screen.fill();
    screen.show();
  }
  /** Keeps the picture that is shown, and tells Python its point. */
  function arrive() {
    set("z", walk.z());
    screen.keep();
  }
  function begin() {
    refresh();
    arrive();
  }
  function choose(trait, value) {
    set(trait, value);
    arrive();
  }
  function goTo(weights) {
    if (walk.onPath()) set("view", "triangle");
    walk.moveTo(weights);
    screen.show();
    arrive();
  }
  function walkTo(position) {
    model.set("view", "path");
    choose("position", position);
  }
  function reseed(seed) {
    walk.path.clear();
    choose("seed", seed);
  }
  function addToPath() {
    walk.path.add(walk.z());
    refresh();
  }
  const walkBy = (share) => walkTo((model.get("position") + share) % 1);
  const moving = transport(root, {
    rate: () => FRAMES_A_SECOND,
    advance: () => walkBy(1 / (FRAMES_A_SECOND * LOOP_SECONDS)),
    step: () => walkBy(0.025),
    reset() {
      walk.restart();
      screen.strip.clear();
      model.set("view", "triangle");
      model.set("position", 0);
      begin();
    },
  });
  const controls = makeControls(model, {
    onSeed: reseed,
    onView: (view) => choose("view", view),
    onMethod: (method) => choose("method", method),
    onPosition: walkTo,
  });
  return mount({
    model,
    el,
    card,
    parts: {
      moves: [...moving.buttons, button("new-corners", "New corners", () => reseed(nextSeed(model)))],
      stage: [screen.figures, screen.strip.row],
      side: [screen.readouts],
      settings: [
        ...controls.rows,
        controls.seed,
        inRow(
          button("add", "Add this point to a path", addToPath),
          pathWords,
          button("save", "Save the strip", screen.strip.save),
          button("copy", "Copy z", (event) => copyText(JSON.stringify(walk.z()), event.currentTarget)),
        ),
      ],
    },
    traits: TRAITS,
    begin,
    refresh,
    redraw: screen.redraw,
    stops: [moving.stop, screen.stop],
    summary: () => spoken([...screen.readouts.children]),
  });
}

export default { render };
