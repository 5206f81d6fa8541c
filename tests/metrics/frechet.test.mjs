// Moments and the Fréchet distance, as in metrics.frechet.

import assert from "node:assert/strict";
import test from "node:test";
import { assertClose, fixture, source } from "../page/shared.mjs";

const { frechetDistance, momentsOf } = await source("page/metrics/frechet.js");

for (const { name, means, covs, rows, distance, apart, scale } of fixture("frechets")) {
  test(`Fréchet distance, ${name}`, () => {
    const [cov1, cov2] = covs.map((cov) => Float64Array.from(cov));
    const kept = [...cov1, ...cov2];
    const found = frechetDistance(means[0], cov1, means[1], cov2);
    // Of a flat covariance Python's eigenvalues are not 0 but 1e-16 of the largest, and then comes the root.
    assertClose([found.distance], [distance], 1e-6, "distance", name.endsWith("same") ? scale : distance);
    assertClose([found.means], [apart], 1e-12, "means", Math.max(1, apart));
    assert.equal(found.distance, Math.max(0, found.means + found.covariances));
    const back = frechetDistance(means[1], cov2, means[0], cov1);
    assertClose([back.distance], [found.distance], 1e-7, "the other way round", scale);
    assert.deepEqual([...cov1, ...cov2], kept, "what was given is left as it was");
  });

  if (rows)
    test(`moments, ${name}`, () =>
      rows.forEach((set, i) => {
        const { mean, cov } = momentsOf(Float64Array.from(set.flat()), means[i].length);
        assertClose(mean, means[i], 1e-12, "mean", Math.max(1, ...means[i].map(Math.abs)));
        assertClose(cov, covs[i], 1e-11, "covariance", Math.max(1, ...covs[i].map(Math.abs)));
      }));
}
