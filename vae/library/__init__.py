"""A checkpoint's sounds and their map: the only reader and writer of library.npz."""
