# ---
# jupyter:
#   jupytext:
#     formats: ipynb,py:percent
#     text_representation:
#       extension: .py
#       format_name: percent
#       format_version: '1.3'
#       jupytext_version: 1.19.6
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 1. From a sound to a picture and back
#
# Hitmap's model never sees a waveform. It sees a spectrogram: how loud each band of frequencies is at each moment. This
# notebook makes one, turns it back into sound the way Hitmap does, and measures what is lost on the way.
#
# To run it, install Hitmap once, in its own folder: `pip install -e '.[train]' jupyterlab`.

# %%
import matplotlib.pyplot as plt
import numpy as np
import torch
from IPython.display import Audio, display

from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.sound.inverse.griffin_lim import griffin_lim
from vae.sound.measures import envelope_db, onset_error
from vae.sound.spectrogram import SpectrogramConfig, spectrogram_to_magnitude, waveform_to_spectrogram
from vae.sound.texture import textured_magnitude

# %% [markdown]
# ## The sound
#
# A snare from the drum machine, a classic synthesiser that learns nothing. It lasts one second at 44.1 kHz.

# %%
sounds = draw_library()
snare = next(sound for sound in sounds if sound.label == "snare")
waveform = synthesize(snare)
print(snare.name, waveform.shape)
display(Audio(waveform, rate=44_100))

# %% [markdown]
# ## The picture
#
# The short-time Fourier transform gives 513 bins for each of 173 frames. We gather them into 128 bands, as the ear does:
# one bin in each band at the bottom, more and more of them further up. Levels are in dB below full scale.

# %%
config = SpectrogramConfig()
spectrogram = waveform_to_spectrogram(torch.from_numpy(waveform)[None], config)[0]  # (bands, frames)
centres = config.band_frequencies()
print("bands and frames:", tuple(spectrogram.shape))
print("lowest bands in Hz:", np.asarray(centres[:5]).round(), "highest:", np.asarray(centres[-3:]).round())

plt.figure(figsize=(9, 3))
plt.imshow(spectrogram, origin="lower", aspect="auto", extent=[0, 1, 0, 128], cmap="magma")
plt.xlabel("seconds")
plt.ylabel("band")
plt.colorbar(label="0 = −80 dB, 1 = full scale")
plt.show()

# %% [markdown]
# ## The way back
#
# Two things are missing from the picture. The first is how a band's power is shared among its bins. There are two ways:
#
# * **even**: every bin takes its band's mean power. Simple, but smoother than any real noise.
# * **grained**: where the sound is noisy, the bins take the ups and downs of a seeded white noise. This is what Hitmap
#   does, and everything you hear in the app went through it.
#
# The second is the phase. Griffin-Lim finds one: make a waveform with some phase, look at the phase that this waveform
# really has, take that one, and repeat. Hitmap does 16 rounds.

# %%
transform = {"n_fft": config.n_fft, "hop_length": config.hop_length, "num_samples": config.num_samples}


def even(picture: torch.Tensor) -> torch.Tensor:
    """Magnitudes (bins, frames) with every band's power spread evenly."""
    return spectrogram_to_magnitude(picture[None], config)[0]


def grained(picture: torch.Tensor) -> torch.Tensor:
    """Magnitudes (bins, frames) as Hitmap makes them."""
    return textured_magnitude(picture, config, seed=0)


for name, magnitude in (("even", even(spectrogram)), ("grained, as in Hitmap", grained(spectrogram))):
    print(name)
    display(Audio(griffin_lim(magnitude, n_iter=16, **transform).numpy(), rate=config.sample_rate))

# %% [markdown]
# ## What is lost
#
# The *envelope error* is the mean difference in dB between two sounds, over the bands and moments that can be heard. The
# *onset error* compares their attacks. The figure takes one sound of every label and shows the median.
#
# What is left after many rounds is the *phase ceiling*: no model that speaks in these spectrograms can come closer to
# the original. The curve to compare with Hitmap's own figures is the grained one, at 16 rounds.

# %%
labels = list(dict.fromkeys(sound.label for sound in sounds))
originals = [synthesize(next(sound for sound in sounds if sound.label == label)) for label in labels]
pictures = waveform_to_spectrogram(torch.from_numpy(np.stack(originals)), config)  # (labels, bands, frames)
rounds = (0, 1, 4, 16, 32)
measures = {"envelope error in dB": envelope_db, "onset error": onset_error}

figure, axes = plt.subplots(1, 2, figsize=(10, 3.5))
for to_magnitude, name in ((even, "even"), (grained, "grained, as in Hitmap")):
    magnitudes = [to_magnitude(picture) for picture in pictures]
    decoded = {n: [griffin_lim(m, n_iter=n, **transform).numpy() for m in magnitudes] for n in rounds}
    for axis, (title, measure) in zip(axes, measures.items(), strict=True):
        values = [
            np.median([measure(a, b, config.sample_rate) for a, b in zip(originals, decoded[n], strict=True)])
            for n in rounds
        ]
        axis.plot(range(len(rounds)), values, marker="o", label=name)
        axis.set(title=title, xlabel="rounds of Griffin-Lim", xticks=range(len(rounds)), xticklabels=rounds)
        print(f"{title}, {name}: {dict(zip(rounds, np.round(values, 3).tolist(), strict=True))}")
axes[0].legend()
plt.show()
