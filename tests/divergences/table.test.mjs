// The page's table of f-divergences is Python's.

import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { F_DIVERGENCES } = await source("page/divergences/table.js");

/** Within 1e-9 of a number, or of its value where that is large. */
const same = (found, expected, what) => assertClose([found], [expected], 1e-9, what, 1 + Math.abs(expected));

for (const { name, v, u, activation, paid, witness } of fixture("rows"))
  test(`${name}: the activation, what is paid and the witness of Python's table`, () => {
    const row = F_DIVERGENCES[name];
    // PyTorch's softplus is the number itself beyond 20.
    v.forEach((each, i) => same(row.activation(each), activation[i], `activation of ${each}`));
    v.forEach((each, i) => same(row.paid(each), paid[i], `paid at ${each}`));
    u.forEach((each, i) => same(row.witness(each), witness[i], `witness of ${each}`));
  });
