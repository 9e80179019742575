"""The map side of Hitmap: rendering, kits, the server's functions and the page."""
