// V(x, y) = xy and the Dirac-GAN: orbits, one-round maps, eigenvalues, what is conserved.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, assertSameSet, fixture, source } from "../page/shared.mjs";

const { bilinearMatrix, conserved } = await source("page/games/bilinear.js");
const { conservedAt, matrixOf, orbit, spectrum } = await source("widgets/orbit_stepper/orbit.js");
const { DIRAC_VARIANTS } = await source("page/games/dirac.js");

const GAMES = { bilinear: fixture("bilinear"), dirac: fixture("dirac") };
const nameOf = ({ settings }) => Object.values(settings).join(" ");

/** Every point within 1e-9 of its distance from (0, 0), or of 1e-290, below which numbers lose their digits. */
function assertSameOrbit(found, expected, what) {
  assert.equal(found.length, expected.length);
  expected.forEach((point, n) => {
    const radius = Math.hypot(...point.filter(Number.isFinite));
    assertClose(found[n], point, 1e-9, `${what}, round ${n}`, Math.max(radius, 1e-290));
  });
}

for (const [game, cases] of Object.entries(GAMES)) {
  for (const each of cases) {
    test(`${game} ${nameOf(each)}`, () => {
      for (const expected of each.orbits)
        assertSameOrbit(orbit(each.settings, expected[0], expected.length - 1), expected, nameOf(each));
      const matrix = matrixOf(each.settings);
      if (game === "bilinear") assert.deepEqual(bilinearMatrix(each.settings), matrix);
      if (each.matrix === null) {
        assert.equal(matrix, null);
        assert.deepEqual(spectrum(each.settings), { eigenvalues: [], spectralRadius: null });
        return;
      }
      assertClose(matrix.flat(), each.matrix.flat(), 1e-12, "one-round map");
      const { eigenvalues, spectralRadius } = spectrum(each.settings);
      const scale = Math.max(1, each.spectral_radius);
      assertSameSet(eigenvalues, each.eigenvalues, 1e-9 * scale, "eigenvalues");
      assertClose([spectralRadius], [each.spectral_radius], 1e-9, "spectral radius", scale);
    });
  }
}

test("every method and every variant is compared", () => {
  const bilinear = new Set(GAMES.bilinear.map(({ settings }) => settings.method));
  const dirac = new Set(GAMES.dirac.map(({ settings }) => settings.variant));
  assert.equal(bilinear.size, 8);
  assert.deepEqual([...dirac].sort(), Object.keys(DIRAC_VARIANTS).sort());
  assert.ok(
    GAMES.bilinear.some(({ orbits }) => !Number.isFinite(orbits[0].at(-1)[0])),
    "one leaves the range of numbers",
  );
});

test("what is conserved is what Python says, and null where Python says None", () => {
  let some = 0;
  for (const { settings, orbits, conserved: kept } of GAMES.bilinear)
    orbits.forEach((points, i) => {
      if (kept[i] === null) return assert.equal(conserved(settings, ...points[0]), null);
      const values = points.map((point) => conserved(settings, ...point).value);
      values.forEach((value, n) =>
        assertClose([value], [kept[i][n]], 1e-9, nameOf({ settings }), Math.hypot(...points[n]) ** 2),
      );
      some += 1;
    });
  assert.ok(some > 20);
  for (const { settings } of GAMES.dirac) assert.equal(conservedAt(settings, [1, 1]), null);
});

test("what is conserved is lost in rounding far out, where no digit of it is left", () => {
  const s = { game: "bilinear", method: "alternating", first: "x", momentum: 0, lr: 2.5 };
  const points = orbit(s, [1, 0], 40);
  const lost = points.map((point) => conservedAt(s, point).lost);
  const first = lost.indexOf(true);
  assert.ok(!lost.slice(0, first).includes(true) && !lost.slice(first).includes(false), `from round ${first}`);
  assert.ok(Math.hypot(...points[first]) > 1e4 && Math.abs(conservedAt(s, points[first - 1]).value - 1) < 1e-3);
  const rest = { ...s, method: "flow" };
  for (const point of [
    [0, 0],
    [1e-200, 0],
    [1e200, 1e200],
    [Infinity, -Infinity],
  ])
    assert.equal(conservedAt(rest, point).lost, false, `${point}`);
});

test("what is conserved is named with its sign", () => {
  const formula = (settings) => conservedAt({ game: "bilinear", momentum: 0, lr: 0.1, ...settings }, [1, 2])?.formula;
  assert.equal(formula({ method: "flow" }), "x² + y²");
  assert.equal(formula({ method: "alternating", first: "x" }), "x² + y² − γxy");
  assert.equal(formula({ method: "alternating", first: "y" }), "x² + y² + γxy");
  assert.equal(formula({ method: "alternating", first: "x", momentum: 0.5 }), undefined);
  assert.equal(formula({ method: "simultaneous" }), undefined);
});

test("the Dirac-GAN's field, for the arrows, is Python's", () => {
  for (const { settings, point, field } of fixture("fields"))
    assertClose(
      DIRAC_VARIANTS[settings.variant](...point, settings, 0),
      field,
      1e-12,
      `${settings.variant} at ${point}`,
      Math.max(1, Math.hypot(...field)),
    );
});

test("spectral radii are Python's over all of the sliders' range, also where two eigenvalues meet", () => {
  for (const { settings, radius } of fixture("edges"))
    assertClose([spectrum(settings).spectralRadius], [radius], 1e-9, JSON.stringify(settings), Math.max(1, radius));
});
