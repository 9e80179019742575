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
# # 2. Train a variational autoencoder
#
# A small model on a few sounds, in less than a minute: enough to see each part do its work. For a real one use
# `python -m vae.train`.

# %%
import sys
import tempfile
from pathlib import Path

ROOT = Path.cwd() if (Path.cwd() / "vae").is_dir() else Path.cwd().parent
sys.path.insert(0, str(ROOT))

import matplotlib.pyplot as plt
import numpy as np
import torch

from vae.drum_machine.kits import draw_library
from vae.drum_machine.sound import synthesize
from vae.train.features import build_features, spectrograms
from vae.train.loop import TrainConfig, Trainer
from vae.model.studio import VAE, VAEConfig
from vae.model.presets import PRESETS
from vae.sound.spectrogram import SpectrogramConfig

# %% [markdown]
# ## Data
#
# Sounds of the drum machine, and for each of them three variants: other pitch, decay, tone, layered with another. A few
# sounds are kept away from training.

# %%
numbers = SpectrogramConfig()
sounds = draw_library(count=144, seed=5)
waveforms = np.stack([synthesize(sound) for sound in sounds])
cache = Path(tempfile.mkdtemp())
features = build_features(cache, waveforms[24:], numbers, variants=4, seed=0, workers=1)
validation = spectrograms(waveforms[:24], numbers)
print("training", features.shape, "validation", validation.shape)

# %% [markdown]
# ## Model
#
# The encoder gives each sound not a point but a small cloud: a mean and a variance for each latent dimension. A sample
# of the cloud is decoded, and two things are asked for: that the sample decodes to the sound (reconstruction), and that
# the clouds together stay near a standard normal distribution (KL divergence), so that the space between the sounds is
# filled too.

# %%
studio = PRESETS["studio"]
trainer = Trainer(
    features,
    validation,
    num_sounds=len(waveforms) - 24,
    model=studio.new_model(VAEConfig(latent_dim=16, channels=16), seed=0),
    objective=studio.objective,
    spectrogram=numbers,
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
# ## What it makes of sounds that it never saw

# %%
model: VAE = trainer.best_model()
originals = torch.from_numpy(validation[:4].astype(np.float32))
with torch.inference_mode():
    mean, log_variance = model.encode(originals)
    decoded = model.decode(mean).clamp(0, 1)
figure, axes = plt.subplots(2, 4, figsize=(10, 4), sharex=True, sharey=True)
for column in range(4):
    axes[0, column].imshow(originals[column], origin="lower", aspect="auto", cmap="magma", vmin=0, vmax=1)
    axes[1, column].imshow(decoded[column], origin="lower", aspect="auto", cmap="magma", vmin=0, vmax=1)
    axes[0, column].set_title(sounds[column].name)
plt.show()

# %% [markdown]
# How much of the space is used? A dimension whose clouds all look like the standard normal says nothing.

# %%
divergence = 0.5 * (mean**2 + log_variance.exp() - 1 - log_variance).mean(0)
print("KL per dimension in nats:", divergence.numpy().round(2))
