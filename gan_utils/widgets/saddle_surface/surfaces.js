// Saddles V(x, y), and whether their saddle point (0, 0) is an equilibrium: x wants V small, y wants it large.

export const SURFACES = {
  xy: { value: (x, y) => x * y, text: "V = xy" },
  "x2-y2": { value: (x, y) => x * x - y * y, text: "V = x² − y²" },
  "y2-x2": { value: (x, y) => y * y - x * x, text: "V = y² − x²" },
};

/** Measured along both axes: does x gain (V falls) or y gain (V rises) by leaving (0, 0) alone? */
export function gains(name, reach = 1) {
  const { value } = SURFACES[name];
  const steps = Array.from({ length: 21 }, (_, i) => reach * (i / 10 - 1));
  return {
    x: Math.max(...steps.map((x) => value(0, 0) - value(x, 0))),
    y: Math.max(...steps.map((y) => value(0, y) - value(0, 0))),
  };
}

/** A point of space as a pixel: turned by `turn` about the upright axis, then tilted. Also its depth. */
export function project([x, y, z], { turn, tilt }, scale, centre) {
  const across = x * Math.cos(turn) - y * Math.sin(turn);
  const away = x * Math.sin(turn) + y * Math.cos(turn);
  return {
    x: centre[0] + scale * across,
    y: centre[1] - scale * (z * Math.cos(tilt) + away * Math.sin(tilt)),
    depth: away * Math.cos(tilt) - z * Math.sin(tilt),
  };
}
