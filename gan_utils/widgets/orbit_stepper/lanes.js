// Orbits side by side: their colours, their names, and what is said of them.

import { button, element } from "../ui/dom.js";
import { counted, pretty } from "../ui/words.js";

// The live orbit's colour, and those of orbits kept beside it.
const LIVE = "--real";
const KEPT = ["--generated", "--second", "--third"];

/**
 * A function that gives orbits their colours by their keys, the live one's first: this has always the same, and one that is
 * kept has its own for as long as it is kept.
 */
export function makeColours() {
  // The key that has each colour.
  let taken = [];
  return ([, ...keys]) => {
    const left = keys.map((key, i) => ({ key, i }));
    const owners = taken.map((own) => {
      const at = left.findIndex(({ key }) => key === own);
      return at < 0 ? undefined : left.splice(at, 1)[0];
    });
    const all = KEPT.map((_, i) => owners[i] ?? left.shift());
    taken = all.map((owner) => owner?.key);
    return [LIVE, ...keys.map((_, i) => KEPT[all.findIndex((owner) => owner?.i === i)])];
  };
}

/** The lanes' legend: a line for each name, those kept with a button. onDrop(number) hears of one that is not wanted. */
export const legend = (lanes, names, onDrop) =>
  lanes.map(({ colour }, i) => {
    const item = element("li", { "data-lane": i }, names[i]);
    item.style.setProperty("--lane", `var(${colour})`);
    if (i > 0) item.append(button("drop", "×", () => onDrop(i - 1), { ariaLabel: `Remove ${names[i]}` }));
    return item;
  });

const radiusOf = (points) => Math.hypot(...points[points.length - 1]);

/** What happened, in words: where the players are, what becomes of them, and where those beside them are. */
export function summaryOf(lanes, names, { words }) {
  const [{ points }, ...others] = lanes;
  const rounds = points.length - 1;
  const [first, now] = [Math.hypot(...points[0]), radiusOf(points)];
  const ratio = now / first;
  const compared =
    !rounds || !first
      ? ""
      : Math.abs(ratio - 1) < 5e-4
        ? ", as far from (0, 0) as the start"
        : `, ${pretty(ratio, 3)} times as far from (0, 0) as the start`;
  const beside = others.map((lane, i) => ` Beside it, ${names[i + 1]}: radius ${pretty(radiusOf(lane.points), 3)}.`);
  const when = `After ${counted(rounds, "round")}`;
  return `${when} of ${names[0]} the players are at radius ${pretty(now, 3)}${compared}. In the long run: ${words}.${beside.join("")}`;
}

/** All points as a table, round by round, the lanes side by side. */
export function tableOf(lanes, names) {
  const [x, y] = lanes[0].settings.game === "dirac" ? ["θ", "ψ"] : ["x", "y"];
  return [
    ["round", ...names.flatMap((name) => [`${x}, ${name}`, `${y}, ${name}`])],
    ...lanes[0].points.map((_, n) => [n, ...lanes.flatMap(({ points }) => points[n])]),
  ];
}
