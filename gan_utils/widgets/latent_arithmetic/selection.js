// Which faces the trays hold, of which kind they are, and what is being looked for to fill them.

import { search } from "./recipes.js";

export const TRAYS = ["a", "b", "c"];

const each = (ofTray) => Object.fromEntries(TRAYS.map((tray) => [tray, ofTray(tray)]));

/** A check of what a link says of the kinds in the trays, as the trait _filled has it. */
export function selectionFits(model) {
  const { stream, most, recipes } = model.get("_constants");
  const names = recipes.map(([name]) => name);
  const isPlace = (place) => Number.isInteger(place) && place >= 0 && place < stream;
  const fits = ({ recipe, places, sure, seed }) =>
    names.includes(recipe) &&
    Array.isArray(places) &&
    places.length <= most &&
    places.every(isPlace) &&
    typeof sure === "boolean" &&
    Number.isInteger(seed);
  return (value) =>
    value !== null &&
    typeof value === "object" &&
    Object.entries(value).every(([tray, filled]) => TRAYS.includes(tray) && filled instanceof Object && fits(filled));
}

/** The trays of a card. Which faces they hold stays in the model; what is wanted {tray: recipe} and how many is kept here. */
export function makeSelection(model, set) {
  const { first, stream, recipes, filled } = model.get("_constants");
  const kinds = Object.fromEntries(recipes);
  let wanted = {};
  let count = first;

  /** The indices of a tray's faces in the stream. */
  const held = (tray) => model.get(tray);
  /** What a tray was filled with, unless its faces have been changed since. */
  function kindOf(tray) {
    const { recipe = "", places, seed } = model.get("_filled")[tray] ?? {};
    return String(places) === String(held(tray)) && seed === model.get("seed") ? recipe : "";
  }
  const recipeOf = (tray) => wanted[tray] || kindOf(tray);

  return {
    recipes: Object.keys(kinds),
    held,
    recipeOf,
    count: () => count,
    /** The first tray that is empty, if there is one. */
    empty: () => TRAYS.find((tray) => !held(tray).length),
    /** The trays that have faces and keep them; others will soon hold other ones. */
    ready: () => TRAYS.filter((tray) => held(tray).length && !wanted[tray]),
    wordsOf(tray) {
      if (wanted[tray]) return `looking for: ${wanted[tray]} …`;
      if (!held(tray).length) return "empty";
      const kind = kindOf(tray);
      if (!kind) return "chosen by hand";
      return model.get("_filled")[tray].sure ? kind : `nearest to: ${kind}`;
    },
    /** Gives a tray faces that were chosen by hand. */
    put(tray, indices) {
      delete wanted[tray];
      set(tray, indices);
    },
    want(more) {
      wanted = { ...wanted, ...more };
    },
    /** Each tray wants so many faces of the kind that it has. */
    wantCount(next) {
      count = next;
      wanted = each(recipeOf);
    },
    /** Each tray wants faces of the kind that it has, or began with. */
    wantAll() {
      wanted = each((tray) => recipeOf(tray) || filled[tray]);
    },
    forget() {
      [wanted, count] = [{}, first];
    },
    /** Looks for what is wanted among the faces, and says so after each tray that it has filled. */
    *fill(faces, onFill) {
      for (const tray of TRAYS) {
        const recipe = wanted[tray];
        if (!recipe) continue;
        const { indices, sure } = yield* search(faces.answers, kinds[recipe], count, stream);
        delete wanted[tray];
        model.set("_filled", { ...model.get("_filled"), [tray]: { recipe, places: indices, sure, seed: faces.seed } });
        set(tray, indices);
        onFill();
      }
    },
  };
}
