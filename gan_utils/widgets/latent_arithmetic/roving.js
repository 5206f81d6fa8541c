// A group of buttons that is one stop of the Tab key: arrow keys go from one to the next.

const WAYS = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };

/** Makes the buttons in `place` one stop; again() after they were changed. */
export function oneStop(place) {
  const all = () => [...place.querySelectorAll("button")];
  const choose = (chosen) => {
    for (const each of all()) each.tabIndex = each === chosen ? 0 : -1;
  };
  place.addEventListener("focusin", (event) => choose(event.target));
  place.addEventListener("keydown", (event) => {
    const buttons = all();
    const columns = buttons.filter((each) => each.offsetTop === buttons[0].offsetTop).length;
    const way = { ...WAYS, ArrowUp: -columns, ArrowDown: columns }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const next = buttons.indexOf(document.activeElement) + way;
    if (Math.abs(way) === columns && !buttons[next]) return;
    buttons[Math.min(buttons.length - 1, Math.max(0, next))].focus();
  });
  return { again: () => choose(all().find((each) => each === document.activeElement) ?? all()[0]) };
}
