"""The checkpoint folder on disk, and the codec that gives it a voice."""
