// Draws the book's live figures with no kernel and no network, also from file://, where module scripts do not load.
// It knows anywidgets only: each is a module in the page's own state, whose render() draws all that it shows.
(() => {
  "use strict";
  if (window.bookWidgetHost) return; // Jupyter Book may add a script twice
  window.bookWidgetHost = true;

  /** The state that live_figures.py wrote: {model id: {state, buffers}}, with what is shared put back. */
  function readStates() {
    const states = {};
    for (const script of document.querySelectorAll('script[type="application/vnd.live-figures+json"]')) {
      const page = JSON.parse(script.textContent);
      const whole = (value) =>
        value && typeof value === "object" && "shared" in value ? page.shared[value.shared] : value;
      for (const [id, { state, buffers }] of Object.entries(page.states)) {
        for (const name of Object.keys(state)) state[name] = whole(state[name]);
        for (const { path, data } of buffers) place(state, path, whole(data));
        states[id] = state;
      }
    }
    return states;
  }

  /** Puts bytes at a path such as ["layers", 0, "weights"]. */
  function place(state, path, base64) {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const owner = path.slice(0, -1).reduce((inner, key) => (inner[key] ??= {}), state);
    owner[path[path.length - 1]] = new DataView(bytes.buffer);
  }

  /** What a widget talks to in place of a kernel: its traits, and who wants to know when they change. */
  function makeModel(state) {
    const listeners = new Map();
    return {
      get: (name) => state[name],
      set(name, value) {
        if (state[name] === value) return;
        state[name] = value;
        for (const listener of listeners.get(`change:${name}`) ?? []) listener();
      },
      save_changes() {},
      on(event, listener) {
        listeners.set(event, [...(listeners.get(event) ?? []), listener]);
      },
      off(event, listener) {
        listeners.set(
          event,
          (listeners.get(event) ?? []).filter((other) => other !== listener),
        );
      },
      send() {},
    };
  }

  const modules = new Map(); // several figures of one kind are one module
  function load(source) {
    if (!modules.has(source)) {
      const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
      modules.set(source, import(address));
    }
    return modules.get(source);
  }

  function addStyle(css) {
    if (!css || [...document.head.querySelectorAll("style[data-live]")].some((style) => style.textContent === css))
      return;
    const style = document.createElement("style");
    style.dataset.live = "";
    style.textContent = css;
    document.head.append(style);
  }

  async function draw(spot, state) {
    try {
      addStyle(state._css);
      const { default: widget } = await load(state._esm);
      await widget.render({ model: makeModel(state), el: spot });
      // A card's title ranks below a section's; above all sections, as on the front page, it ranks with them.
      if (!spot.closest("section section")) spot.querySelector("h3")?.setAttribute("aria-level", "2");
      spot.closest(".live-figure").classList.add("is-live");
    } catch (error) {
      excuse(spot, error);
    }
  }

  /** The still figure stays; the reader learns why it does not move. */
  function excuse(spot, error) {
    spot.textContent = `This figure could not be brought to life: ${error.message}`;
    spot.classList.add("live-error");
    console.error(error);
  }

  async function drawAll() {
    const spots = document.querySelectorAll(".live-place");
    if (!spots.length) return;
    try {
      const states = readStates();
      for (const spot of spots) await draw(spot, states[spot.dataset.model]);
    } catch (error) {
      // the page's state itself cannot be read
      spots.forEach((spot) => excuse(spot, error));
    }
    document.documentElement.dataset.figures = "drawn";
    showLinked();
  }

  /** A link to a figure's state shows the figure; a reader who comes back or reloads stays in place. */
  function showLinked() {
    if (performance.getEntriesByType("navigation")[0]?.type !== "navigate") return;
    const names = [...new URLSearchParams(location.hash.slice(1)).keys()].reverse();
    const cards = [...document.querySelectorAll("[data-widget][data-name]")];
    const named = names.map((name) => cards.find((card) => card.dataset.name === name)).find(Boolean);
    named?.scrollIntoView();
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", drawAll);
  else drawAll();
})();
