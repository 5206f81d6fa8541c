// Features of images and the squared distances between them, which the scores have in common.

/**
 * {put(place, features), has(place), forget(from), features(places), between(a, b), length(place), width}: room for so
 * many rows of features. put() measures the new row's distance to all that are there; forget() drops those from a
 * place on. A distance has the same bits whichever of the two comes first, so an edge of a ball is an edge.
 */
export function makeFeatureTable(places, width) {
  const rows = new Float64Array(places * width);
  const squares = new Float64Array(places * places);
  const there = new Uint8Array(places);
  const lengths = new Float64Array(places);
  function put(place, features) {
    rows.set(features, place * width);
    lengths[place] = features.reduce((sum, value) => sum + value * value, 0);
    there[place] = 1;
    for (let other = 0; other < places; other++)
      if (there[other])
        squares[place * places + other] = squares[other * places + place] = squareBetween(
          rows,
          place * width,
          other * width,
          width,
        );
  }
  return {
    put,
    width,
    has: (place) => there[place] === 1,
    forget: (from) => {
      there.fill(0, from);
    },
    length: (place) => lengths[place],
    /** The squared distances of a place to all: a view, by place. */
    from: (place) => squares.subarray(place * places, (place + 1) * places),
    features(wanted) {
      const found = new Float64Array(wanted.length * width);
      wanted.forEach((place, i) => found.set(rows.subarray(place * width, (place + 1) * width), i * width));
      return found;
    },
  };
}

function squareBetween(rows, a, b, width) {
  let sum = 0;
  for (let i = 0; i < width; i++) {
    const apart = rows[a + i] - rows[b + i];
    sum += apart * apart;
  }
  return sum;
}
