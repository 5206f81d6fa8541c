// Kernel densities, as in metrics.parzen.

import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { parzenCurve, parzenDensity } = await source("page/metrics/parzen.js");
const { area } = await source("widgets/vending_machine/machines.js");

const { low, high, places, kernels } = fixture("kernel_densities");

for (const { name, samples, bandwidth, heights, area: whole } of kernels) {
  // Python takes distances by a matrix product, which rounds more than the page's differences.
  const tallest = Math.max(...heights);

  test(`kernel density, ${name}, bandwidth ${bandwidth}: metrics.parzen's, place by place`, () => {
    const found = places.map((x) => parzenDensity(x, samples, bandwidth));
    assertClose(found, heights, 1e-10, "heights", tallest);
  });

  test(`kernel density, ${name}, bandwidth ${bandwidth}: the whole curve`, () => {
    const curve = parzenCurve(low, high, places.length, samples, bandwidth);
    assertClose(curve, heights, 1e-10, "heights", tallest);
    assertClose([area(curve, low, high)], [whole], 1e-12, "area");
  });
}
