// The keys that move what a figure holds.

// Which way, right and up, and how many steps. The page would scroll away from under the keyboard.
export const KEYS = {
  ArrowLeft: [-1, 0, 1],
  ArrowRight: [1, 0, 1],
  ArrowUp: [0, 1, 1],
  ArrowDown: [0, -1, 1],
  Home: [-1, 0, 10],
  End: [1, 0, 10],
  PageUp: [0, 1, 10],
  PageDown: [0, -1, 10],
};
