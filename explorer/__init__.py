"""The map side of Hitmap: library, projection, recipes, rendering and the page."""
