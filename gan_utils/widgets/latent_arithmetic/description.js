// What a face shows, in words, by what the attribute reader says of it.

const CLEARLY = 0.75; // from here on a smile or a turn is one

/** Of {attribute: 0 to 1}: the words for what is surely there, the hair first. */
export function describe({ long_hair, glasses, beard, hat, smile, head_turn }) {
  const words = [long_hair > 0.5 ? "long hair" : "short hair", glasses > 0.5 ? "glasses" : "no glasses"];
  if (beard > 0.5) words.push("beard");
  if (hat > 0.5) words.push("hat");
  if (smile > CLEARLY) words.push("smiling");
  if (smile < 1 - CLEARLY) words.push("frowning");
  if (head_turn > CLEARLY) words.push("turned right");
  if (head_turn < 1 - CLEARLY) words.push("turned left");
  return words.join(", ");
}
