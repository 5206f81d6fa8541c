// Lists of numbers.

/**
 * @template {Float32Array | Float64Array | Uint8Array} List
 * @param {List[]} lists of one kind, at least one
 * @returns {List} their numbers, one list after another
 */
export function joined(lists) {
  const all = new lists[0].constructor(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}
