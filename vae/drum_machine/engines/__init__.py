"""One file for every family of drums: how each is synthesised, and the ranges of its parameters."""
