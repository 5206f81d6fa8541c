// Playing: so many steps a second, only while the widget can be seen.

/** Calls advance() `rate()` times a second while playing. Returns {playing(), active(), play(on), stop()}. */
export function player(root, rate, advance, onChange) {
  let playing = false;
  let visible = true;
  let owed = 0;
  let last = 0;
  let frame = 0;
  function tick(now) {
    // A frame that came late, as after a hidden tab, is not made up for.
    owed += (Math.min(now - last, 100) * rate()) / 1000;
    last = now;
    while (owed >= 1 && playing) {
      owed -= 1;
      advance();
    }
    schedule();
  }
  // A hidden tab draws no frames, but what chains on a worker's answers would go on.
  const active = () => playing && visible && !document.hidden;
  function schedule() {
    cancelAnimationFrame(frame);
    if (active()) frame = requestAnimationFrame(tick);
  }
  function begin() {
    last = performance.now();
    schedule();
  }
  const observer = new IntersectionObserver((entries) => {
    // The last one is how it is now.
    visible = entries[entries.length - 1].isIntersecting;
    begin();
  });
  observer.observe(root);
  document.addEventListener("visibilitychange", begin);
  return {
    playing: () => playing,
    active,
    play(on) {
      playing = on;
      owed = 0;
      begin();
      onChange(playing);
    },
    stop() {
      playing = false;
      schedule();
      observer.disconnect();
      document.removeEventListener("visibilitychange", begin);
    },
  };
}
