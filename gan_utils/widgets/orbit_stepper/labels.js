// What the settings and their values are called.

export const METHODS = {
  flow: "flow (continuous time)",
  simultaneous: "simultaneous (the article's)",
  alternating: "alternating",
  extragradient: "extragradient",
  optimistic: "optimistic",
  proximal: "proximal (implicit)",
  consensus: "consensus",
  unrolled: "unrolled",
};

export const VARIANTS = {
  gan: "GAN (minimax)",
  non_saturating: "non-saturating GAN",
  wgan: "WGAN (clipped)",
  wgan_gp: "WGAN-GP",
  instance_noise: "instance noise",
  r1: "R1 penalty",
  consensus: "consensus",
};

/** Settings that are chosen: name -> [label, {value: text}]. */
export const CHOICES = {
  game: ["game", { bilinear: "V(x, y) = xy", dirac: "Dirac-GAN" }],
  method: ["method", METHODS],
  variant: ["variant", VARIANTS],
  first: ["who moves first", { x: "x", y: "y" }],
  update: ["update", { simultaneous: "simultaneous", alternating: "alternating" }],
};

/** Settings that are numbers: name -> [label, step of the slider]. */
export const SLIDERS = {
  lr: ["γ, step size", 0.01],
  momentum: ["momentum", 0.05],
  beta: ["β, weight of consensus", 0.05],
  unroll: ["K, steps looked ahead", 1],
  unroll_lr: ["η, step of the look-ahead", 0.01],
  clip: ["clip", 0.1],
  penalty: ["penalty", 0.05],
  target: ["target slope", 0.1],
  noise: ["noise", 0.1],
};
