// A triangle to move in: places, weights of its three corners, and its field of small images.

const ROWS = 6;

/** The pixels of the corners in a canvas: the first on top, the second left, the third right. */
function cornersOf(width, height) {
  const edge = Math.min(width, height) / ROWS / 1.6;
  return [
    [width / 2, edge],
    [edge, height - edge],
    [width - edge, height - edge],
  ];
}

/** The pixel of a point with these weights. */
export function toCorners(weights, width, height) {
  const corners = cornersOf(width, height);
  return [0, 1].map((axis) => weights.reduce((sum, weight, i) => sum + weight * corners[i][axis], 0));
}

/** The weights of a pixel: of the nearest point of the triangle when it lies outside. They sum to 1. */
export function toWeights(x, y, width, height) {
  const [[ax, ay], [bx, by], [cx, cy]] = cornersOf(width, height);
  const area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy);
  const a = ((by - cy) * (x - cx) + (cx - bx) * (y - cy)) / area;
  const b = ((cy - ay) * (x - cx) + (ax - cx) * (y - cy)) / area;
  const inside = [a, b, 1 - a - b].map((weight) => Math.max(0, weight));
  const sum = inside.reduce((total, weight) => total + weight, 0);
  return inside.map((weight) => weight / sum);
}

/** The weights of an even lattice of points, corners included. */
export function triangleLattice() {
  const spots = [];
  for (let row = 0; row < ROWS; row++)
    for (let column = 0; column <= row; column++) {
      const down = row / (ROWS - 1);
      const across = row ? column / row : 0;
      spots.push([1 - down, down * (1 - across), down * across]);
    }
  return spots;
}

/** Small images at their places, and a ring where the reader is (weights, or null). */
export function drawTriangle(context, width, height, lattice, weights, ringColour) {
  const size = Math.min(width, height) / ROWS / 1.18;
  context.imageSmoothingEnabled = true;
  for (const { spot, picture } of lattice) {
    const [x, y] = toCorners(spot, width, height);
    context.drawImage(picture, x - size / 2, y - size / 2, size, size);
  }
  if (!weights) return;
  const [x, y] = toCorners(weights, width, height);
  context.lineWidth = 4;
  for (const [colour, radius] of [
    ["#ffffff", 11],
    [ringColour, 8],
  ]) {
    context.strokeStyle = colour;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.stroke();
  }
}
