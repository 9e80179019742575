"""Spectrogram <-> latent: the models, what they minimise, and the presets that choose between them."""
