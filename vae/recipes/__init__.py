"""What a recipe is, and the latent it means."""
