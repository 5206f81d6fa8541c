// What the numbers of a model may be.

export const RANGES = { mean: [-4, 4], std: [0.1, 4], weight: [0.02, 0.98] };
