// ONNX Runtime Web on its WebAssembly provider, with the files that a page needs at least.

import { timeImages } from "./pace.mjs";

const MODULE = "/_build/bench/node_modules/onnxruntime-web/dist/ort.wasm.bundle.min.mjs";

/** {about, pixels, times, files} of a generator. Pixels come as ours do: the channels of a pixel together. */
export async function open({ name, threads }) {
  const ort = await import(MODULE);
  ort.env.wasm.numThreads = threads;
  ort.env.logLevel = "error";
  const session = await ort.InferenceSession.create(`/_build/bench/${name}.onnx`, { executionProviders: ["wasm"] });
  const { layers } = await (await fetch(`/_build/bench/${name}.json`)).json();
  const width = layers[0].inputs;
  const channels = layers[layers.length - 1].outputs;
  const generate = async (z) => (await session.run({ z: new ort.Tensor("float32", z, [1, width, 1, 1]) })).image.data;
  return {
    about: `WebAssembly, ${ort.env.wasm.numThreads} thread${threads > 1 ? "s" : ""}, version ${ort.env.versions.web}`,
    async pixels(z) {
      const planes = await generate(Float32Array.from(z));
      const area = planes.length / channels;
      return Array.from(planes, (_, i) => planes[(i % channels) * area + Math.floor(i / channels)]);
    },
    times: (count) => timeImages(generate, width, count),
    /** The files of ONNX Runtime that were loaded for this. */
    files: () =>
      performance
        .getEntriesByType("resource")
        .map((file) => file.name)
        .filter((name) => name.includes("/onnxruntime-web/"))
        .map((name) => name.split("/").pop()),
  };
}
