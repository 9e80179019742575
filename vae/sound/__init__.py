"""Waveform <-> spectrogram: reading, levels, phase, and measurements of sounds."""
