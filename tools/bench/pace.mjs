// How a contestant is timed: the same for all of them.

/** Seconds for `count` steps, until their work is done and not only queued. */
export async function pace(trainer, count) {
  const started = performance.now();
  for (let i = 0; i < count; i++) trainer.step();
  await trainer.finish();
  return (performance.now() - started) / 1000;
}

/** Compiles what is compiled on first use, goes on for at least `seconds`, and gives the steps a second at the end. */
export async function warm(trainer, seconds) {
  await pace(trainer, 1);
  for (let count = 1; ; count *= 2) {
    const spent = await pace(trainer, count);
    if (spent >= seconds) return count / spent;
  }
}

/** Milliseconds for each of `count` images, each from a latent point of its own. */
export async function timeImages(generate, width, count) {
  const times = [];
  for (let i = 0; i < count; i++) {
    const z = normalNumbers(width);
    const started = performance.now();
    await generate(z);
    times.push(performance.now() - started);
  }
  return times;
}

/** An even number of normal numbers, two from each pair of uniform ones: the quickest way that a page has. */
export function normalNumbers(count, deviation = 1) {
  const numbers = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = deviation * Math.sqrt(-2 * Math.log(1 - Math.random()));
    const angle = 2 * Math.PI * Math.random();
    numbers[i] = radius * Math.cos(angle);
    numbers[i + 1] = radius * Math.sin(angle);
  }
  return numbers;
}
