"""Trains the network of `vae.between` on sounds that really lie between others."""
