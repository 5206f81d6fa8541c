// What the settings of a training and their values are called.

export const OBJECTIVES = {
  minimax: "minimax",
  non_saturating: "non-saturating",
  lsgan: "LSGAN",
  wgan: "WGAN (clipped)",
  wgan_gp: "WGAN-GP",
  hinge: "hinge",
  sngan: "SNGAN (hinge)",
  r1: "non-saturating with R1",
  ebgan: "EBGAN",
  began: "BEGAN",
  fgan_kl: "f-GAN: KL",
  fgan_reverse_kl: "f-GAN: reverse KL",
  fgan_pearson: "f-GAN: Pearson",
  fgan_hellinger: "f-GAN: Hellinger",
  fgan_js: "f-GAN: Jensen-Shannon",
};

/** Settings that are numbers: name -> [label, step of the slider]. */
export const SLIDERS = {
  d_steps: ["D steps a round (0 freezes D)", 1],
  g_steps: ["G steps a round (0 freezes G)", 1],
  lr_d: ["learning rate of D", 0.0001],
  lr: ["learning rate of G", 0.0001],
  width: ["units in a hidden layer", 8],
  z_dim: ["noise dimension", 1],
  penalty: ["weight of the penalty", 0.05],
  clip: ["clip", 0.01],
};
