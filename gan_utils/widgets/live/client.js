// The page's side of the workers: messages that are answered one by one.

/** A worker made of a module's source. ask(message) gives a promise of its answer; refuse(error) hears of its end. */
export function startWorker(source, refuse) {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(address);
  const waiting = [];
  worker.onmessage = ({ data }) => {
    const { resolve, reject } = waiting.shift();
    if (data.error) reject(new Error(data.error));
    else resolve(data);
  };
  worker.onerror = (event) => refuse(new Error(event.message || "this page allows no workers"));
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.postMessage(message);
      }),
    stop() {
      worker.terminate();
      URL.revokeObjectURL(address);
    },
  };
}
