// A finished run as a film, for browsers that cannot make one.

import { unpackLevels } from "../packed/images.js";
import { element } from "../ui/dom.js";
import { grouped } from "../ui/words.js";
import { traitOf } from "./data.js";

/** {place, show()}: a slider over the moments of the card's film, hidden until show(); onMoment(samples) draws them. */
export function makeFilm(model, onMoment) {
  const words = element("span");
  const slide = element("input", { type: "range", min: 0, step: 1, "data-control": "film" });
  const place = element("label", { className: "gan-field", hidden: true }, words, slide);
  return {
    place,
    async show() {
      if (!place.hidden) return;
      place.hidden = false;
      const { rounds, sheet, content } = await traitOf(model, "_film");
      const levels = await unpackLevels(sheet, content);
      const one = levels.length / rounds.length;
      slide.max = rounds.length - 1;
      slide.oninput = () => {
        const moment = Number(slide.value);
        words.textContent = `a run that was made elsewhere: round ${grouped(rounds[moment])}`;
        onMoment(levels.subarray(moment * one, (moment + 1) * one));
      };
      slide.value = slide.max;
      slide.oninput();
    },
  };
}
