"""Rendering a recipe: the sound, and everything the page says about it."""
