// ScoreBreaker: real digits, made bad in ways of the reader's choice, and which of seven scores notice.

import { makeDigitClassifier } from "../../page/models/digit_classifier.js";
import { picture } from "../draw/picture.js";
import { unpackImages } from "../packed/images.js";
import { unpacked } from "../packed/networks.js";
import { makeCard, mount } from "../ui/card.js";
import { element } from "../ui/dom.js";
import { makeSlices } from "../ui/slices.js";
import { setAll } from "../ui/traits.js";
import { makeClassified } from "./classified.js";
import { makeControls, TRAITS } from "./controls.js";
import { makeScoreRows } from "./rows.js";

const LUCK = "Another draw of images may change what lies near the band's edge.";

/** What the widget's data say: the digit classifier, with all images before it. */
async function classifiedOf(model) {
  const [real, images] = await Promise.all(
    [
      ["_real_sheet", "_real"],
      ["_sheet", "_images"],
    ].map(([sheet, content]) => unpackImages(model.get(sheet), model.get(content))),
  );
  const classify = makeDigitClassifier(...unpacked(model, "_packed_classifier"));
  return makeClassified(classify, real, images, model.get("_labels"), model.get("_constants").neighbours);
}

/** The first samples: {place, show(images)}. */
function makeSamples(count) {
  const canvases = Array.from({ length: count }, () => element("canvas"));
  const label = `The first ${count} samples of the generator`;
  return {
    place: element("div", { className: "gan-samples", role: "img", ariaLabel: label }, ...canvases),
    show: (images) => images.forEach((pixels, i) => picture(pixels, 1, canvases[i])),
  };
}

async function render({ model, el }) {
  const card = makeCard(model, "score-breaker");
  const { root, set } = card;
  const classified = await classifiedOf(model);
  const { shown, ...scale } = model.get("_constants");
  const rows = makeScoreRows(model.get("_scores"), scale);
  const samples = makeSamples(shown);
  const controls = makeControls(model, set, () => setAll(model, card.first));
  const slices = makeSlices();
  const says = element("span", { "data-readout": "noticed", role: "status" });
  let waits = false;

  /** Classifies what is wanted, shows the scores, and then in peace classifies the rest, so that later choices need none of it. */
  function classify() {
    let done = false;
    const look = () => {
      if (done) return;
      done = !classified.waiting();
      const words = done ? `${rows.show(classified.scores())} ${LUCK}` : "The classifier looks at the samples …";
      if (says.textContent !== words) says.textContent = words;
      root.setAttribute("aria-busy", String(!done));
    };
    look();
    slices.begin(classified.work(), look);
  }
  function refresh() {
    waits = false;
    const settings = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
    controls.show(settings);
    classified.set(settings);
    samples.show(classified.samples(shown));
    classify();
  }
  /** Once for all traits that change together. */
  function refreshSoon() {
    root.setAttribute("aria-busy", "true");
    if (!waits) queueMicrotask(refresh);
    waits = true;
  }

  /** Who noticed and who did not, by name and number. */
  function tell() {
    if (root.getAttribute("aria-busy") === "true") return says.textContent;
    const settings = Object.fromEntries(TRAITS.map((name) => [name, model.get(name)]));
    const part = (kind, words) => (rows.named(kind).length ? ` ${words}: ${rows.named(kind).join(", ")}.` : "");
    const said = [part("noticed", "Noticed by"), part("rewarded", "Rewarded by"), part("not", "Not noticed by")];
    return `${controls.nameOf(settings)}.${said.join("")}`;
  }

  return mount({
    model,
    el,
    card,
    parts: {
      story: [element("div", { className: "gan-presets" }, ...controls.presets)],
      moves: [controls.another, controls.reset],
      stage: [
        element(
          "div",
          { className: "gan-breaker" },
          element("p", { className: "gan-verdict" }, says),
          samples.place,
          rows.place,
        ),
      ],
      settings: controls.rows,
    },
    traits: TRAITS,
    begin: refresh,
    refresh: refreshSoon,
    stops: [slices.stop],
    summary: tell,
    numbers: rows.table,
  });
}

export default { render };
