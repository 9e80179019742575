"""Kits as the instruments of samplers and drum machines: one file for each format."""
