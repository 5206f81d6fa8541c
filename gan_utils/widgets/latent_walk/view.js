// LatentWalk: move through a generator's latent space; the images are made here.

import { network } from "../packed/generator.js";
import { nextSeed } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { copyText } from "../ui/copy.js";
import { button, element } from "../ui/dom.js";
import { inRow } from "../ui/layout.js";
import { setAll } from "../ui/traits.js";
import { transport } from "../ui/transport.js";
import { makeControls } from "./controls.js";
import { makeReadouts, tellWalk } from "./readouts.js";
import { makeScreen } from "./screen.js";
import { isPlace, makeWalk } from "./walk.js";

const LOOP_SECONDS = 12;
const FRAMES_A_SECOND = 20;
const TRAITS = ["seed", "method", "view", "position", "weights", "path"];

function render({ model, el }) {
  const { most, slack } = model.get("_constants");
  const weights = (value) => isPlace(value, slack);
  const path = (value) => Array.isArray(value) && value.length <= most && value.every(weights);
  const card = makeCard(model, "latent-walk", { checks: { weights, path } });
  const { root, set } = card;
  const net = network(model);
  const walk = makeWalk(model, net.width);
  const readouts = makeReadouts(walk, net.width);
  const screen = makeScreen(model, root, walk, net, {
    onDrag(place) {
      moving.pause();
      goTo(place);
    },
    onScrub(share) {
      moving.pause();
      walkTo(Math.round(200 * share) / 200);
    },
  });
  const pathWords = element("p", { className: "gan-path", "data-readout": "path" });
  let length = 0;

  /** Everything anew from the model. */
  function refresh() {
    walk.findCorners();
    controls.show();
    pathWords.textContent = wordsOnPath();
    forget.hidden = !walk.chosen();
    add.hidden = walk.chosen() >= most;
    screen.fill();
    const shown = screen.show();
    ({ length } = shown);
    readouts.show(shown);
    if (String(model.get("z")) !== String(shown.z)) set("z", shown.z);
  }
  function wordsOnPath() {
    const count = walk.chosen();
    if (!count) return "The path, from corner to corner and back: press Play, or a picture to go there.";
    if (count === 1) return "One chosen point is no path yet, so Play stays there: move the ring and add another.";
    return `The path through ${count} chosen points${count >= most ? ", which is as many as it takes" : ""}.`;
  }
  function goTo(place) {
    model.set("view", "triangle");
    set("weights", walk.shortened(place));
  }
  function walkTo(position) {
    model.set("view", "path");
    set("position", position);
  }
  const reseed = (seed) => setAll(model, { path: [], seed });
  function addToPath() {
    const longer = walk.withPlace(walk.place());
    goTo(walk.place());
    if (longer) set("path", longer);
    else pathWords.textContent = "The path ends here already: move the ring first.";
  }
  const walkBy = (share) => walkTo((model.get("position") + share) % 1);
  const moving = transport(root, {
    rate: () => FRAMES_A_SECOND,
    advance: () => walkBy(1 / (FRAMES_A_SECOND * LOOP_SECONDS)),
    step: () => walkBy(0.025),
    reset: () => setAll(model, card.first),
  });
  const controls = makeControls(model, {
    onSeed: reseed,
    onView: (view) => set("view", view),
    onMethod: (method) => set("method", method),
    onPosition: walkTo,
  });
  const add = button("add", "Add the ring's place to a path", addToPath);
  const forget = button("forget", "Forget the path", () => set("path", []));
  return mount({
    model,
    el,
    card,
    parts: {
      moves: [...moving.buttons, button("new-corners", "New corners", () => reseed(nextSeed(model)))],
      stage: [screen.place],
      answers: readouts.answers,
      side: [controls.method],
      below: [element("div", { className: "gan-strip" }, screen.strip.place, pathWords, controls.position)],
      settings: [
        controls.view,
        controls.seed,
        inRow(add, forget),
        inRow(
          button("save", "Save the strip", screen.strip.save, { ariaLabel: `Save the strip: ${card.root.ariaLabel}` }),
          button("copy", "Copy z", (event) => copyText(JSON.stringify(walk.z()), event.currentTarget), {
            ariaLabel: `Copy z: ${card.root.ariaLabel}`,
          }),
        ),
      ],
      more: readouts.more,
    },
    traits: TRAITS,
    begin: refresh,
    redraw: screen.redraw,
    stops: [moving.stop, screen.stop],
    summary: () => tellWalk(walk, model.get("method"), net.width, length),
  });
}

export default { render };
