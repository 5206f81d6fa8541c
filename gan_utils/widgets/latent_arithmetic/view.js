// LatentArithmetic: averages of faces, added and subtracted in latent space; the images are made here.

import { nextSeed } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { button, element } from "../ui/dom.js";
import { makeSlices } from "../ui/slices.js";
import { setAll } from "../ui/traits.js";
import { makeBoard } from "./board.js";
import { makeControls } from "./controls.js";
import { makeDrawing } from "./drawing.js";
import { makeFaces } from "./faces.js";
import { networksOf } from "./networks.js";
import { makeResult } from "./result.js";
import { makeSelection, selectionFits, TRAYS } from "./selection.js";

const TRAITS = ["seed", ...TRAYS, "_filled", "baseline", "rescale"];

function render({ model, el }) {
  const card = makeCard(model, "latent-arithmetic", { checks: { _filled: selectionFits(model) } });
  const { root, set } = card;
  const networks = networksOf(model);
  const slices = makeSlices();
  const selection = makeSelection(model, set);
  const board = makeBoard(model, selection, refresh);
  const result = makeResult(networks.width);
  const drawAll = makeDrawing(model, networks, selection, board, result);
  const controls = makeControls(model, set, {
    onCount(count) {
      selection.wantCount(count);
      refresh();
    },
    onSeed: reseed,
  });
  let faces = null;

  /** All that is to be drawn and looked for. */
  function* work() {
    yield* drawAll(faces);
    yield* selection.fill(faces, refresh);
  }
  /** Everything anew from the model. */
  function refresh() {
    if (faces?.seed !== model.get("seed")) faces = makeFaces(model.get("seed"), networks);
    board.show();
    controls.show(selection.count());
    result.show(selection.empty(), model.get("baseline"));
    root.ariaBusy = "true";
    slices.begin(work(), (done) => {
      if (done) root.ariaBusy = "false";
    });
  }
  /** Another stream of faces: each tray gets faces of the kind that it had, or began with. */
  function reseed(seed) {
    selection.wantAll(); // while the kinds that they have are still those of the seed
    set("seed", seed);
    refresh();
  }
  function reset() {
    selection.forget();
    board.reset();
    setAll(model, card.first);
    refresh();
  }

  return mount({
    model,
    el,
    card,
    parts: {
      moves: [button("reset", "Reset", reset), button("new-wall", "New wall", () => reseed(nextSeed(model)))],
      story: [controls.baseline],
      stage: [element("div", { className: "gan-equation" }, board.form, result.place)],
      below: board.parts,
      settings: controls.rows,
    },
    traits: TRAITS,
    begin: refresh,
    stops: [slices.stop],
    summary: () => result.tell(selection.empty()),
  });
}

export default { render };
