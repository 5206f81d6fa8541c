// The chapter's story as runs to open, in order, each with a sentence to predict first.

/** What all of them have but for their own settings: DCGAN on digits, in steps of five times the paper's size. */
export const PLAIN = {
  data: "digits",
  norm: "usual",
  sampling: "strides",
  hidden: "convolutions",
  activation: "leaky",
  start: "dcgan",
  objective: "non_saturating",
  beta1: 0.5,
  lr: 1e-3,
  lr_d: 1e-3,
  d_steps: 1,
  penalty: 10,
  width: 16,
  z_dim: 64,
  batch_size: 16,
};

/** name -> {text, predict, settings, changes}: settings that differ from PLAIN. */
export const PRESETS = {
  plain: {
    text: "1 · all of DCGAN's rules",
    predict: "Predict: how many rounds until you can read the first digit? What comes first, strokes or shapes?",
  },
  no_norm: {
    text: "2 · no batch normalisation",
    settings: { norm: "none" },
    predict:
      "Predict: nothing brings the signal back to its strength from layer to layer. Will anything be drawn at all?",
  },
  no_norm_he: {
    text: "3 · the same, stronger start",
    settings: { norm: "none", start: "he" },
    predict: "Predict: the weights now begin so large that the signal survives. Was that all that the rule was for?",
  },
  norm_everywhere: {
    text: "4 · normalised everywhere",
    settings: { norm: "everywhere" },
    predict: "Predict: DCGAN spares G's output and D's input. What happens to black and white if it does not?",
  },
  pooling: {
    text: "5 · pooling, repeated pixels",
    settings: { sampling: "pooling" },
    predict: "Predict: D keeps the largest of four pixels, G writes each pixel four times. Sharper or blurrier?",
  },
  dense: {
    text: "6 · fully connected layers",
    settings: { hidden: "dense" },
    predict: "Predict: a layer of 512 units at either end, half a million weights more. Better, worse, or no matter?",
  },
  relu: {
    text: "7 · plain ReLU in D",
    settings: { activation: "relu" },
    predict: "Predict: what is negative in D now passes no gradient on to G. Will G learn more slowly?",
  },
  torch: {
    text: "8 · PyTorch's first weights",
    settings: { start: "torch" },
    predict: "Predict: other small random numbers to begin with. Does it matter behind batch normalisation?",
  },
  momentum: {
    text: "9 · momentum: β₁ = 0.9",
    settings: { beta1: 0.9 },
    predict:
      "Predict: each step is now an average over some ten gradients, not two. Good for two players who chase each other?",
  },
  slow: {
    text: "10 · the paper's step size",
    settings: { lr: 2e-4, lr_d: 2e-4 },
    predict: "Predict: DCGAN's authors took steps of 0.0002. Only slower, or better in the end?",
  },
  minimax: {
    text: "11 · the minimax loss",
    settings: { objective: "minimax" },
    predict: "Predict: where D rejects with confidence, G gets hardly any push. Does it get stuck at the start?",
  },
  wgan_gp: {
    text: "12 · WGAN-GP",
    settings: { objective: "wgan_gp", norm: "none", start: "he", d_steps: 2 },
    predict: "Predict: a critic with a penalty, two of its steps each. Slower a round: is it better a round?",
  },
};
