"""A classic drum synthesiser: the built-in library, and a traditional method beside the neural one.

Knows nothing about spectrograms or models, and imports neither torch nor librosa.
"""
