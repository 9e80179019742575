"""A recipe rendered: the sound, and everything that is said about it."""
