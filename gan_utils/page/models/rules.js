// DCGAN's two networks as lists of layers, with its rules or some of them undone: those of gan_utils/models/rules.py.

/** @typedef {import("./convolutional.js").Layer} Layer */

/**
 * Each rule's ways, DCGAN's own first.
 *
 * @type {Record<string, string[]>}
 */
export const RULES = {
  sampling: ["strides", "pooling"],
  hidden: ["convolutions", "dense"],
  norm: ["usual", "none", "everywhere"],
  activation: ["leaky", "relu"],
  start: ["dcgan", "he", "torch"],
};
// Units of a fully connected hidden layer.
export const DENSE = 512;

/**
 * The networks for images of so many pixels a side. Each list is that of PyTorch's modules, one by one.
 *
 * @param {object} settings
 * @param {number} settings.z_dim
 * @param {number} settings.channels of an image
 * @param {number} settings.size its side
 * @param {number} settings.width channels of the generator's last hidden layer
 * @param {string} [settings.sampling] a way of each rule; DCGAN's own where it is not said
 * @param {string} [settings.hidden]
 * @param {string} [settings.norm]
 * @param {string} [settings.activation]
 * @returns {{generator: Layer[], discriminator: Layer[]}}
 */
export function layersOf(settings) {
  const { z_dim, channels, size, width } = settings;
  const [strides, convolutions, usual, leaky] = ["sampling", "hidden", "norm", "activation"].map(
    (rule) => settings[rule] ?? RULES[rule][0],
  );
  const wide = (width * size) / 8;
  /** A convolution, and the batch normalisation behind it where there is one; without it there is a bias. */
  const stage = (kind, inputs, outputs, spared) => {
    const normed = spared ? usual === "everywhere" : usual !== "none";
    const norm = normed ? [{ kind: "norm", outputs }] : [];
    const layer = (name) => ({ kind: name, inputs, outputs, bias: spared || !normed });
    if (strides === "strides") return [layer(kind), ...norm];
    // The places of a convolution with stride 2: a plain one, before it or behind it what changes the side.
    return kind === "grow" ? [{ kind: "repeat" }, layer("keep"), ...norm] : [layer("keep"), { kind: "pool" }, ...norm];
  };
  const first = convolutions === "dense" ? DENSE : z_dim;
  const generator = [];
  if (convolutions === "dense")
    generator.push({ kind: "point", inputs: z_dim, outputs: DENSE, bias: true }, { kind: "relu" });
  generator.push({ kind: "project", inputs: first, outputs: wide, bias: usual === "none" });
  if (usual !== "none") generator.push({ kind: "norm", outputs: wide });
  generator.push({ kind: "relu" });
  for (let inputs = wide; inputs > width; inputs /= 2)
    generator.push(...stage("grow", inputs, inputs / 2, false), { kind: "relu" });
  generator.push(...stage("grow", width, channels, true), { kind: "tanh" });

  const bend = { kind: leaky };
  const discriminator = [...stage("shrink", channels, width, true), bend];
  let inputs = width;
  for (let side = size / 2; side > 4; side /= 2, inputs *= 2)
    discriminator.push(...stage("shrink", inputs, 2 * inputs, false), bend);
  if (convolutions === "dense")
    discriminator.push({ kind: "whole", inputs, outputs: DENSE, bias: true }, bend, {
      kind: "point",
      inputs: DENSE,
      outputs: 1,
      bias: true,
    });
  else discriminator.push({ kind: "whole", inputs, outputs: 1, bias: true });
  return { generator, discriminator };
}
