// The part of the page's address after "#": name=text for each figure that was touched, the one touched last at the end.

/** The text that belongs to `name` in an address's hash, or null. */
export const partOfHash = (hash, name) => new URLSearchParams(hash.slice(1)).get(name);

/** The same as it stands there, not decoded: who decodes it part by part may use all signs in a part. */
export const rawPartOfHash = (hash, name) =>
  hash
    .slice(1)
    .split("&")
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? null;

/** The hash with that text in place, or without it where it is empty. */
export function withPart(hash, name, text) {
  const rest = hash
    .slice(1)
    .split("&")
    .filter((part) => part.includes("=") && !part.startsWith(`${name}=`));
  return `#${[...rest, ...(text ? [`${name}=${text}`] : [])].join("&")}`;
}

/** Puts a figure's text into the page's address. A link to a section is left alone while the figure is as first shown. */
export function writePart(name, text) {
  if (text !== "" || partOfHash(location.hash, name) !== null)
    history.replaceState(history.state, "", withPart(location.hash, name, text));
}

/** The page's address with this figure's text alone. */
export const addressOf = (name, text) => location.href.split("#")[0] + withPart("", name, text);

/** Only a page of the book keeps figures in its address: a notebook's is its own. */
export const inBook = () => Boolean(window.bookWidgetHost);

/** What to say of a link's parts that cannot be read, each named once; those that hold nothing have no name. */
export function unreadable(faults) {
  const names = [...new Set(faults.filter((each) => each.trim()))].join(", ");
  return `This link cannot be read in full${names && ` (${names.slice(0, 80)})`}: the rest has its usual values.`;
}
