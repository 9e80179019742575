"""Band levels -> waveform, closer: the bins that meet the bands, and the phase that their levels suggest."""
