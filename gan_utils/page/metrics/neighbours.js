// Precision, recall, density and coverage: the same as gan_utils/metrics/neighbours.py.

/** Of each of `places` in a feature table the squared distance to its k-th neighbour among the others. */
export function reachOf(table, places, k) {
  return Float64Array.from(places, (place, own) => {
    const squares = table.from(place);
    const nearest = new Float64Array(k).fill(Infinity);
    for (let i = 0; i < places.length; i++) {
      const square = squares[places[i]];
      if (i === own || square >= nearest[k - 1]) continue;
      // Put in its place among those that are nearest, the least first.
      let at = k - 1;
      for (; at > 0 && nearest[at - 1] > square; at--) nearest[at] = nearest[at - 1];
      nearest[at] = square;
    }
    return nearest[k - 1];
  });
}

/**
 * {precision, recall, density, coverage} of the images at `generated` against those at `real`, places in a feature
 * table, more than k each. On the edge of a ball is inside for the first two, outside for the others.
 */
export function prdc(table, real, generated, k, realReach = reachOf(table, real, k)) {
  const reach = reachOf(table, generated, k);
  const inReal = new Uint8Array(generated.length);
  let strictly = 0;
  let recalled = 0;
  let covered = 0;
  real.forEach((place, i) => {
    const squares = table.from(place);
    const radius = realReach[i];
    const before = strictly;
    let found = 0;
    for (let j = 0; j < generated.length; j++) {
      const square = squares[generated[j]];
      if (square <= radius) inReal[j] = 1;
      if (square < radius) strictly += 1;
      if (square <= reach[j]) found = 1;
    }
    recalled += found;
    if (strictly > before) covered += 1;
  });
  return {
    precision: inReal.reduce((sum, one) => sum + one, 0) / generated.length,
    recall: recalled / real.length,
    density: strictly / (k * generated.length),
    coverage: covered / real.length,
  };
}
