// Tests of Weights.
