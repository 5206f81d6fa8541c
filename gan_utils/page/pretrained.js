// Files of weights, as gan_utils/pretrained.py has them: eight bytes that say how long the head is, the head, JSON; then
// the numbers. https://github.com/huggingface/safetensors

import { makeFilters } from "./engine/filters.js";
import { halvesOf, singlesOf } from "./engine/floats.js";
import { makeKernel } from "./engine/kernel.js";
import { joined } from "./engine/lists.js";
import { makeTape } from "./engine/tape.js";
import { fromTensors, partsOf, putNumbers, through, toTensors } from "./models/convolutional.js";
import { layersOf, RULES } from "./models/rules.js";

// Bytes before the head, whose length they hold.
const COUNT = 8;
// PyTorch counts batches here; what has no such count of its own is given none.
const COUNTER = "num_batches_tracked";
const READERS = { F16: halvesOf, F32: singlesOf };
const NONE = "it is no .safetensors file of a network, or not all of it";
const SIZES = [32, 64];
const CHANNELS = [1, 3];
// The rules that change a generator's layers.
const OF_LAYERS = ["sampling", "hidden", "norm"];
// More numbers in a latent point, or channels, than a page should be asked for.
const LARGEST = 1024;

/** @typedef {{shape: number[], values: Float32Array}} Tensor */

/**
 * A network's file as bytes.
 *
 * @param {string} network the class of gan_utils.models
 * @param {object} settings its arguments
 * @param {Record<string, Tensor>} tensors by PyTorch's names; batch normalisation's counters come by themselves
 * @param {Record<string, string>} [undone] rules of DCGAN that are undone in it
 * @returns {Uint8Array}
 */
export function write(network, settings, tensors, undone = {}) {
  const head = {
    __metadata__: {
      network,
      settings: JSON.stringify(settings),
      ...(Object.keys(undone).length ? { undone: JSON.stringify(undone) } : {}),
    },
  };
  const parts = [];
  let at = 0;
  const add = (name, dtype, shape, bytes) => {
    head[name] = { dtype, shape, data_offsets: [at, at + bytes.length] };
    parts.push(bytes);
    at += bytes.length;
  };
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    const bytes = new Uint8Array(4 * values.length);
    const view = new DataView(bytes.buffer);
    values.forEach((value, i) => view.setFloat32(4 * i, value, true));
    add(name, "F32", shape, bytes);
    if (name.endsWith("running_var")) add(name.replace("running_var", COUNTER), "I64", [], new Uint8Array(COUNT));
  }
  // Numbers begin at a multiple of eight bytes.
  const text = JSON.stringify(head);
  const json = new TextEncoder().encode(text.padEnd(Math.ceil(text.length / COUNT) * COUNT));
  const size = new Uint8Array(COUNT);
  new DataView(size.buffer).setUint32(0, json.length, true);
  return joined([size, json, ...parts]);
}

/**
 * The file of a run's generator, as gan_utils.pretrained.read opens it.
 *
 * @param {object} settings of the run
 * @param {Float32Array} list its numbers, as its weights() gives them
 * @returns {Uint8Array}
 */
export function generatorFile(settings, list) {
  const { generator, discriminator } = layersOf(settings);
  let at = 0;
  const take = (count) => list.subarray(at, (at += count));
  const weights = partsOf(generator).map(({ rows, columns }) => take(rows * columns));
  for (const { rows, columns } of partsOf(discriminator)) take(rows * columns);
  const statistics = generator.flatMap(({ kind, outputs }) => (kind === "norm" ? [take(outputs), take(outputs)] : []));
  const { z_dim, channels, size, width } = settings;
  const undone = OF_LAYERS.filter((rule) => settings[rule] && settings[rule] !== RULES[rule][0]);
  return write(
    "DCGANGenerator",
    { z_dim, channels, size, width },
    toTensors(generator, { weights, statistics }),
    Object.fromEntries(undone.map((rule) => [rule, settings[rule]])),
  );
}

/**
 * The generator in a file.
 *
 * @param {Uint8Array} bytes of the file
 * @param {{wasm?: boolean}} [options] whether the engine may be WebAssembly
 * @returns {{settings: Record<string, number>, undone: Record<string, string>, generate: (latent: Float32Array) =>
 *   Float32Array}} its arguments, the rules that are undone in it, and what makes images of latent points, one after
 *   another, in evaluation mode
 * @throws {RangeError} for bytes that are no such file, or not all of it
 */
export function read(bytes, { wasm = true } = {}) {
  const { network, settings, undone, tensors } = contentOf(bytes);
  if (network !== "DCGANGenerator") throw new RangeError(`it holds a ${network}, not a DCGANGenerator`);
  const { z_dim: wide } = settings;
  const fits =
    [settings.z_dim, settings.width].every((each) => Number.isInteger(each) && each > 0 && each <= LARGEST) &&
    SIZES.includes(settings.size) &&
    CHANNELS.includes(settings.channels) &&
    Object.entries(undone).every(([rule, way]) => Object.hasOwn(RULES, rule) && RULES[rule].includes(way));
  if (!fits) throw new RangeError("its settings are none that a DCGANGenerator can have");
  const { generator } = layersOf({ ...settings, ...undone });
  const found = fromTensors(generator, tensors);
  const kernel = makeKernel(wasm);
  const tape = makeTape(kernel);
  const filters = makeFilters(kernel, tape);
  const numbers = putNumbers(tape, generator, found.weights, found.statistics);
  const base = tape.mark();
  return {
    settings,
    undone,
    generate(latent) {
      tape.rewind(base);
      const z = tape.matrix(latent.length / wide, wide, latent);
      return tape.numbers(through(tape, filters, generator, numbers, z, { side: 1, learning: false })).slice();
    },
  };
}

/** What a file says and holds. */
function contentOf(bytes) {
  const head = headOf(bytes);
  const { network, settings, undone = "{}" } = head.__metadata__ ?? {};
  if (!network || !settings) throw new RangeError("it does not say which network of gan_utils it holds");
  const body = bytes.subarray(COUNT + lengthOf(bytes));
  const tensors = {};
  for (const [name, entry] of Object.entries(head)) {
    if (name === "__metadata__" || name.endsWith(COUNTER)) continue;
    const { dtype, shape, data_offsets: offsets } = entry ?? {};
    if (!READERS[dtype] || !Array.isArray(shape) || !Array.isArray(offsets))
      throw new RangeError(`${name} must be of F16 or F32, not ${dtype}`);
    const count = shape.reduce((product, side) => product * side, 1);
    const part = body.subarray(...offsets);
    if (part.length !== count * (dtype === "F16" ? 2 : 4)) throw new RangeError(`it is cut off within ${name}`);
    tensors[name] = { shape, values: READERS[dtype](part) };
  }
  return { network, settings: parsed(settings), undone: parsed(undone), tensors };
}

const lengthOf = (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0, true);

function headOf(bytes) {
  if (bytes.length < COUNT || lengthOf(bytes) > bytes.length - COUNT) throw new RangeError(NONE);
  return parsed(new TextDecoder().decode(bytes.subarray(COUNT, COUNT + lengthOf(bytes))));
}

/** A table in JSON. */
function parsed(text) {
  let found = null;
  try {
    found = JSON.parse(text);
  } catch {
    // Refused below.
  }
  if (found === null || typeof found !== "object") throw new RangeError(NONE);
  return found;
}
