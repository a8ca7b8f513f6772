"""The definitions, transcribed with loops and sets: slow on purpose, sharing nothing with the kernels."""
