// ScoreBreaker: real digits, made bad in ways of the reader's choice, and which of seven scores notice.

import { makeDigitClassifier } from "../../page/models/digit_classifier.js";
import { picture } from "../draw/picture.js";
import { unpackImages } from "../packed/images.js";
import { unpacked } from "../packed/networks.js";
import { listen, makeCard } from "../ui/card.js";
import { button, element, numberBox, slider } from "../ui/dom.js";
import { makeSlices } from "../ui/slices.js";
import { followTheme } from "../ui/theme.js";
import { makeJudged } from "./judged.js";
import { makeScoreRows } from "./rows.js";

const SHOWN = 40;
const LUCK = "Another draw of images may change what lies near the band's edge.";
const PERFECT = { blur: 0, noise: 0, shift: 0, drop: 0, variety: 1, memorise: 0 };
const PRESETS = {
  perfect: ["Perfect", {}],
  blurred: ["Blurred", { blur: 1 }],
  noisy: ["Noisy", { noise: 0.6 }],
  copyist: ["A copyist", { memorise: 1 }],
  five: ["Five digits only", { drop: 5 }],
  one: ["One perfect image of each digit", { variety: 0 }],
};
// Of each way to be bad its name, the most, and the step.
const WAYS = {
  blur: ["blur, pixels", 3, 0.1],
  noise: ["noise, its standard deviation", 1, 0.02],
  shift: ["shift to the right, pixels", 6, 1],
  drop: ["digits that never come, of ten", 9, 1],
  variety: ["variety within a digit, share kept", 1, 0.01],
  memorise: ["copies of real images, share", 1, 0.01],
};

/** What the widget's data say: the judge, with all images before it. */
async function judgedOf(model) {
  const [real, images] = await Promise.all(
    [
      ["_real_sheet", "_real"],
      ["_sheet", "_images"],
    ].map(([sheet, content]) => unpackImages(model.get(sheet), model.get(content))),
  );
  const judge = makeDigitClassifier(...unpacked(model, "_packed_classifier"));
  return makeJudged(judge, real, images, model.get("_labels"));
}

async function render({ model, el }) {
  const { root, set } = makeCard(model, "score-breaker");
  const judged = await judgedOf(model);
  const rows = makeScoreRows(model.get("_scores"));
  const slices = makeSlices();
  const samples = Array.from({ length: SHOWN }, () => element("canvas"));
  const says = element("output", { "data-readout": "noticed" });
  let waits = false;

  /** Has judged what is wanted, shows it, and then in peace judges the rest, so that later choices need no judge. */
  function judgeOn() {
    let shown = false;
    const look = () => {
      if (shown) return;
      shown = !judged.waiting();
      says.textContent = shown ? `${rows.show(judged.scores())} ${LUCK}` : "The classifier looks at the samples …";
      root.setAttribute("aria-busy", String(!shown));
    };
    look();
    slices.begin(judged.work(), look);
  }
  function refresh() {
    waits = false;
    const now = Object.fromEntries(Object.keys(controls).map((name) => [name, model.get(name)]));
    for (const [name, control] of Object.entries(controls)) control.show(now[name]);
    for (const [name, [, preset]] of Object.entries(PRESETS)) {
      const there = Object.entries({ ...PERFECT, ...preset }).every(([way, value]) => now[way] === value);
      presets[name].setAttribute("aria-pressed", String(there));
    }
    judged.set(now);
    judged.samples(SHOWN).forEach((pixels, i) => picture(pixels, 1, samples[i]));
    judgeOn();
  }
  /** Once for all traits that change together. */
  function refreshSoon() {
    root.setAttribute("aria-busy", "true");
    if (!waits) queueMicrotask(refresh);
    waits = true;
  }

  const controls = Object.fromEntries(
    Object.entries(WAYS).map(([name, [label, max, step]]) => [
      name,
      slider(name, label, { min: 0, max, step, value: 0 }, (value) => set(name, value)),
    ]),
  );
  controls.seed = numberBox("seed", "seed", { min: 0, max: 4294967295, step: 1, value: 0 }, (value) =>
    set("seed", value),
  );
  const presets = Object.fromEntries(
    Object.entries(PRESETS).map(([name, [text, preset]]) => [
      name,
      button(`preset-${name}`, text, () =>
        Object.entries({ ...PERFECT, ...preset }).forEach(([way, value]) => set(way, value)),
      ),
    ]),
  );
  const another = button("another", "Another draw", () => set("seed", (model.get("seed") + 1) % 4294967296));
  root.append(
    element(
      "div",
      { className: "gan-breaker" },
      element(
        "div",
        {},
        element(
          "div",
          { className: "gan-samples", role: "img", ariaLabel: `The first ${SHOWN} samples of the generator` },
          ...samples,
        ),
        element("div", { className: "gan-presets" }, ...Object.values(presets)),
      ),
      element(
        "div",
        {},
        element("p", { className: "gan-verdict" }, says),
        rows.place,
        element("div", { className: "gan-row" }, another),
      ),
    ),
    element("div", { className: "gan-settings" }, ...Object.values(controls).map(({ row }) => row)),
  );
  el.append(root);
  refresh();
  const stops = [followTheme(root, () => {}), listen(model, Object.keys(controls), refreshSoon), slices.stop];
  return () => stops.forEach((stop) => stop());
}

export default { render };
