"""A stand-in for the Hub: `huggingface_hub` pushes to it and loads from it, and nothing leaves the machine."""
