// SaddleSurface: a saddle V(x, y) to turn, with what each player can reach from (0, 0) alone.

import { clamp } from "../../page/engine/numbers.js";
import { figure } from "../draw/canvas.js";
import { choiceFor, rangeOf } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { readout } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { palette } from "../ui/theme.js";
import { setAll } from "../ui/traits.js";
import { transport } from "../ui/transport.js";
import { prettyOrZero } from "../ui/words.js";
import { drawSurface } from "./figure.js";
import { drawSlices, tableOf } from "./slices.js";
import { gains, SURFACES } from "./surfaces.js";

const REACH = 1;
const TRAITS = ["surface", "turn", "tilt"];
// Heights over widths.
const SURFACE = 0.8;
const SLICES = 0.5;

function makeReadouts() {
  const out = {
    verdict: readout("verdict", "so (0, 0) is"),
    x: readout("gain-x", "x gains by leaving alone, up to 1 away"),
    y: readout("gain-y", "y gains by leaving alone, up to 1 away"),
  };
  out.verdict.row.className = "gan-wide gan-verdict";
  return {
    rows: Object.values(out).map((each) => each.row),
    show({ x, y }) {
      out.x.show(prettyOrZero(x), String(x));
      out.y.show(prettyOrZero(y), String(y));
      const calm = x <= 0 && y <= 0;
      out.verdict.show(
        calm
          ? "a saddle and an equilibrium: neither player gains by moving alone"
          : "a saddle but no equilibrium: both players want to leave",
        calm ? "equilibrium" : "no-equilibrium",
      );
    },
  };
}

function render({ model, el }) {
  const card = makeCard(model, "saddle-surface");
  const { root, set } = card;
  const view = () => ({ turn: model.get("turn"), tilt: model.get("tilt") });
  const name = () => model.get("surface");
  const surface = figure(
    "Surface V(x, y). Drag, or use the arrow keys, to turn it.",
    SURFACE,
    (context, w, h) => drawSurface(context, w, h, palette(root), name(), view()),
    { tabIndex: 0, role: "application", "data-control": "surface-view" },
  );
  const slices = figure("V along the line of x, and along the line of y", SLICES, (context, w, h) =>
    drawSlices(context, w, h, palette(root), name()),
  );
  const figures = [surface, slices];
  const readouts = makeReadouts();
  const textOf = (which) => SURFACES[which].text;
  const control = choiceFor(model, "surface", "surface", textOf, (which) => set("surface", which));

  function refresh() {
    control.show(name());
    readouts.show(gains(name(), REACH));
    figures.forEach((each) => each.redraw());
  }
  const { min, max } = rangeOf(model, "tilt");
  function turnBy(across, up) {
    model.set("turn", (model.get("turn") + across + 4 * Math.PI) % (2 * Math.PI));
    set("tilt", clamp(model.get("tilt") + up, min, max));
  }
  draggable(surface.canvas, {
    drag: (_x, _y, dx, dy) => turnBy(dx / 120, dy / 160),
    nudge: (right, up) => turnBy(0.1 * right, 0.08 * up),
  });
  const moving = transport(root, {
    name: "Turn it",
    rate: () => 60,
    advance: () => turnBy(0.008, 0),
    step: () => turnBy(Math.PI / 12, 0),
    reset: () => setAll(model, card.first),
  });
  function summary() {
    const { x, y } = gains(name(), REACH);
    const found = x <= 0 && y <= 0 ? "(0, 0) is an equilibrium" : "(0, 0) is a saddle, but no equilibrium";
    return `On ${textOf(name())}, leaving (0, 0) alone by at most 1, x gains ${prettyOrZero(x)} and y gains ${prettyOrZero(y)}: ${found}.`;
  }

  return mount({
    model,
    el,
    card,
    parts: {
      story: [control.row],
      moves: moving.buttons,
      stage: [surface.place],
      answers: readouts.rows,
      side: [slices.place],
    },
    traits: TRAITS,
    begin: refresh,
    redraw: () => figures.forEach((each) => each.redraw()),
    stops: [moving.stop, ...figures.map((each) => each.stop)],
    summary,
    numbers: () => tableOf(name()),
  });
}

export default { render };
