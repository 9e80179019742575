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
# # 2. Train a variational autoencoder
#
# A small model and few sounds, trained in about a minute: enough to watch every part do its work. To train a real one,
# use `python -m vae.train`.
#
# To run this notebook, install Hitmap once, in its own folder: `pip install -e '.[train]' jupyterlab`.

# %%
import tempfile
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import torch
from IPython.display import Audio, display

from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.train.features import build_features, spectrograms
from vae.model.train_config import TrainConfig
from vae.train.loop import Trainer
from vae.model.studio import VAE, VAEConfig
from vae.model.presets import PRESETS
from vae.sound.spectrogram import SpectrogramConfig
from vae.model.losses import kl_divergence
from vae.sound.inverse.griffin_lim import griffin_lim
from vae.sound.texture import textured_magnitude

# %% [markdown]
# ## Data
#
# Sounds of the drum machine, and three variants of each: another pitch, decay or tone, or a second sound on top. Every
# sixth sound, 24 in all, is held out of training, to measure on.

# %%
numbers = SpectrogramConfig()
sounds = draw_library(count=144, seed=5)
waveforms = np.stack([synthesize(sound) for sound in sounds])
held_out = np.arange(len(sounds)) % 6 == 0
scratch = tempfile.TemporaryDirectory()
cache = Path(scratch.name)
features = build_features(cache, waveforms[~held_out], numbers, variants=4, seed=0, workers=1)
validation = spectrograms(waveforms[held_out], numbers)
print("training", features.shape, "validation", validation.shape)

# %% [markdown]
# ## Model
#
# The encoder turns a sound into a small cloud: a mean and a variance in each latent dimension. A random point of the cloud
# is decoded. Training asks for two things: the point must decode to the sound (reconstruction), and the clouds must stay
# close to a standard normal distribution (the KL divergence), so that the space between the sounds is filled as well.

# %%
studio = PRESETS["studio"]
trainer = Trainer(
    features,
    validation,
    num_sounds=len(waveforms) - 24,
    model=studio.new_model(VAEConfig(latent_dim=16, channels=16), seed=0),
    objective=studio.objective,
    spectrogram_config=numbers,
    config=TrainConfig(minutes=None, epochs=30, learning_rate=1e-3),
    state_path=cache / "state.safetensors",
)
trainer.run()
history = trainer.progress.history
print({name: round(value, 4) for name, value in history[-1].items()})

# %%
plt.figure(figsize=(8, 3))
plt.plot([row["reconstruction"] for row in history], label="training")
plt.plot([row["validation"] for row in history], label="validation")
plt.xlabel("epoch")
plt.ylabel("reconstruction error")
plt.legend()
plt.show()

# %% [markdown]
# ## Sounds that training never saw
#
# Originals above, reconstructions below.

# %%
model: VAE = trainer.best_model()
originals = torch.from_numpy(validation.astype(np.float32))  # (sounds, bands, frames)
with torch.inference_mode():
    mean, log_variance = model.encode(originals)
    decoded = model.decode(mean).clamp(0, 1)
names = [sound.name for sound, out in zip(sounds, held_out, strict=True) if out]
figure, axes = plt.subplots(2, 4, figsize=(10, 4), sharex=True, sharey=True)
for column, index in zip(axes.T, (0, 5, 11, 16), strict=True):
    for axis, picture in zip(column, (originals[index], decoded[index]), strict=True):
        axis.imshow(picture, origin="lower", aspect="auto", cmap="magma", vmin=0, vmax=1)
    column[0].set_title(names[index], fontsize=9)
plt.show()

# %% [markdown]
# The first one as a sound, original and reconstruction. After a minute of training it is blurred.

# %%
magnitude = textured_magnitude(decoded[0], numbers)
transform = {"n_fft": numbers.n_fft, "hop_length": numbers.hop_length, "num_samples": numbers.num_samples}
display(Audio(waveforms[held_out][0], rate=numbers.sample_rate))
display(Audio(griffin_lim(magnitude, **transform).numpy(), rate=numbers.sample_rate))

# %% [markdown]
# How much of the latent space is used? A dimension in which every cloud is the standard normal carries nothing: its KL
# divergence is 0.

# %%
divergence = kl_divergence(mean, log_variance)
plt.figure(figsize=(8, 2.5))
plt.bar(range(len(divergence)), divergence)
plt.xlabel("latent dimension")
plt.ylabel("KL divergence in nats")
plt.show()
print("nats in all:", round(float(divergence.sum()), 1))

# %% [markdown]
# The variants and the state of the training were on disk in a temporary folder.

# %%
scratch.cleanup()
