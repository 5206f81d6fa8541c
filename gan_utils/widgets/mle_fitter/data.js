// The data that a seed gives: the same as draw() in widget.py.

import { clamp } from "../../page/engine/numbers.js";
import { mixtureSample } from "../../page/families/normal.js";
import { RANGES } from "./ranges.js";

const BUMPS = { weights: [0.65, 0.35], means: [-1.2, 1.7], stds: [0.6, 0.4] };

export const tidy = (value) => clamp(Math.round(100 * value) / 100, ...RANGES.mean);

/** `count` numbers from two bumps of unequal size, by a seed; in hundredths, as a reader would set them. */
export const drawData = (seed, count) => [...Array(count).keys()].map(mixtureSample(BUMPS, count, seed)).map(tidy);
