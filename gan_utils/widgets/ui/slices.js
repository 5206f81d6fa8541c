// Work done a little in each frame, so that the page stays quick.

const MILLISECONDS = 8; // of each frame

/** {begin(work, after), stop()}: `work` is an iterator; after(done) follows each frame's part. begin() drops earlier work. */
export function makeSlices() {
  let running = 0;
  return {
    begin(work, after) {
      const mine = ++running;
      const more = () => {
        const started = performance.now();
        let done = false;
        while (mine === running && !done && performance.now() - started < MILLISECONDS) ({ done } = work.next());
        if (mine !== running) return;
        after(done);
        if (!done) requestAnimationFrame(more);
      };
      requestAnimationFrame(more);
    },
    stop() {
      running += 1;
    },
  };
}
