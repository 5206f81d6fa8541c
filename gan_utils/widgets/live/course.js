// The course of a run: what it began with, and what was changed at which round. The page's address holds it as a link.

import { addressOf, inBook, partOfHash, unreadable, writePart } from "../ui/hash.js";
import { readLink, writeLink } from "./link.js";

/**
 * The course of a card's run, which begins with `defaults`; canGoOn(before, after) says whether a run can go on after a
 * change. A notebook's address is its own: it is not read, and stays as it is.
 */
export function makeCourse(model, defaults, canGoOn) {
  const name = model.get("name");
  let first = defaults;
  let changes = [];
  const text = () => writeLink(defaults, first, changes);
  return {
    first: () => first,
    changes: () => changes,
    /** Another run; `later` are changes that it has in store. */
    begin(settings, later = []) {
      [first, changes] = [settings, later];
    },
    /** Changes that were in store for later are dropped. */
    change(round, settings) {
      changes = [...changes.filter(([at]) => at < round), [round, settings]];
    },
    /** What was changed from that round on is dropped. */
    cut(round) {
      changes = changes.filter(([at]) => at < round);
    },
    /** Puts the course into the page's address. */
    write() {
      if (inBook()) writePart(name, text());
    },
    /** The page's address with the course. */
    address: () => addressOf(name, text()),
    /** What the page's address asks for, {settings, changes, words}, with words on what cannot be read; null for nothing. */
    linked() {
      const link = inBook() ? partOfHash(location.hash, name) : null;
      if (link === null) return null;
      const { settings, changes, faults } = readLink(link, defaults, model.get("_allowed"), canGoOn);
      return { settings, changes, words: faults.length ? unreadable(faults) : "" };
    },
  };
}
