// The chapter's story as runs to open, in order, each with a sentence to predict first.

/** What all of them have but for their own settings: a plain GAN on the ring. */
export const PLAIN = {
  target: "ring",
  objective: "non_saturating",
  optimiser: "adam",
  unroll: 0,
  d_steps: 1,
  g_steps: 1,
  lr: 1e-3,
  lr_d: 3e-4,
  packing: 1,
  fence: 0,
};

/** name -> {text, predict, settings, changes}: settings that differ from PLAIN. */
export const PRESETS = {
  plain: {
    text: "1 · the article's bottom row: plain GAN",
    predict: "Predict: eight modes, one generator. Will it spread over them, choose one, or do something else?",
  },
  unrolled: {
    text: "2 · the article's top row: unrolled",
    settings: { unroll: 5 },
    predict:
      "Predict: G now foresees D's next five steps (ten in the article). What does a pile on one mode look like to it?",
  },
  dial: {
    text: "3 · one dial: D as fast as G",
    settings: { lr_d: 1e-3 },
    predict:
      "Predict: the plain GAN again, but D's learning rate is 0.001, as G's is, and not 0.0003. What of the hop?",
  },
  pile: {
    text: "4 · the other failure: D ten times as fast",
    settings: { lr: 3e-4, lr_d: 3e-3 },
    predict: "Predict: a fast D was good against the hop. Is an even faster one better, beside a slow G?",
  },
  pile_unrolled: {
    text: "5 · the same, unrolled",
    settings: { lr: 3e-4, lr_d: 3e-3, unroll: 5 },
    predict: "Predict: looking ahead cured the hop. Does it also undo the pile?",
  },
  rescue: {
    text: "6 · plain, from round 300 unrolled",
    changes: [[300, { unroll: 5 }]],
    predict: "Predict: it has begun to hop. Can looking ahead still rescue it, or must it start that way?",
  },
  packing: {
    text: "7 · packing: D judges pairs",
    settings: { packing: 2 },
    predict: "Predict: D sees two samples at once. What does a collapsed G give away?",
  },
  wgan_gp: {
    text: "8 · WGAN-GP",
    settings: { objective: "wgan_gp", d_steps: 5, penalty: 0.1 },
    predict: "Predict: another objective, five critic steps each. Hopping or spreading?",
  },
  frozen: {
    text: "9 · D frozen at round 300, G fenced in",
    settings: { fence: 1 },
    changes: [[300, { d_steps: 0 }]],
    predict: "Predict: D stops learning, G goes on within the fence, or it would run away. Where will all the mass go?",
  },
  frozen_unrolled: {
    text: "10 · D frozen, but G looks far ahead",
    settings: { fence: 1 },
    changes: [[300, { d_steps: 0, unroll: 10, lr_d: 0.01 }]],
    predict:
      "Predict: D is frozen at round 300 again, but G asks what D would answer in ten long steps. Does the mass still run to one point?",
  },
  more_d: {
    text: "11 · ten D steps for each of G's",
    settings: { d_steps: 10 },
    predict: "Predict: the article says that an optimal D would prevent the collapse. Is a better D enough?",
  },
  grid: {
    text: "12 · 25 modes, a plain GAN",
    settings: { target: "grid" },
    predict: "Predict: three times as many modes. Will more of them be found, or a smaller share?",
  },
};
