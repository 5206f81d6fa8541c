// The same GAN in TensorFlow.js, written to be fast: nothing is read back within a stretch, all tensors of a step are
// tidied away, real and generated points go through D in one batch, and G's update asks for G's gradients only.

import { makeRun } from "../../gan_utils/page/training/run.js";
import { seededSource } from "../../gan_utils/widgets/live/source.js";
import { normalNumbers, pace, warm } from "./pace.mjs";
import { TINY } from "./training_ours.mjs";

const MODULES = "/_build/bench/node_modules/@tensorflow";
const FURTHER = ["wasm", "webgpu"]; // the others are in tf.es2017.min.js
const RING = Array.from({ length: 8 }, (_, i) => [2 * Math.cos((i * Math.PI) / 4), 2 * Math.sin((i * Math.PI) / 4)]);
const STEPS_CHECKED = 3;

/** A backend, made ready: {about, check, warm, stretch}. `tuned` makes its wasm products faster, see `tunedProduct`. */
export async function open({ backend, threads = 1, tuned = false }) {
  await script("tfjs/dist/tf.es2017.min.js");
  if (FURTHER.includes(backend)) await script(`tfjs-backend-${backend}/dist/tf-backend-${backend}.es2017.min.js`);
  const { tf } = globalThis;
  tf.enableProdMode();
  if (backend === "wasm") {
    tf.wasm.setWasmPaths(`${MODULES}/tfjs-backend-wasm/dist/`);
    if (threads > 1) useThreads(tf, threads);
    else tf.env().set("WASM_HAS_MULTITHREAD_SUPPORT", false);
  }
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js cannot start ${backend} in this browser`);
  await tf.ready();
  let trainer = null;
  return {
    about: await describe(tf, backend),
    check: () => check(tf, tuned),
    async warm(settings, seconds) {
      trainer?.dispose();
      trainer = makeTrainer(tf, settings, makeRun(settings, { source: seededSource }).weights(), tuned);
      return warm(trainer, seconds);
    },
    stretch: (count) => pace(trainer, count),
  };
}

const script = (path) =>
  new Promise((resolve, reject) => {
    const src = `${MODULES}/${path}`;
    const failed = () => reject(new Error(`cannot load ${src}`));
    document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve, onerror: failed }));
  });

/** It takes half as many threads as there are cores at most; on two cores that would be one. */
function useThreads(tf, threads) {
  Object.defineProperty(navigator, "hardwareConcurrency", { value: 2 * threads });
  tf.wasm.setThreadsCount(threads);
}

async function describe(tf, backend) {
  if (backend === "wasm") {
    const simd = await tf.env().getAsync("WASM_HAS_SIMD_SUPPORT");
    const threads = (await tf.env().getAsync("WASM_HAS_MULTITHREAD_SUPPORT")) ? tf.wasm.getThreadsCount() : 1;
    return `${simd ? "SIMD" : "no SIMD"}, ${threads} thread${threads > 1 ? "s" : ""}`;
  }
  if (backend === "webgl") {
    const gl = tf.backend().gpgpu.gl;
    const names = gl.getExtension("WEBGL_debug_renderer_info");
    return gl.getParameter(names ? names.UNMASKED_RENDERER_WEBGL : gl.RENDERER);
  }
  if (backend === "webgpu") {
    const { vendor, architecture } = (await navigator.gpu.requestAdapter()).info;
    return `${vendor} ${architecture}`;
  }
  return "JavaScript";
}

/** {step(batch), finish, weights, dispose} from first weights in the order in which our engine lists them. */
function makeTrainer(tf, s, first, tuned) {
  const product = tuned ? (...all) => tunedProduct(tf, ...all) : (x, weight) => tf.matMul(x, weight);
  let at = 0;
  const take = (...shape) => tf.variable(tf.tensor(first.slice(at, (at += shape.reduce((a, b) => a * b))), shape));
  const layer = (inputs, outputs) => ({ weight: take(inputs, outputs), bias: take(outputs) });
  const network = (sizes) => sizes.slice(1).map((outputs, i) => layer(sizes[i], outputs));
  const g = network([s.z_dim, s.width, s.width, 2]);
  const d = network([2, s.width, s.width, 1]);
  const [ofG, ofD] = [g, d].map((layers) => layers.flatMap(({ weight, bias }) => [weight, bias]));
  const [adamG, adamD] = [s.lr, s.lr_d].map((lr) => tf.train.adam(lr, 0.5, 0.999, 1e-8));
  const n = s.batch_size;
  const signs = tf.tensor2d(
    Float32Array.from({ length: 2 * n }, (_, i) => (i < n ? -1 : 1)),
    [2 * n, 1],
  );

  const forward = (layers, x, wants) =>
    layers.reduce((out, { weight, bias }, i) => {
      const sums = tf.add(product(out, weight, { input: wants.input || i > 0, weight: wants.weights }), bias);
      return i < layers.length - 1 ? tf.relu(sums) : sums;
    }, x);
  const trained = { input: false, weights: true };
  const passed = { input: true, weights: false };
  // The mean over real and generated points is half the sum of the two means.
  const lossD = (points) => tf.mul(2, tf.mean(tf.softplus(tf.mul(signs, forward(d, points, trained)))));
  const lossG = (z) => tf.mean(tf.softplus(tf.neg(forward(d, forward(g, z, trained), passed))));

  return {
    step: ({ z = normalNumbers(n * s.z_dim), real = ringPoints(n) } = {}) =>
      tf.tidy(() => {
        const latent = tf.tensor2d(z, [n, s.z_dim]);
        const points = tf.concat([tf.tensor2d(real, [n, 2]), forward(g, latent, trained)]);
        adamD.minimize(() => lossD(points), false, ofD);
        adamG.minimize(() => lossG(latent), false, ofG);
      }),
    finish: () => ofG[ofG.length - 1].data(), // written last: all that was asked for before is done then
    weights: async () => (await Promise.all([...ofG, ...ofD].map((each) => each.data()))).flatMap((each) => [...each]),
    dispose() {
      tf.dispose([...ofG, ...ofD, signs]);
      [adamG, adamD].forEach((each) => each.dispose());
    },
  };
}

/**
 * x times weight, with gradients whose factors are transposed beforehand: TensorFlow.js asks for products of transposed
 * factors, which its wasm backend makes in a plain loop. Few programs do this, so it is measured on its own.
 */
function tunedProduct(tf, x, weight, wants) {
  const value = (a, w) => tf.matMul(a, w);
  const toA = (dy, w) => tf.matMul(dy, tf.transpose(w));
  const toW = (dy, a) => tf.matMul(tf.transpose(a), dy);
  if (!wants.input) return tf.customGrad((w) => ({ value: value(x, w), gradFunc: (dy) => toW(dy, x) }))(weight);
  if (!wants.weight) return tf.customGrad((a) => ({ value: value(a, weight), gradFunc: (dy) => toA(dy, weight) }))(x);
  return tf.customGrad((a, w, save) => {
    save([a, w]);
    return { value: value(a, w), gradFunc: (dy, saved) => [toA(dy, saved[1]), toW(dy, saved[0])] };
  })(x, weight);
}

function ringPoints(count) {
  const numbers = normalNumbers(2 * count, 0.02);
  for (let i = 0; i < count; i++) {
    const [x, y] = RING[Math.floor(8 * Math.random())];
    numbers[2 * i] += x;
    numbers[2 * i + 1] += y;
  }
  return numbers;
}

/** Trains both engines on the same batches: {gap, leaked}, the distance of their weights as a share of the way gone. */
async function check(tf, tuned) {
  const batches = Array.from({ length: STEPS_CHECKED }, () => ({
    z: normalNumbers(TINY.batch_size * TINY.z_dim),
    real: ringPoints(TINY.batch_size),
  }));
  const source = { real: (turn, to) => to.set(batches[turn].real), latent: (turn, to) => to.set(batches[turn].z) };
  const gan = makeRun(TINY, { source: () => source });
  const first = gan.weights();
  const trainer = makeTrainer(tf, TINY, first, tuned);
  const tensors = [];
  for (const batch of batches) {
    gan.step();
    trainer.step(batch);
    tensors.push(tf.memory().numTensors);
  }
  const [ours, theirs] = [gan.weights(), await trainer.weights()];
  trainer.dispose();
  const distance = (a, b) => Math.sqrt(a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0));
  return { gap: distance(ours, theirs) / distance(ours, first), leaked: tensors[2] - tensors[1] };
}
