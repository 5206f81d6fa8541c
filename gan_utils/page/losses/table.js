// Every objective of the book in one table: gan_utils/losses/table.py, without the papers' settings.

import { makeSpectral } from "../engine/spectral.js";
import { PLAIN_OBJECTIVES } from "./plain.js";

// Of EBGAN: D need not push energies of generated points beyond it.
const MARGIN = 1;

/** An f-GAN: `output` is g_f, which takes D's values to where the conjugate f* is finite; `conjugate` is f*(g_f(.)). */
const fGan = (output, conjugate, middle = 0) => ({
  real: (tape, a) => tape.scale(-1, tape.mean(output(tape, a))),
  fake: (tape, a) => tape.mean(conjugate(tape, a)),
  generator: (tape, a) => tape.scale(-1, tape.mean(conjugate(tape, a))),
  middle,
});
const itself = (_tape, a) => a;
/** D's value is an energy: how far an auto-encoder's output lies from its input. It is low on real points. */
const energy = { real: (tape, a) => tape.mean(a), generator: (tape, a) => tape.mean(a), middle: null, head: "energy" };

/** @type {Record<string, import("./plain.js").Objective>} */
export const OBJECTIVES = {
  ...PLAIN_OBJECTIVES,
  sngan: { ...PLAIN_OBJECTIVES.hinge, spectral: makeSpectral },
  fgan_kl: fGan(itself, (tape, a) => tape.exp(tape.shifted(a, 1, -1)), 1),
  fgan_reverse_kl: fGan(
    (tape, a) => tape.scale(-1, tape.exp(tape.scale(-1, a))),
    (tape, a) => tape.shifted(a, 1, -1),
  ),
  fgan_pearson: fGan(itself, (tape, a) => tape.combine(0.25, tape.power(a, 2), 1, a)),
  fgan_hellinger: fGan(
    (tape, a) => tape.shifted(tape.exp(tape.scale(-1, a)), -1, 1),
    (tape, a) => tape.shifted(tape.exp(a), 1, -1),
  ),
  fgan_js: fGan(
    (tape, a) => tape.shifted(tape.softplus(tape.scale(-1, a)), -1, Math.LN2),
    (tape, a) => tape.shifted(tape.softplus(a), 1, -Math.LN2),
  ),
  ebgan: { ...energy, fake: (tape, a) => tape.mean(tape.relu(tape.shifted(a, -1, MARGIN))) },
  began: { ...energy, fake: (tape, a) => tape.scale(-1, tape.mean(a)), balance: { gamma: 0.5, rate: 0.001 } },
};
