"""Recipes: what they are, and the latents they describe."""
