"""Training: from data to a checkpoint folder. `python -m vae.train` is the command."""
