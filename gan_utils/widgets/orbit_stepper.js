// OrbitStepper: step two players through V(x, y) = xy, or through the Dirac-GAN.

import { button, choice, clamp, element, pretty, readout, slider } from "./js/dom.js";
import { OPTIONS, conservedAt, nextPoint, orbit, spectrum, verdict } from "./js/orbit.js";
import { LANE_COLOURS, drawEigenvalues, drawPhasePlane, drawRadius, palette } from "./js/orbit_figures.js";
import { figure } from "./js/plot.js";
import { player } from "./js/player.js";
import { followTheme } from "./js/theme.js";

const LAST_ROUND = 2000;
const METHODS = {
  flow: "flow (continuous time)", simultaneous: "simultaneous (the article's equations)",
  alternating: "alternating", extragradient: "extragradient", optimistic: "optimistic",
  proximal: "proximal (implicit)", consensus: "consensus", unrolled: "unrolled",
};
const VARIANTS = {
  gan: "GAN (minimax)", non_saturating: "non-saturating GAN", wgan: "WGAN (clipped)", wgan_gp: "WGAN-GP",
  instance_noise: "instance noise", r1: "R1 penalty", consensus: "consensus",
};
const SLIDERS = {
  lr: ["γ, step size", 0.01, 2.5, 0.01], momentum: ["momentum", -0.95, 0.95, 0.05],
  beta: ["β, weight of consensus", 0.05, 2, 0.05], unroll: ["K, steps looked ahead", 1, 10, 1],
  unroll_lr: ["η, step of the look-ahead", 0.01, 2.5, 0.01], clip: ["clip", 0.1, 2, 0.1],
  penalty: ["penalty", 0.05, 2, 0.05], target: ["target slope", 0, 2, 0.1], noise: ["noise", 0.1, 2, 0.1],
};
const CHOICES = {
  game: ["game", { bilinear: "V(x, y) = xy", dirac: "Dirac-GAN" }], method: ["method", METHODS],
  variant: ["variant", VARIANTS], first: ["who moves first", { x: "x", y: "y" }],
  update: ["update", { simultaneous: "simultaneous", alternating: "alternating" }],
};
const PENALTIES = { r1: 0.3, wgan_gp: 0.7 };
const TRAITS = [...Object.keys(CHOICES), ...Object.keys(SLIDERS), "samples", "seed", "start", "steps", "kept"];

function settingsOf(model) {
  const s = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
  return { ...s, unroll_lr: s.unroll_lr ?? s.lr, penalty: s.penalty ?? PENALTIES[s.variant] ?? 0.3 };
}

const optionsOf = (s) => OPTIONS[s.game][s.game === "dirac" ? s.variant : s.method] ?? [];

/** A short name for a lane, such as "alternating, γ = 0.1". */
function nameOf(s) {
  const title = s.game === "dirac" ? `${VARIANTS[s.variant]}, ${s.update}` : METHODS[s.method].replace(/ \(.*/, "");
  const extras = optionsOf(s).filter((name) => SLIDERS[name] && !(name === "momentum" && s[name] === 0))
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

function render({ model, el }) {
  const root = element("section", { className: "gan-card" });
  root.dataset.widget = "orbit-stepper";
  root.setAttribute("aria-label", "Orbit stepper");
  const set = (name, value) => { model.set(name, value); model.save_changes(); };

  let lanes = [], reach = 2, dragging = false, plane = null;
  const colours = () => palette(root);
  const phase = figure("Phase plane. Drag, or use the arrow keys, to move the start point.", 0.94, (context, w, h) => {
    plane = drawPhasePlane(context, w, h, colours(), lanes, reach);
  }, { tabIndex: 0, role: "application", "data-control": "start" });
  const radius = figure("Radius against round", 0.72, (context, w, h) => drawRadius(context, w, h, colours(), lanes));
  const eigen = figure("Eigenvalues of one round on the complex plane, with the unit circle", 0.9,
    (context, w, h) => drawEigenvalues(context, w, h, colours(), lanes));
  const figures = [phase, radius, eigen];
  const redraw = () => figures.forEach((each) => each.redraw());

  // Values.
  const out = {
    step: readout("step", "round"), x: readout("x", "x"), y: readout("y", "y"), radius: readout("radius", "radius"),
    spectral: readout("spectral-radius", "spectral radius"), conserved: readout("conserved", "conserved"),
    verdict: readout("verdict", "in the long run"),
  };
  out.verdict.row.className = "gan-wide";
  function showNumbers() {
    const { settings, points, spectrum: found } = lanes[0];
    const [x, y] = points[points.length - 1];
    out.step.show(String(points.length - 1));
    out.x.show(pretty(x), String(x));
    out.y.show(pretty(y), String(y));
    out.radius.show(pretty(Math.hypot(x, y)), String(Math.hypot(x, y)));
    const rho = found.spectralRadius;
    out.spectral.show(rho === null ? "none: the field jumps at 0" : pretty(rho, 6), String(rho));
    const kept = conservedAt(settings, [x, y]);
    out.conserved.hide(!kept);
    if (kept) {
      out.conserved.rename(`${kept.formula} (conserved)`);
      out.conserved.show(pretty(kept.value, 6), String(kept.value));
    }
  }

  function fitView() {
    const [x, y] = lanes[0].points[0];
    const first = Math.hypot(x, y) || 1;
    const radii = lanes.flatMap((lane) => lane.points.map((point) => Math.hypot(...point)));
    const farthest = Math.min(6 * first, Math.max(first, ...radii.filter(Number.isFinite)));
    if (!dragging) reach = [0.5, 1, 1.5, 2, 3, 4, 6, 8, 10, 15, 20, 30, 40, 60].find((size) => size > 1.12 * farthest) ?? 80;
  }

  /** Everything anew from the model: the one place where the settings are read. */
  function refresh() {
    const s = settingsOf(model);
    lanes = [s, ...s.kept.map((kept) => ({ ...s, ...kept }))].map((each) => makeLane(each, s.start, s.steps));
    const names = [...optionsOf(s), "lr", "game", ...(s.game === "dirac" ? ["variant", "update"] : ["method"])];
    for (const [name, control] of Object.entries(controls)) {
      control.show(s[name]);
      control.row.hidden = !names.includes(name);
    }
    startX.value = s.start[0];
    startY.value = s.start[1];
    seed.value = s.seed;
    seedRow.hidden = !names.includes("seed");
    out.x.rename(s.game === "dirac" ? "θ" : "x");
    out.y.rename(s.game === "dirac" ? "ψ" : "y");
    out.spectral.rename(s.game === "dirac" ? "spectral radius at (0, 0)" : "spectral radius");
    if (!dragging) { // the Dirac-GAN's verdict takes thousands of steps: once, when the point is let go
      const { kind, words } = verdict(s, s.start);
      out.verdict.show(words, kind);
    }
    keep.disabled = s.kept.length >= LANE_COLOURS.length - 1;
    list.replaceChildren(...lanes.map((lane, i) => laneItem(lane, i)));
    fitView();
    showNumbers();
    redraw();
  }

  function laneItem(lane, i) {
    const item = element("li", { "data-lane": i }, nameOf(lane.settings));
    item.style.setProperty("--lane", `var(${LANE_COLOURS[i]})`);
    if (i > 0) item.append(button("drop", "×", () => set("kept", model.get("kept").filter((_, k) => k !== i - 1)),
      { ariaLabel: `Remove ${nameOf(lane.settings)}` }));
    return item;
  }

  // Stepping adds one point to every lane; the model hears of it when the playing stops.
  function step() {
    if (lanes[0].points.length > LAST_ROUND) return playing.play(false);
    for (const lane of lanes) lane.points.push(nextPoint(lane.settings, lane.points));
    fitView();
    showNumbers();
    redraw();
  }
  const tell = () => set("steps", lanes[0].points.length - 1);
  const play = button("play", "Play", () => playing.play(!playing.playing()));
  let speed = 20;
  const playing = player(root, () => speed, step, (on) => {
    play.textContent = on ? "Pause" : "Play";
    if (!on) tell();
  });
  const reset = () => { playing.play(false); set("steps", 0); };
  const keep = button("keep", "Keep for comparison", () => {
    const { start, steps, kept, ...rest } = settingsOf(model);
    set("kept", [...kept, rest]);
  });

  // Controls.
  const controls = {};
  for (const [name, [label, texts]] of Object.entries(CHOICES))
    controls[name] = choice(name, label, texts, model.get(name), (value) => {
      // A game of another kind has other axes: the orbits kept so far would not fit on them.
      if (name === "game") { playing.play(false); model.set("kept", []); }
      set(name, value);
    });
  for (const [name, [label, min, max, grain]] of Object.entries(SLIDERS))
    controls[name] = slider(name, label, { min, max, step: grain, value: model.get(name) ?? min }, (value) => set(name, value));
  const numberBox = (name, label, options, take) => {
    const box = element("input", { type: "number", "data-control": name, ...options });
    box.onchange = () => (box.value === "" ? refresh() : take(clamp(Number(box.value), options.min, options.max)));
    return [box, element("label", { className: "gan-field" }, element("span", { textContent: label }), box)];
  };
  const [startX, startXRow] = numberBox("start-x", "start, first coordinate", { min: -10, max: 10, step: 0.1 },
    (value) => set("start", [value, model.get("start")[1]]));
  const [startY, startYRow] = numberBox("start-y", "start, second coordinate", { min: -10, max: 10, step: 0.1 },
    (value) => set("start", [model.get("start")[0], value]));
  const [seed, seedRow] = numberBox("seed", "seed of the noise", { min: 0, max: 4294967295, step: 1 },
    (value) => set("seed", Math.round(value)));
  const pace = slider("speed", "rounds a second", { min: 1, max: 60, step: 1, value: speed }, (value) => { speed = value; });

  // The start point follows the pointer and the arrow keys.
  function startFromPointer(event) {
    const place = phase.canvas.getBoundingClientRect();
    const { box } = plane;
    const across = (event.clientX - place.left - box.left) / (box.right - box.left);
    const up = (box.bottom - (event.clientY - place.top)) / (box.bottom - box.top);
    const round = (share) => Number((reach * (2 * clamp(share, 0, 1) - 1)).toFixed(2));
    set("start", [round(across), round(up)]);
  }
  phase.canvas.onpointerdown = (event) => {
    phase.canvas.setPointerCapture(event.pointerId);
    dragging = true;
    startFromPointer(event);
  };
  phase.canvas.onpointermove = (event) => { if (dragging) startFromPointer(event); };
  phase.canvas.onpointerup = phase.canvas.onpointercancel = () => { dragging = false; refresh(); };
  phase.canvas.onkeydown = (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (!move) return;
    event.preventDefault();
    set("start", model.get("start").map((value, i) => clamp(Number((value + 0.05 * move[i]).toFixed(2)), -10, 10)));
  };

  const list = element("ul", { className: "gan-lanes" });
  root.append(
    element("h4", { textContent: model.get("title") }),
    element("p", { textContent: model.get("caption") }),
    element("div", { className: "gan-orbit" }, phase.place,
      element("div", { className: "gan-orbit-side" }, radius.place, eigen.place)),
    list,
    element("div", { className: "gan-row" }, play,
      button("step", "Step", () => { playing.play(false); step(); tell(); }), button("reset", "Reset", reset), keep),
    element("div", { className: "gan-settings" }, ...Object.values(controls).map((control) => control.row),
      startXRow, startYRow, seedRow, pace.row),
    element("dl", { className: "gan-readouts" }, ...Object.values(out).map((each) => each.row)));
  el.append(root);
  const stopTheme = followTheme(root, redraw);
  for (const name of TRAITS) model.on(`change:${name}`, refresh);
  refresh();
  return () => {
    playing.stop();
    stopTheme();
    figures.forEach((each) => each.stop());
    for (const name of TRAITS) model.off(`change:${name}`, refresh);
  };
}

export default { render };
