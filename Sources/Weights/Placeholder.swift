// The first file of Weights.
