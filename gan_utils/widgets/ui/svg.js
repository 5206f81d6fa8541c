// A canvas's drawing as SVG: a context that writes down what it is told, as far as the figures draw.

import { element } from "./dom.js";

const ANCHORS = { left: "start", start: "start", center: "middle", right: "end", end: "end" };
const BASELINES = { middle: "central", top: "hanging", hanging: "hanging" };
const escaped = (text) => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
const short = (number) => Number(number.toFixed(2));

/** {context, text()}: what is drawn into the context stands in the text, SVG elements within a group of its own. */
export function svgContext() {
  const scratch = element("canvas").getContext("2d");
  const lines = [];
  const saved = [];
  let clips = 0;
  let path = "";
  const prefix = `c${Math.random().toString(36).slice(2, 8)}`;
  let state = {
    fillStyle: "#000",
    strokeStyle: "#000",
    lineWidth: 1,
    lineCap: "butt",
    lineJoin: "miter",
    font: "10px sans-serif",
    textAlign: "start",
    textBaseline: "alphabetic",
    globalAlpha: 1,
    imageSmoothingEnabled: true,
    dash: [],
    matrix: [1, 0, 0, 1, 0, 0],
    clip: "",
  };
  function put(tag, attributes, content = "") {
    const { matrix, clip, globalAlpha } = state;
    const all = { ...attributes };
    if (globalAlpha !== 1) all.opacity = globalAlpha;
    if (String(matrix) !== "1,0,0,1,0,0") all.transform = `matrix(${matrix.map((each) => Number(each.toFixed(4)))})`;
    const text = Object.entries(all)
      .map(([name, value]) => ` ${name}="${escaped(value)}"`)
      .join("");
    const made = `<${tag}${text}>${content}</${tag}>`;
    // A clip was set in the coordinates of its time: around the element, not on it.
    lines.push(clip ? `<g clip-path="url(#${clip})">${made}</g>` : made);
  }
  const pen = () => ({
    fill: "none",
    stroke: state.strokeStyle,
    "stroke-width": state.lineWidth,
    "stroke-linecap": state.lineCap,
    "stroke-linejoin": state.lineJoin,
    ...(state.dash.length ? { "stroke-dasharray": state.dash.join(" ") } : {}),
  });
  const brush = () => ({ fill: state.fillStyle });
  function multiply([a, b, c, d, e, f]) {
    const [g, h, i, j, k, l] = state.matrix;
    state.matrix = [g * a + i * b, h * a + j * b, g * c + i * d, h * c + j * d, g * e + i * f + k, h * e + j * f + l];
  }
  const box = (x, y, width, height) => ({ x: short(x), y: short(y), width: short(width), height: short(height) });
  function write(text, x, y, paint) {
    put(
      "text",
      {
        x: short(x),
        y: short(y),
        style: `font:${state.font}`,
        "text-anchor": ANCHORS[state.textAlign],
        ...(state.textBaseline in BASELINES ? { "dominant-baseline": BASELINES[state.textBaseline] } : {}),
        ...paint,
      },
      escaped(text),
    );
  }
  const calls = {
    save: () => saved.push({ ...state }),
    restore() {
      state = saved.pop() ?? state;
    },
    translate: (x, y) => multiply([1, 0, 0, 1, x, y]),
    scale: (x, y) => multiply([x, 0, 0, y, 0, 0]),
    rotate: (angle) => multiply([Math.cos(angle), Math.sin(angle), -Math.sin(angle), Math.cos(angle), 0, 0]),
    setLineDash(dash) {
      state.dash = dash;
    },
    beginPath() {
      path = "";
    },
    moveTo(x, y) {
      path += `M${short(x)} ${short(y)}`;
    },
    lineTo(x, y) {
      path += `${path ? "L" : "M"}${short(x)} ${short(y)}`;
    },
    closePath() {
      path += "Z";
    },
    rect(x, y, width, height) {
      path += `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}Z`;
    },
    /** In two halves, as SVG has no whole circle. */
    arc(x, y, radius, from, to) {
      const at = (angle) => `${short(x + radius * Math.cos(angle))} ${short(y + radius * Math.sin(angle))}`;
      const half = (from + to) / 2;
      const large = Math.abs(to - from) / 2 > Math.PI ? 1 : 0;
      const turn = to > from ? 1 : 0;
      path += `${path ? "L" : "M"}${at(from)}`;
      for (const end of [half, to]) path += `A${short(radius)} ${short(radius)} 0 ${large} ${turn} ${at(end)}`;
    },
    fill: () => put("path", { d: path, ...brush() }),
    stroke: () => put("path", { d: path, ...pen() }),
    clip() {
      clips += 1;
      const name = `${prefix}-${clips}`;
      const { matrix } = state;
      lines.push(`<clipPath id="${name}"><path d="${path}" transform="matrix(${matrix})"/></clipPath>`);
      state.clip = name;
    },
    fillRect: (...place) => put("rect", { ...box(...place), ...brush() }),
    strokeRect: (...place) => put("rect", { ...box(...place), ...pen() }),
    fillText: (text, x, y) => write(text, x, y, brush()),
    strokeText: (text, x, y) => write(text, x, y, pen()),
    measureText(text) {
      scratch.font = state.font;
      return scratch.measureText(text);
    },
    drawImage(source, ...place) {
      const { width, height } = source;
      const [sx, sy, sw, sh, x, y, w, h] = place.length > 4 ? place : [0, 0, width, height, ...place];
      const cut = element("canvas", { width: Math.round(sw), height: Math.round(sh) });
      cut.getContext("2d").drawImage(source, sx, sy, sw, sh, 0, 0, cut.width, cut.height);
      const style = state.imageSmoothingEnabled ? {} : { style: "image-rendering:pixelated" };
      put("image", { href: cut.toDataURL(), ...box(x, y, w ?? sw, h ?? sh), preserveAspectRatio: "none", ...style });
    },
  };
  const context = new Proxy(calls, {
    get: (target, name) => target[name] ?? state[name],
    set(_, name, value) {
      state[name] = value;
      return true;
    },
  });
  return { context, text: () => `<g>${lines.join("\n")}</g>` };
}
