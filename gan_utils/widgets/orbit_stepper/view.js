// OrbitStepper: step two players through V(x, y) = xy, or through the Dirac-GAN.

import { clamp } from "../../page/engine/numbers.js";
import { squareRatio } from "../draw/axes.js";
import { figure } from "../draw/canvas.js";
import { listen, makeCard } from "../ui/card.js";
import { button, choice, element, numberBox, readout, slider } from "../ui/dom.js";
import { draggable } from "../ui/drag.js";
import { followTheme } from "../ui/theme.js";
import { transport } from "../ui/transport.js";
import { pretty } from "../ui/words.js";
import { drawEigenvalues, drawPhasePlane, drawRadius, LANE_COLOURS, lanePalette } from "./figures.js";
import { conservedAt, nextPoint, OPTIONS, orbit, spectrum } from "./orbit.js";
import { verdict } from "./verdict.js";

const LAST_ROUND = 2000;
const METHODS = {
  flow: "flow (continuous time)",
  simultaneous: "simultaneous (the article's equations)",
  alternating: "alternating",
  extragradient: "extragradient",
  optimistic: "optimistic",
  proximal: "proximal (implicit)",
  consensus: "consensus",
  unrolled: "unrolled",
};
const VARIANTS = {
  gan: "GAN (minimax)",
  non_saturating: "non-saturating GAN",
  wgan: "WGAN (clipped)",
  wgan_gp: "WGAN-GP",
  instance_noise: "instance noise",
  r1: "R1 penalty",
  consensus: "consensus",
};
const SLIDERS = {
  lr: ["γ, step size", 0.01, 2.5, 0.01],
  momentum: ["momentum", -0.95, 0.95, 0.05],
  beta: ["β, weight of consensus", 0.05, 2, 0.05],
  unroll: ["K, steps looked ahead", 1, 10, 1],
  unroll_lr: ["η, step of the look-ahead", 0.01, 2.5, 0.01],
  clip: ["clip", 0.1, 2, 0.1],
  penalty: ["penalty", 0.05, 2, 0.05],
  target: ["target slope", 0, 2, 0.1],
  noise: ["noise", 0.1, 2, 0.1],
};
const CHOICES = {
  game: ["game", { bilinear: "V(x, y) = xy", dirac: "Dirac-GAN" }],
  method: ["method", METHODS],
  variant: ["variant", VARIANTS],
  first: ["who moves first", { x: "x", y: "y" }],
  update: ["update", { simultaneous: "simultaneous", alternating: "alternating" }],
};
const PENALTIES = { r1: 0.3, wgan_gp: 0.7 };
const TRAITS = [...Object.keys(CHOICES), ...Object.keys(SLIDERS), "samples", "seed", "start", "steps", "kept"];

const traitsOf = (model) => Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));

/** Settings whose defaults depend on other settings, filled in. */
const complete = (s) => ({ ...s, unroll_lr: s.unroll_lr ?? s.lr, penalty: s.penalty ?? PENALTIES[s.variant] ?? 0.3 });

const optionsOf = (s) => OPTIONS[s.game][s.game === "dirac" ? s.variant : s.method] ?? [];

/** A short name for a lane, such as "alternating, γ = 0.1". */
function nameOf(s) {
  const title = s.game === "dirac" ? `${VARIANTS[s.variant]}, ${s.update}` : METHODS[s.method].replace(/ \(.*/, "");
  const extras = optionsOf(s)
    .filter((name) => SLIDERS[name] && !(name === "momentum" && s[name] === 0))
    .map((name) => `, ${SLIDERS[name][0].split(",")[0]} ${pretty(s[name], 3)}`);
  return `${title}, γ = ${pretty(s.lr, 3)}${extras.join("")}`;
}

function makeLane(s, start, steps) {
  const conserved = [conservedAt(s, [1, 1]), conservedAt(s, [0, 0])];
  return {
    settings: s,
    points: orbit(s, start, steps),
    spectrum: spectrum(s),
    cross: conserved[0] && conserved[0].value - 2, // the factor of xy in what is conserved
  };
}

/** The read-outs: {rows, show(lane), showVerdict(verdict)}. */
function makeReadouts() {
  const out = {
    step: readout("step", "round"),
    x: readout("x", "x"),
    y: readout("y", "y"),
    radius: readout("radius", "radius"),
    spectral: readout("spectral-radius", "spectral radius"),
    conserved: readout("conserved", "conserved"),
    verdict: readout("verdict", "in the long run"),
  };
  out.verdict.row.className = "gan-wide";
  function show({ settings, points, spectrum: found }) {
    const dirac = settings.game === "dirac";
    const [x, y] = points[points.length - 1];
    out.x.rename(dirac ? "θ" : "x");
    out.y.rename(dirac ? "ψ" : "y");
    out.spectral.rename(dirac ? "spectral radius at (0, 0)" : "spectral radius");
    out.step.show(String(points.length - 1));
    out.x.show(pretty(x), String(x));
    out.y.show(pretty(y), String(y));
    out.radius.show(pretty(Math.hypot(x, y)), String(Math.hypot(x, y)));
    const rho = found.spectralRadius;
    out.spectral.show(rho === null ? "none: the field jumps at 0" : pretty(rho, 6), String(rho));
    const kept = conservedAt(settings, [x, y]);
    out.conserved.hide(!kept);
    if (!kept) return;
    out.conserved.rename(`${kept.formula} (conserved)`);
    // Far out it is a small difference of large squares, of which no digit is left.
    const lost = Math.abs(kept.value) < 1e-10 * (x * x + y * y);
    out.conserved.show(lost ? "lost in rounding, this far out" : pretty(kept.value, 6), String(kept.value));
  }
  const showVerdict = ({ kind, words }) => out.verdict.show(words, kind);
  return { rows: Object.values(out).map((each) => each.row), show, showVerdict };
}

/** The settings' controls by trait, and show(settings), which hides those that the game and method do not take. */
function makeControls(model, set, beforeNewGame) {
  const controls = {};
  for (const [name, [label, texts]] of Object.entries(CHOICES))
    controls[name] = choice(name, label, texts, model.get(name), (value) => {
      if (name === "game") beforeNewGame();
      set(name, value);
    });
  for (const [name, [label, min, max, step]] of Object.entries(SLIDERS))
    controls[name] = slider(name, label, { min, max, step, value: min }, (value) => set(name, value));
  controls.seed = numberBox("seed", "seed of the noise", { min: 0, max: 4294967295, step: 1, value: 0 }, (value) =>
    set("seed", value),
  );
  const starts = [
    ["start-x", "first"],
    ["start-y", "second"],
  ].map(([name, which], i) =>
    numberBox(name, `start, ${which} coordinate`, { min: -10, max: 10, step: 0.1, value: 0 }, (value) =>
      set(
        "start",
        model.get("start").map((old, k) => (k === i ? value : old)),
      ),
    ),
  );
  function show(s) {
    const names = [...optionsOf(s), "lr", "game", ...(s.game === "dirac" ? ["variant", "update"] : ["method"])];
    for (const [name, control] of Object.entries(controls)) {
      control.show(s[name]);
      control.row.hidden = !names.includes(name);
    }
    starts.forEach((box, i) => box.show(s.start[i]));
  }
  return { rows: [...Object.values(controls), ...starts].map((control) => control.row), show };
}

/** The lanes' legend: a line for each, those kept with a button that drops them. */
function legend(lanes, drop) {
  return lanes.map(({ settings }, i) => {
    const item = element("li", { "data-lane": i }, nameOf(settings));
    item.style.setProperty("--lane", `var(${LANE_COLOURS[i]})`);
    if (i > 0) item.append(button("drop", "×", () => drop(i - 1), { ariaLabel: `Remove ${nameOf(settings)}` }));
    return item;
  });
}

/** A round number that all orbits fit into, up to six times the start's distance. */
function reachOf(lanes) {
  const first = Math.hypot(...lanes[0].points[0]) || 1;
  const radii = lanes.flatMap((lane) => lane.points.map((point) => Math.hypot(...point)));
  const farthest = Math.min(6 * first, Math.max(first, ...radii.filter(Number.isFinite)));
  return [0.5, 1, 1.5, 2, 3, 4, 6, 8, 10, 15, 20, 30, 40, 60].find((size) => size > 1.12 * farthest) ?? 80;
}

function render({ model, el }) {
  const { root, set } = makeCard(model, "orbit-stepper");
  let lanes = [];
  let reach = 2;
  let dragging = false;
  let plane = null;
  let speed = 20;
  let answered = "";
  const colours = () => lanePalette(root);
  const phase = figure(
    "Phase plane. Drag, or use the arrow keys, to move the start point.",
    squareRatio,
    (context, w, h) => {
      plane = drawPhasePlane(context, w, h, colours(), lanes, reach);
    },
    { tabIndex: 0, role: "application", "data-control": "start" },
  );
  const radius = figure("Radius against round", 0.72, (context, w, h) => drawRadius(context, w, h, colours(), lanes));
  const eigen = figure(
    "Eigenvalues of one round on the complex plane, with the unit circle",
    squareRatio,
    (context, w, h) => drawEigenvalues(context, w, h, colours(), lanes),
  );
  const figures = [phase, radius, eigen];
  const readouts = makeReadouts();
  const list = element("ul", { className: "gan-lanes" });

  function draw() {
    if (!dragging) reach = reachOf(lanes);
    readouts.show(lanes[0]);
    figures.forEach((each) => each.redraw());
  }
  /** Everything anew from the model: the one place where the settings are read. */
  function refresh() {
    const traits = traitsOf(model);
    const s = complete(traits);
    lanes = [{}, ...s.kept].map((kept) => makeLane(complete({ ...traits, ...kept }), s.start, s.steps));
    controls.show(s);
    // The Dirac-GAN's verdict takes thousands of steps: only when a setting has changed and the point is let go.
    const asked = JSON.stringify({ ...s, kept: 0, steps: 0 });
    if (!dragging && asked !== answered) {
      answered = asked;
      readouts.showVerdict(verdict(s, s.start));
    }
    keep.disabled = s.kept.length >= LANE_COLOURS.length - 1;
    list.replaceChildren(
      ...legend(lanes, (i) =>
        set(
          "kept",
          model.get("kept").filter((_, k) => k !== i),
        ),
      ),
    );
    draw();
  }
  /** One more point for every lane; the model hears of it when the playing stops. False at the last round. */
  function advance() {
    if (lanes[0].points.length > LAST_ROUND) return false;
    for (const lane of lanes) lane.points.push(nextPoint(lane.settings, lane.points));
    draw();
    return true;
  }
  const tell = () => set("steps", lanes[0].points.length - 1);
  const moving = transport(root, {
    rate: () => speed,
    advance,
    step: () => {
      advance();
      tell();
    },
    reset: () => set("steps", 0),
    onPause: tell,
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
  const tidy = (value) => clamp(Number(value.toFixed(2)), -10, 10);
  draggable(phase.canvas, {
    drag(x, y) {
      dragging = true;
      const { box } = plane;
      const across = clamp((x - box.left) / (box.right - box.left), 0, 1);
      const up = clamp((box.bottom - y) / (box.bottom - box.top), 0, 1);
      set("start", [tidy(reach * (2 * across - 1)), tidy(reach * (2 * up - 1))]);
    },
    nudge: (right, up) =>
      set(
        "start",
        [right, up].map((way, i) => tidy(model.get("start")[i] + 0.05 * way)),
      ),
    done() {
      dragging = false;
      refresh();
    },
  });

  root.append(
    element(
      "div",
      { className: "gan-orbit" },
      phase.place,
      element("div", { className: "gan-orbit-side" }, radius.place, eigen.place),
    ),
    list,
    element("div", { className: "gan-row" }, ...moving.buttons, keep),
    element("div", { className: "gan-settings" }, ...controls.rows, pace.row),
    element("dl", { className: "gan-readouts" }, ...readouts.rows),
  );
  el.append(root);
  refresh();
  const stops = [
    followTheme(root, draw),
    listen(model, TRAITS, refresh),
    moving.stop,
    ...figures.map((each) => each.stop),
  ];
  return () => stops.forEach((stop) => stop());
}

export default { render };
