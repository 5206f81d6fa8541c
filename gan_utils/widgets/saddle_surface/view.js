// SaddleSurface: a saddle V(x, y) to turn, with what each player can reach from (0, 0) alone.

import { clamp } from "../../page/engine/numbers.js";
import { dot, figure, stroke, typeface } from "../draw/canvas.js";
import { choiceFor, rangeOf } from "../ui/allowed.js";
import { makeCard, mount } from "../ui/card.js";
import { readout } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { colour } from "../ui/theme.js";
import { transport } from "../ui/transport.js";
import { pretty } from "../ui/words.js";
import { gains, project, SURFACES } from "./surfaces.js";

const CELLS = 22; // a side
const REACH = 1;
const TRAITS = ["surface", "turn", "tilt"];

function drawSurface(context, width, height, root, name, view) {
  const { value } = SURFACES[name];
  const scale = Math.min(width * 0.3, height * 0.46);
  const centre = [width / 2, height * 0.54];
  const at = (x, y) => project([x, y, 0.55 * value(x, y)], view, scale, centre);
  const places = Array.from({ length: CELLS + 1 }, (_, i) => REACH * ((2 * i) / CELLS - 1));
  const tiles = [];
  for (let i = 0; i < CELLS; i++)
    for (let j = 0; j < CELLS; j++) {
      const corners = [
        [i, j],
        [i + 1, j],
        [i + 1, j + 1],
        [i, j + 1],
      ].map(([a, b]) => at(places[a], places[b]));
      const middle = value((places[i] + places[i + 1]) / 2, (places[j] + places[j + 1]) / 2);
      tiles.push({ corners, middle, depth: corners.reduce((sum, corner) => sum + corner.depth, 0) });
    }
  // The farthest first, so that what is near covers it. Low V leans to x's colour, high V to y's.
  tiles.sort((a, b) => b.depth - a.depth);
  const [low, high, paper] = ["--real", "--generated", "--paper"].map((each) => colour(root, each));
  for (const { corners, middle } of tiles) {
    context.beginPath();
    corners.forEach(({ x, y }, i) => (i ? context.lineTo(x, y) : context.moveTo(x, y)));
    context.closePath();
    context.fillStyle = context.strokeStyle = paper;
    context.fill();
    context.globalAlpha = 0.1 + 0.55 * Math.min(1, Math.abs(middle));
    context.fillStyle = middle < 0 ? low : high;
    context.fill();
    context.globalAlpha = 0.35;
    context.strokeStyle = colour(root, "--muted");
    context.lineWidth = 0.5;
    context.stroke();
    context.globalAlpha = 1;
  }
  const slices = [
    [low, (t) => at(t, 0), "x can move along here"],
    [high, (t) => at(0, t), "y can move along here"],
  ];
  context.font = typeface(13);
  for (const [line, point, text] of slices) {
    context.strokeStyle = line;
    context.fillStyle = colour(root, "--ink");
    context.lineWidth = 3;
    stroke(
      context,
      places.map((t) => {
        const { x, y } = point(t);
        return [x, y];
      }),
    );
    const end = point(REACH);
    context.textAlign = end.x < width / 2 ? "right" : "left";
    const room = context.measureText(text).width + 10;
    const x = context.textAlign === "left" ? Math.min(end.x + 6, width - room) : Math.max(end.x - 6, room);
    context.fillText(text, x, clamp(end.y - 6, 14, height - 6));
  }
  context.fillStyle = colour(root, "--ink");
  const origin = at(0, 0);
  dot(context, origin.x, origin.y, 5);
}

function render({ model, el }) {
  const card = makeCard(model, "saddle-surface");
  const { root, set } = card;
  const view = () => ({ turn: model.get("turn"), tilt: model.get("tilt") });
  const first = view();
  const surface = figure(
    "Surface V(x, y). Drag, or use the arrow keys, to turn it.",
    0.62,
    (context, w, h) => drawSurface(context, w, h, root, model.get("surface"), view()),
    { tabIndex: 0, role: "application", "data-control": "surface-view" },
  );
  const out = {
    x: readout("gain-x", "most that x gains by leaving (0, 0) alone, up to 1 away"),
    y: readout("gain-y", "most that y gains by leaving (0, 0) alone, up to 1 away"),
    verdict: readout("verdict", "so (0, 0) is"),
  };
  out.verdict.row.className = "gan-wide";
  const control = choiceFor(
    model,
    "surface",
    "surface",
    (name) => SURFACES[name].text,
    (name) => set("surface", name),
  );

  function refresh() {
    const name = model.get("surface");
    control.show(name);
    const { x, y } = gains(name, REACH);
    out.x.show(pretty(x), String(x));
    out.y.show(pretty(y), String(y));
    const calm = x <= 0 && y <= 0;
    out.verdict.show(
      calm
        ? "a saddle and an equilibrium: neither player gains by moving alone"
        : "a saddle but no equilibrium: both players want to leave",
      calm ? "equilibrium" : "no-equilibrium",
    );
    surface.redraw();
  }
  const { min, max } = rangeOf(model, "tilt");
  const turnTo = ({ turn, tilt }) => {
    model.set("turn", (turn + 4 * Math.PI) % (2 * Math.PI));
    set("tilt", clamp(tilt, min, max));
  };
  const turnBy = (across, up) => turnTo({ turn: model.get("turn") + across, tilt: model.get("tilt") + up });
  draggable(surface.canvas, {
    drag: (_x, _y, dx, dy) => turnBy(dx / 120, dy / 160),
    nudge: (right, up) => turnBy(0.1 * right, 0.08 * up),
  });
  const moving = transport(root, {
    rate: () => 60,
    advance: () => turnBy(0.008, 0),
    step: () => turnBy(Math.PI / 12, 0),
    reset: () => turnTo(first),
  });

  return mount({
    model,
    el,
    card,
    parts: {
      story: [control.row],
      moves: moving.buttons,
      stage: [surface.place],
      answers: Object.values(out).map((each) => each.row),
    },
    traits: TRAITS,
    begin: refresh,
    redraw: surface.redraw,
    stops: [moving.stop, surface.stop],
  });
}

export default { render };
