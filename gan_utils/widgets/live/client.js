// The page's side of the workers: messages that are answered one by one.

/**
 * A worker made of a module's source. ask(message) gives a promise of its answer; onError(error) hears of its end; where
 * there can be none it throws, or when it is to be `gentle` onError hears of that, and no answer comes.
 */
export function startWorker(source, onError, gentle = false) {
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  let worker = null;
  try {
    worker = new Worker(address);
  } catch (error) {
    if (!gentle) throw error;
    queueMicrotask(() => onError(error));
    return { ask: () => new Promise(() => {}), stop() {} };
  }
  const waiting = [];
  worker.onmessage = ({ data }) => {
    const { resolve, reject } = waiting.shift();
    if (data.error) reject(new Error(data.error));
    else resolve(data);
  };
  worker.onerror = (event) => onError(new Error(event.message || "this page allows no workers"));
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

/**
 * Messages one after another: {ask(message), busy(), idle()}. Each is sent by send(message) when those before it are
 * answered and onAnswer(answer) has heard of that, or onError(error) of what went wrong; ask() gives a promise of its end,
 * idle() of the end of all.
 */
export function inTurn(send, onAnswer, onError) {
  let last = null;
  return {
    busy: () => last !== null,
    idle: () => last ?? Promise.resolve(),
    ask(message) {
      const before = last ?? Promise.resolve();
      const mine = before
        .then(() => send(message))
        .then(onAnswer)
        .catch(onError)
        .finally(() => {
          if (last === mine) last = null;
        });
      last = mine;
      return mine;
    },
  };
}
