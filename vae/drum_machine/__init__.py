"""A classic drum synthesiser: the built-in library, and the traditional method beside the neural one.

Knows nothing of spectrograms or models, and imports neither torch nor librosa.
"""
