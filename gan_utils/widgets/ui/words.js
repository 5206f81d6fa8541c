// Numbers that would be 0 but for rounding.

import { pretty } from "./dom.js";

/** A number for people; what is very little is 0. */
export const prettyOrZero = (value, digits) => pretty(Math.abs(value) < 1e-12 ? 0 : value, digits);
