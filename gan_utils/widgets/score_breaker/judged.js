// Real and spoilt digits as the judge sees them: each image is judged once for each way in which it is distorted.

import { chosen, copied, distorted } from "../../page/data/spoil.js";
import { makeFeatureTable } from "../../page/metrics/feature_sets.js";
import { makeScores } from "./scores.js";

/**
 * {set(settings), samples(slots), waiting(), work(), scores()}: `real` and `images` are arrays of pixels, `labels` the
 * digit of each image. set() takes all that data.spoil takes. work() judges an image a turn, first those that are
 * wanted, then the others; when waiting() is 0, scores() gives the scores.
 */
export function makeJudged(judge, real, images, labels) {
  const count = real.length;
  const probabilities = [];
  const all = [...Array(count + images.length).keys()];
  const table = makeFeatureTable(all.length, judge(real[0]).features.length);
  let settings = null;
  let distortion = "";
  let places = [];
  let wanted = all;
  let scores = null;
  /** A place is that of a real image, or `count` and that of another. */
  const pixels = (place) => (place < count ? real[place] : distorted(images[place - count], place - count, settings));
  const missing = () => wanted.filter((place) => !table.has(place));
  return {
    set(next) {
      settings = next;
      const { blur, noise, shift, seed } = settings;
      const now = JSON.stringify([blur, shift, noise, noise > 0 ? seed : 0]);
      if (now !== distortion) table.forget(count);
      distortion = now;
      const copies = copied(count, settings);
      places = chosen(labels, count, settings).map((place, slot) => (copies.has(slot) ? slot : count + place));
      wanted = [...new Set([...all.slice(0, count), ...places])];
    },
    samples: (slots) => places.slice(0, slots).map(pixels),
    waiting: () => missing().length,
    *work() {
      for (const place of [...wanted, ...all]) {
        if (table.has(place)) continue;
        const { features, probabilities: said } = judge(pixels(place));
        table.put(place, features);
        probabilities[place] = said;
        yield place;
      }
    },
    scores: () => (scores ??= makeScores(table, count, probabilities))(places),
  };
}
