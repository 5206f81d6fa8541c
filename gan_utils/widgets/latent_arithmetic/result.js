// The result of a sum: its pictures, and what is read off it.

import { norm } from "../../page/latent.js";
import { element, readout } from "../ui/dom.js";
import { pretty } from "../ui/words.js";
import { describe } from "./description.js";

const MIDDLE = 4; // of nine pictures
const SUMS = { none: "= A − B + C", random: "a random direction + C", pixels: "A − B + C, pixel by pixel" };
// What is read off the result, and what 0 and 1 mean where it is no probability.
const READ_OFF = {
  glasses: "glasses",
  long_hair: "long hair",
  beard: "beard",
  hat: "hat",
  smile: "frown → smile",
  head_turn: "turned left → right",
};

/** The read-outs: {rows, show(z, answers), words()}; without answers they are blank, and without z its length is. */
function makeReadings(width) {
  const lengths = { norm: readout("norm", "length ‖z‖"), typical: readout("typical-norm", "typical, √d") };
  let read = null;
  let length = null;
  lengths.typical.show(pretty(Math.sqrt(width)), String(Math.sqrt(width)));
  const reads = Object.entries(READ_OFF).map(([name, label]) => [name, readout(`p-${name}`, label)]);
  for (const [, { row }] of reads) row.className = "gan-share";
  return {
    rows: [...reads.map(([, { row }]) => row), ...Object.values(lengths).map(({ row }) => row)],
    show(z, answers) {
      read = answers;
      length = z && norm(z);
      lengths.norm.show(z ? pretty(length, 3) : "–", z ? String(length) : "");
      for (const [name, { row, show }] of reads) {
        show(answers ? `${(100 * answers[name]).toFixed(0)} %` : "–", answers ? String(answers[name]) : "");
        row.style.setProperty("--share", answers ? answers[name] : 0);
      }
    },
    /** What the attribute reader sees in the result, in a sentence or two. */
    words() {
      const percent = (name) => `${READ_OFF[name]} ${(100 * read[name]).toFixed(0)}\u00a0%`;
      const typical = Math.sqrt(width);
      const share = length / typical;
      const against = share < 0.9 ? "shorter than" : share > 1.1 ? "longer than" : "about as long as";
      const lies = length
        ? ` Its latent point is ${pretty(length, 3)} long, ${against} a typical draw, ${pretty(typical, 3)}.`
        : "";
      return `The attribute reader sees ${describe(read)} (${["glasses", "long_hair", "beard", "hat"].map(percent).join(", ")}).${lies}`;
    },
  };
}

const waitsFor = (tray) => `Tray ${tray.toUpperCase()} is empty: choose faces for it.`;

/** Nine canvases, the result in their middle: {place, canvases, show(count, words)}: nine are shown, one, or none but words. */
function makePictures() {
  const canvases = Array.from({ length: 9 }, (_, i) => {
    const canvas = element("canvas", { width: 1, height: 1, role: "img" });
    canvas.setAttribute(
      "aria-label",
      i === MIDDLE ? "The result" : `Neighbour ${i < MIDDLE ? i + 1 : i} of the result`,
    );
    return canvas;
  });
  const waits = element("p", { className: "gan-waits", "data-readout": "waits" });
  const place = element("div", { className: "gan-result" }, waits, ...canvases);
  return {
    place,
    canvases,
    show(count, words) {
      waits.textContent = words;
      waits.hidden = count > 0;
      place.dataset.pictures = count;
      canvases.forEach((canvas, i) => {
        canvas.hidden = count < (i === MIDDLE ? 1 : 9);
      });
    },
  };
}

/**
 * {place, middle, around, read(z, answers), show(empty, baseline), tell(empty)}: `middle` and `around` are the canvases
 * of the result and of its neighbours. show() and tell() are told of the tray that is empty, if one is.
 */
export function makeResult(width) {
  const pictures = makePictures();
  const readings = makeReadings(width);
  const words = element("p", { className: "gan-equals", "data-readout": "sum" });
  const middle = pictures.canvases[MIDDLE];
  return {
    place: element(
      "div",
      { className: "gan-sum" },
      words,
      pictures.place,
      element("dl", { className: "gan-readouts gan-answers" }, ...readings.rows),
    ),
    middle,
    around: pictures.canvases.filter((canvas) => canvas !== middle),
    read: readings.show,
    tell: (empty) => (empty ? waitsFor(empty) : `${words.textContent}. ${readings.words()}`),
    show(empty, baseline) {
      words.textContent = SUMS[baseline];
      if (!empty) {
        pictures.show(baseline === "pixels" ? 1 : 9, "");
        return;
      }
      pictures.show(0, waitsFor(empty));
      readings.show(null, null);
      for (const canvas of pictures.canvases) delete canvas.dataset.key;
    },
  };
}
