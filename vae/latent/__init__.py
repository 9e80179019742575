"""Arithmetic and geometry of latents: pure functions on arrays."""
