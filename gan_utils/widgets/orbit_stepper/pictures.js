// OrbitStepper's three pictures, and the start, which is dragged on the first.

import { clamp } from "../../page/engine/numbers.js";
import { squareRatio } from "../draw/axes.js";
import { figure } from "../draw/canvas.js";
import { rangeOf } from "../ui/allowed.js";
import { draggable } from "../ui/drag.js";
import { drawEigenvalues, drawPhasePlane, drawRadius, lanePalette } from "./figures.js";

const NUDGE = 0.05; // by an arrow key
const THUMB = 22; // pixels about the ring in which a finger takes hold of it

/** A round number that all orbits fit into, up to six times the start's distance. */
function reachOf(lanes) {
  const first = Math.hypot(...lanes[0].points[0]) || 1;
  const radii = lanes.flatMap((lane) => lane.points.map((point) => Math.hypot(...point)));
  const farthest = Math.min(6 * first, Math.max(first, ...radii.filter(Number.isFinite)));
  return [0.5, 1, 1.5, 2, 3, 4, 6, 8, 10, 15, 20, 30, 40, 60].find((size) => size > 1.12 * farthest) ?? 80;
}

/**
 * The pictures of lanes: {phase, radius, eigen, draw(lanes), dragging(), stop()}. onStart(point) hears of a start that is
 * dragged or nudged, onDrop() of its being let go. The scale stays while a start is dragged.
 */
export function makePictures(model, root, { onStart, onDrop }) {
  let lanes = [];
  let reach = 2;
  let dragging = false;
  let plane = null;
  const colours = () => lanePalette(root, lanes);
  const phase = figure(
    "Phase plane. Drag, or use the arrow keys, to move the start point.",
    squareRatio,
    (context, w, h) => {
      plane = drawPhasePlane(context, w, h, colours(), lanes, reach);
    },
    { tabIndex: 0, role: "application", "data-control": "start" },
  );
  const radius = figure("Radius against round", squareRatio, (context, w, h) =>
    drawRadius(context, w, h, colours(), lanes),
  );
  const eigen = figure(
    "Eigenvalues of one round on the complex plane, with the unit circle",
    squareRatio,
    (context, w, h) => drawEigenvalues(context, w, h, colours(), lanes),
  );
  const figures = [phase, radius, eigen];

  const { min, max } = rangeOf(model, "start");
  const tidy = (value) => clamp(Number(value.toFixed(2)), min, max);
  draggable(phase.canvas, {
    grabs(x, y) {
      const [across, up] = lanes[0].points[0];
      return Math.hypot(plane.x(across) - x, plane.y(up) - y) < THUMB;
    },
    drag(x, y) {
      dragging = true;
      const { box } = plane;
      const across = clamp((x - box.left) / (box.right - box.left), 0, 1);
      const up = clamp((box.bottom - y) / (box.bottom - box.top), 0, 1);
      onStart([across, up].map((share) => tidy(reach * (2 * share - 1))));
    },
    nudge: (...ways) => onStart(model.get("start").map((value, i) => tidy(value + NUDGE * ways[i]))),
    done() {
      dragging = false;
      onDrop();
    },
  });
  return {
    phase: phase.place,
    radius: radius.place,
    eigen: eigen.place,
    dragging: () => dragging,
    draw(next) {
      lanes = next;
      if (!dragging) reach = reachOf(lanes);
      figures.forEach((each) => each.redraw());
    },
    stop: () => figures.forEach((each) => each.stop()),
  };
}
