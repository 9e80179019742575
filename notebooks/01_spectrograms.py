# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 1. From a sound to a picture and back
#
# Hitmap's model never sees a waveform: it sees a spectrogram, how loud each band of frequencies is at each moment.
# This notebook makes one, turns it back into sound, and measures what is lost on the way.

# %%
import sys
from pathlib import Path

ROOT = Path.cwd() if (Path.cwd() / "vae").is_dir() else Path.cwd().parent
sys.path.insert(0, str(ROOT))

import matplotlib.pyplot as plt
import numpy as np
import torch

from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.sound.griffin_lim import griffin_lim
from vae.sound.measures import envelope_db, onset_error
from vae.sound.spectrogram import SpectrogramConfig, spectrogram_to_magnitude, waveform_to_spectrogram

# %% [markdown]
# A snare from the drum machine, a classic synthesiser without any learning. One second at 44.1 kHz.

# %%
sound = next(sound for sound in draw_library() if sound.label == "snare")
waveform = synthesize(sound)
print(sound.name, sound.engine, waveform.shape)

# %% [markdown]
# The short-time Fourier transform has 513 bins for each of 173 frames. We gather the bins into 128 bands, one bin a band
# at the bottom, wider and wider above, as the ear does, and measure them in dB below full scale.

# %%
config = SpectrogramConfig()
spectrogram = waveform_to_spectrogram(torch.from_numpy(waveform)[None], config)[0]
print("bands, frames:", tuple(spectrogram.shape))
print("the lowest band centres in Hz:", config.band_frequencies()[:5].round(), "the highest:", config.band_frequencies()[-3:].round())

plt.figure(figsize=(9, 3))
plt.imshow(spectrogram, origin="lower", aspect="auto", extent=[0, 1, 0, 128], cmap="magma")
plt.xlabel("seconds")
plt.ylabel("band")
plt.colorbar(label="0 = −80 dB, 1 = full scale")
plt.show()

# %% [markdown]
# The way back: each bin takes its band's power, and the phase, which the picture does not hold, is found by Griffin-Lim:
# guess it, make a waveform, look at that waveform's own phase, take it, again.

# %%
magnitude = spectrogram_to_magnitude(spectrogram[None], config)[0]
numbers = {"n_fft": config.n_fft, "hop_length": config.hop_length, "num_samples": config.num_samples}
for n_iter in (0, 1, 2, 4, 8, 16, 32):
    decoded = griffin_lim(magnitude, n_iter=n_iter, **numbers).numpy()
    error = envelope_db(waveform, decoded, config.sample_rate)
    print(f"{n_iter:3d} rounds: envelope error {error:.2f} dB, onset error {onset_error(waveform, decoded, config.sample_rate):.3f}")

# %% [markdown]
# This is the *phase ceiling*: no model that speaks in these spectrograms can be closer to the original. In Jupyter,
# listen to both:

# %%
try:
    from IPython.display import Audio, display

    display(Audio(waveform, rate=config.sample_rate), Audio(decoded, rate=config.sample_rate))
except ImportError:
    print("peaks:", np.abs(waveform).max(), np.abs(decoded).max())
