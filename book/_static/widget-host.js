// Draws the book's live figures with no kernel and no network, also from file://, where module scripts do not load.
// It knows anywidgets only: each is a module in the page's own state, whose render() draws all that it shows.
(() => {
  "use strict";
  if (window.bookWidgetHost) return; // Jupyter Book may add a script twice
  window.bookWidgetHost = true;

  const home = document.currentScript.src;
  const parts = new Map();
  /** A text that several pages share, from a file of its own: a script, since pages from file:// may read nothing else. */
  function part(name) {
    if (!parts.has(name))
      parts.set(
        name,
        new Promise((resolve, reject) => {
          const script = document.createElement("script");
          script.src = new URL(`parts/${name}.js`, home).href;
          script.onload = () => resolve(window.bookParts[name]);
          script.onerror = () => reject(new Error(`the file _static/parts/${name}.js cannot be loaded`));
          document.head.append(script);
        }),
      );
    return parts.get(name);
  }

  /** The state that live_figures.py wrote, {model id: load()}, each with what is shared put back once it is asked for. */
  function readStates() {
    const states = {};
    for (const script of document.querySelectorAll('script[type="application/vnd.live-figures+json"]')) {
      const page = JSON.parse(script.textContent);
      const whole = async (value) => {
        if (!value || typeof value !== "object" || !("shared" in value)) return value;
        const text = page.shared[value.shared];
        return typeof text === "string" ? text : part(text.part);
      };
      for (const [id, record] of Object.entries(page.states)) states[id] = () => loaded(record, whole);
    }
    return states;
  }

  /** A figure's state. Traits that it names in `_late` are functions that give a promise: they come when it asks. */
  async function loaded({ state, buffers }, whole) {
    const late = new Set(state._late ?? []);
    for (const name of Object.keys(state)) if (!late.has(name)) state[name] = await whole(state[name]);
    for (const { path, data } of buffers) if (!late.has(path[0])) place(state, path, await whole(data));
    for (const name of late) {
      const holder = { [name]: state[name] };
      let asked = null;
      const fill = async () => {
        holder[name] = await whole(holder[name]);
        for (const { path, data } of buffers) if (path[0] === name) place(holder, path, await whole(data));
        return holder[name];
      };
      state[name] = () => (asked ??= fill());
    }
    return state;
  }

  /** Puts bytes at a path such as ["layers", 0, "weights"]. */
  function place(state, path, base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let i = 0; i < bytes.length; i++) bytes[i] = text.charCodeAt(i);
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

  async function draw(spot, stateOf) {
    try {
      const state = await stateOf();
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
