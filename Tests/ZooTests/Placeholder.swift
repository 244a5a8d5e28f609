// Tests of Zoo.
