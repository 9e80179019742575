"""How near the drum machine comes to real sounds, beside a library's nearest sound and a model."""
