"""Waveform <-> spectrogram: reading, levels, phase, and what can be measured of a sound."""
