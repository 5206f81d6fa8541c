// The two networks of the card, as its traits hold them: the generator and the attribute reader.

import { makeAttributeReader } from "../../page/models/attribute_reader.js";
import { network } from "../packed/generator.js";
import { unpacked } from "../packed/networks.js";

/** {generate(z), width, channels, read(pixels)}: read() gives {attribute: answer}, each from 0 to 1. */
export const networksOf = (model) => ({ ...network(model), read: attributeReaderOf(model) });

function attributeReaderOf(model) {
  const { attributes } = model.get("_constants");
  const answersOf = makeAttributeReader(...unpacked(model, "_packed_attribute_reader"));
  return (pixels) => {
    const answers = answersOf(pixels);
    return Object.fromEntries(attributes.map((name, i) => [name, answers[i]]));
  };
}
