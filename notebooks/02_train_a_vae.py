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
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/OWNER/REPOSITORY/blob/main/notebooks/02_train_a_vae.ipynb)
# [![Open in Binder](https://mybinder.org/badge_logo.svg)](https://mybinder.org/v2/gh/OWNER/REPOSITORY/main?labpath=notebooks/02_train_a_vae.ipynb)
#
# # 2. Train a variational autoencoder
#
# An autoencoder squeezes a sound through a bottleneck of a few numbers and has to rebuild it on the other side. To do
# that, it must find out what matters. A *variational* autoencoder, VAE for short, also keeps the bottleneck tidy, so that
# numbers which belong to no sound still give one. In this notebook you build one in twenty lines, train it in seconds, and
# break it in four instructive ways.
#
# You need notebook 1, and to know what a mean and a variance are. Run the cells from top to bottom. The answers are in
# section 2.8. The trainings take two to four minutes in all on two cores, the reading about an hour. To train a real
# model, use `python -m vae.train`.

# %%
import importlib.util
import subprocess
import sys
from pathlib import Path

REPOSITORY = "https://github.com/OWNER/REPOSITORY"  # where your copy of Hitmap is: see notebooks/README.md
here = Path.cwd()
root = next((folder for folder in (here, *here.parents) if (folder / "vae" / "course").is_dir()), None)
if root is None:  # in Colab, say: fetch Hitmap first
    root = here / "hitmap"
    subprocess.run(["git", "clone", "--depth", "1", REPOSITORY, root], check=True)
sys.path.insert(0, str(root))
if importlib.util.find_spec("umap") is None:  # not installed yet
    subprocess.run([sys.executable, "-m", "pip", "install", "-q", "-e", f"{root}[train]"], check=True)

# %%
from dataclasses import asdict, dataclass

import matplotlib.pyplot as plt
import numpy as np
import torch
from torch import nn

from vae.course.effort import effort
from vae.course.figures import STYLE, show_spectrograms
from vae.course.players import play
from vae.course.training import Trained, error_db, train_small
from vae.drum_machine.kits import draw_library
from vae.drum_machine.library import synthesize_library
from vae.model.interface import Model
from vae.model.losses import ACTIVE_NATS, active_dims, kl_divergence
from vae.sound.inverse.griffin_lim import griffin_lim
from vae.sound.spectrogram import SpectrogramConfig
from vae.sound.inverse.texture import textured_magnitude
from vae.train.features import build_features, spectrograms

plt.rcParams.update(STYLE)

# %% [markdown]
# ## 2.1 The sounds
#
# Drums from the synthesiser, half a second of each, in 64 bands. Every sound belongs to a kit: one make-believe drum
# machine with its own character. The model learns from all kits but one. The last kit is for measuring, and the model
# never sees it.

# %%
config = SpectrogramConfig(num_samples=22_050, num_bands=64)
sounds = draw_library(count=effort(144, quick=48), seed=5)
waveforms = np.stack(synthesize_library(sounds))[:, : config.num_samples]  # (sounds, samples)
last_kit = sorted({sound.kit for sound in sounds})[-1]
held_out = np.array([sound.kit == last_kit for sound in sounds])
training, validation = spectrograms(waveforms[~held_out], config), spectrograms(waveforms[held_out], config)
names = [sound.name for sound in sounds if sound.kit == last_kit]
print(len(training), "sounds to learn from,", len(validation), "held out")
print("every picture has", config.num_bands, "bands and", config.num_frames, "frames:", training[0].size, "cells")
show_spectrograms(dict(zip(names[::3][:4], validation[::3][:4], strict=False)), config)

# %% [markdown]
# **Question 2.1.** Why is a whole kit held out, and not every sixth sound at random?

# %% [markdown]
# ## 2.2 The model and its loss
#
# The encoder turns a picture into a small cloud: a mean and a variance for each number of the bottleneck. A random point
# of that cloud goes into the decoder. Each number of the bottleneck is called a *dimension* of the *latent*.

# %%
@dataclass(frozen=True)
class Size:
    """The size of our model: numbers in the latent, and width of the layers between."""

    latent_dim: int = 16
    width: int = 128

    def to_dict(self) -> dict[str, int]:
        """The fields as JSON values."""
        return asdict(self)


class TinyVAE(Model):
    """Two layers in, two layers out."""

    latent_dim = property(lambda self: self.config.latent_dim)

    def __init__(self, config: Size) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.config, shape = config, training[0].shape
        cells = training[0].size
        self.encoder = nn.Sequential(
            nn.Flatten(), nn.Linear(cells, config.width), nn.SiLU(), nn.Linear(config.width, 2 * config.latent_dim)
        )
        self.decoder = nn.Sequential(
            nn.Linear(config.latent_dim, config.width), nn.SiLU(), nn.Linear(config.width, cells), nn.Sigmoid()
        )
        self.shape = shape

    def encode(self, spectrogram: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Pictures (B, bands, frames) -> mean and log-variance of their clouds, (B, latent_dim) each."""
        mean, log_variance = self.encoder(spectrogram).chunk(2, dim=1)
        return mean, log_variance.clamp(-10, 4)

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """Latents (B, latent_dim) -> pictures (B, bands, frames)."""
        return self.decoder(z).view(-1, *self.shape)


print(sum(parameter.numel() for parameter in TinyVAE(Size()).parameters()), "parameters")

# %% [markdown]
# Training makes one number small, the **loss**. Ours has two terms that pull in opposite directions:
#
# * **Reconstruction**: the mean squared difference of the cells, times a weight called **α**.
# * **KL divergence**: how far the clouds are from one common cloud, the standard normal distribution. It is measured in
#   nats: how much the latent tells about the sound (0.7 nats are one bit).
#
# The thesis that Hitmap grew out of used this very loss, with α equal to the number of cells. So do we, at first.

# %%
def loss(model: Model, target: torch.Tensor, noise: torch.Tensor, alpha: float) -> tuple[torch.Tensor, torch.Tensor]:
    """The two terms for a batch of pictures (B, bands, frames)."""
    mean, log_variance = model.encode(target)
    decoded = model.decode(mean + (log_variance / 2).exp() * noise)  # a random point of the cloud
    return alpha * (decoded - target).square().mean(), kl_divergence(mean, log_variance)


means, deviations = np.meshgrid(np.linspace(-3, 3, 121), np.linspace(0.05, 2, 118))
nats = (means**2 + deviations**2 - 1 - np.log(deviations**2)) / 2
figure, axis = plt.subplots(figsize=(5.5, 3), layout="constrained")
contours = axis.contour(means, deviations, nats, levels=[0.05, 0.25, 0.5, 1, 2, 3, 4])
axis.clabel(contours)
axis.plot(0, 1, "k*")
axis.set(title="KL divergence in nats; the star is the common cloud", xlabel="mean of a cloud", ylabel="its deviation")
plt.show()

# %% [markdown]
# **Question 2.2.** What would the encoder do if the KL term were alone? And if the reconstruction were alone?

# %% [markdown]
# ## 2.3 The first training
#
# An *epoch* is one pass over all sounds. We follow the error on the sounds that the model learns from, and on the kit
# that it never sees. Both are in dB: by how much a cell is off.

# %%
CELLS = float(training[0].size)
EPOCHS = effort(60, quick=4)


def train(alpha: float = CELLS, size: Size = Size(), data: np.ndarray = training, epochs: int = EPOCHS) -> Trained:
    """Trains a new model."""
    return train_small(TinyVAE(size), data, validation, loss, alpha=alpha, config=config, epochs=epochs)


first = train()
figure, (left, right) = plt.subplots(1, 2, figsize=(9.5, 2.8), layout="constrained")
left.plot(first.column("epoch"), first.column("training"), label="training")
left.plot(first.column("epoch"), first.column("validation"), label="held-out kit")
left.set(xlabel="epoch", ylabel="error in dB", ylim=(0, None))
left.legend()
right.plot(first.column("epoch"), first.column("kl"), color="tab:green")
right.set(xlabel="epoch", ylabel="KL divergence in nats", ylim=(0, None))
plt.show()
print({name: round(value, 1) for name, value in first.history[-1].items()})

# %% [markdown]
# Pictures that the model never saw, and what came out at the other end.

# %%
originals = torch.from_numpy(validation).float()


def decoded(model: Model, pictures: torch.Tensor) -> np.ndarray:
    """What a model makes of pictures (B, bands, frames)."""
    with torch.inference_mode():
        return model.decode(model.encode(pictures)[0]).clamp(0, 1).numpy()


def sound_of(picture: np.ndarray) -> np.ndarray:
    """The waveform (samples,) of a picture (bands, frames); notebook 1 explains it."""
    return griffin_lim(
        textured_magnitude(torch.tensor(picture), config),
        n_fft=config.n_fft,
        hop_length=config.hop_length,
        num_samples=config.num_samples,
    ).numpy()


chosen = list(range(0, len(validation), max(1, len(validation) // 4)))[:4]
rebuilt = decoded(first.model, originals)
pairs = {names[index]: originals[index].numpy() for index in chosen}
show_spectrograms(pairs | {f"{names[index]}, rebuilt": rebuilt[index] for index in chosen}, config)
for index in chosen[:3]:
    play({names[index]: sound_of(originals[index].numpy()), "rebuilt": sound_of(rebuilt[index])}, config.sample_rate)

# %% [markdown]
# **Question 2.3.** What does the model get right, and what is missing? Where would you look first for the reason?

# %% [markdown]
# ## 2.4 α against KL
#
# α says how much a good picture is worth, counted in nats. We train the same model with five values.

# %%
alphas = [CELLS * factor for factor in effort((10, 1, 0.1, 0.01, 0.0001), quick=(1, 0.0001))]
by_alpha = {alpha: first if alpha == CELLS else train(alpha) for alpha in alphas}
figure, axis = plt.subplots(figsize=(6, 3), layout="constrained")
rates = [float(done.kl.sum()) for done in by_alpha.values()]
lost = [done.column("validation")[-1] for done in by_alpha.values()]
axis.plot(rates, lost, marker="o")
for alpha, rate, error in zip(alphas, rates, lost, strict=True):
    axis.annotate(f"  α = {alpha / CELLS:g} × cells", (rate, error), rotation=30)
    used = active_dims(by_alpha[alpha].kl)
    heard = by_alpha[alpha].column("training")[-1]
    print(f"α = {alpha / CELLS:6g} × cells: training {heard:4.1f} dB, held out {error:4.1f} dB, {rate:4.1f} nats, {used} dimensions used")
axis.set(xlabel="KL divergence in nats", ylabel="error on the held-out kit in dB", ylim=(0, 21))
axis.margins(x=0.25, y=0.3)
plt.show()

# %% [markdown]
# The other side of the bargain: a small KL divergence promises that *any* point of the common cloud is a sound. We draw
# four points at random, and decode them with the model of the largest α and with that of the second smallest.

# %%
points = torch.randn(4, 16, generator=torch.Generator().manual_seed(1))
drawn = {}
for alpha in (alphas[0], alphas[-2]):
    with torch.inference_mode():
        pictures = by_alpha[alpha].model.decode(points).clamp(0, 1).numpy()
    drawn |= {f"α = {alpha / CELLS:g} × cells, draw {k + 1}": picture for k, picture in enumerate(pictures)}
show_spectrograms(drawn, config)
play({title: sound_of(picture) for title, picture in drawn.items()}, config.sample_rate)

# %% [markdown]
# **Question 2.4.** Which α would you choose to copy sounds? Which to invent some? What is wrong with the draws at either
# end?

# %% [markdown]
# ## 2.5 How many dimensions?
#
# Now α stays, and the latent grows.

# %%
sizes = effort((1, 2, 4, 8, 16, 64), quick=(2, 16))
by_size = {size: first if size == 16 else train(size=Size(latent_dim=size)) for size in sizes}
figure, (left, right) = plt.subplots(1, 2, figsize=(9.5, 2.8), layout="constrained")
for name, title in (("training", "training"), ("validation", "held-out kit")):
    left.plot(sizes, [done.column(name)[-1] for done in by_size.values()], marker="o", label=title)
left.set(xscale="log", xlabel="dimensions of the latent", ylabel="error in dB", ylim=(0, None))
left.set_xticks(sizes, sizes)
left.legend()
largest = by_size[sizes[-1]]
right.bar(range(sizes[-1]), np.sort(largest.kl)[::-1])
right.set(title=f"the latent of {sizes[-1]}", xlabel="dimensions, sorted", ylabel="KL divergence in nats")
plt.show()
for size, done in by_size.items():
    error = done.column("validation")[-1]
    print(f"{size} dimensions: {error:.1f} dB, {done.kl.sum():.1f} nats, {(done.kl > 0.5).sum()} over half a nat")

# %% [markdown]
# **Question 2.5.** From which size on does the error hardly fall? The largest latent has far more numbers. Does it use
# them?

# %% [markdown]
# ## 2.6 Over-fitting
#
# Take away most of the sounds, and train for long with a large α: the model may learn the few by heart. Against it helps
# *more* data. Hitmap makes variants of every sound: another pitch, decay or tone, or a second sound on top.

# %%
import tempfile

FEW = effort(24, quick=8)
few = training[:: len(training) // FEW][:FEW]
with tempfile.TemporaryDirectory() as scratch:
    few_waveforms = waveforms[~held_out][:: len(training) // FEW][:FEW]
    varied = np.array(
        build_features(Path(scratch), few_waveforms, config, variants=effort(8, quick=2), seed=0, workers=1)
    )
LONG = effort(480, quick=8)
runs = {
    f"{len(few)} sounds": train(10 * CELLS, data=few, epochs=LONG),
    f"{len(few)} sounds in {len(varied) // len(few)} variants": train(
        10 * CELLS, data=varied, epochs=LONG * len(few) // len(varied)
    ),
    f"{len(training)} sounds": train(10 * CELLS, epochs=LONG * len(few) // len(training)),
}
figure, axes = plt.subplots(1, 3, figsize=(11, 2.8), layout="constrained", sharey=True)
for axis, (title, done) in zip(axes, runs.items(), strict=True):
    axis.plot(done.column("epoch"), done.column("training"), label="training")
    axis.plot(done.column("epoch"), done.column("validation"), label="held-out kit")
    axis.set(title=title, xlabel="epoch", ylim=(0, None))
    best = int(np.argmin(done.column("validation")))
    heard, unheard = done.column("training")[-1], done.column("validation")[-1]
    print(f"{title}: training {heard:.1f} dB, held out {unheard:.1f} dB", end="; ")
    print(f"best {done.column('validation')[best]:.1f} dB, in epoch {done.column('epoch')[best]:.0f}")
axes[0].set_ylabel("error in dB")
axes[0].legend()
plt.show()

# %% [markdown]
# All three took about the same number of steps.
#
# **Question 2.6.** How can you tell from the curves that a model over-fits? When would you have stopped the first run?

# %% [markdown]
# ## 2.7 Posterior collapse
#
# One more way to fail. If the KL term wins, every cloud becomes the common cloud. Then the latent tells nothing, and the
# decoder answers with the same average sound, whatever you ask. This is called *posterior collapse*. It can also happen
# to some of the dimensions only.

# %%
collapsed = by_alpha[alphas[-1]]
figure, axes = plt.subplots(1, 2, figsize=(9.5, 2.5), layout="constrained", sharey=True)
for axis, (title, done) in zip(axes, {"healthy": first, "collapsed": collapsed}.items(), strict=True):
    axis.bar(range(16), np.sort(done.kl)[::-1])
    axis.axhline(ACTIVE_NATS, color="black", linewidth=0.8, linestyle="--")
    axis.set(title=title, xlabel="dimensions, sorted", ylabel="KL divergence in nats")
plt.show()
same = decoded(collapsed.model, originals)
show_spectrograms({f"{names[index]}, collapsed": same[index] for index in chosen}, config)
with torch.inference_mode():
    average = torch.from_numpy(training).float().mean(0)
distance = float((average - originals).square().mean().sqrt()) * config.range_db
print(f"the collapsed model: {error_db(collapsed.model, originals, config):.1f} dB off")
print(f"the average of all training sounds, without any model: {distance:.1f} dB off")
print("dimensions in use:", active_dims(collapsed.kl), "of 16, and in the healthy one", active_dims(first.kl))

# %% [markdown]
# **Question 2.7.** The loss of the collapsed model went down during training, too. How would you notice the collapse
# without looking at pictures? Name two cures.

# %% [markdown]
# ## 2.8 Answers
#
# **2.1** Sounds of one kit share their room, their effects and often their recording. A random split would put near copies
# on both sides, and the error would measure memory.
#
# **2.2** KL alone: every cloud becomes the star, and the latent says nothing. Reconstruction alone: the clouds shrink to
# points far apart, and between the points there is no telling what the decoder does.
#
# **2.3** Kind, length and rough colour come out right. Fine grain, sharp attacks and thin tones are blurred: a squared
# error prefers the mean of all guesses to a sharp guess that may be wrong. The bottleneck and the short training come
# next.
#
# **2.4** For copying, an α near the number of cells. More of it does not help on the held-out kit: the model spends its nats
# on details of the training sounds. Draws from the common cloud are
# poor with a large α, because the clouds of the sounds fill only a part of it. With a small α all draws are plausible, but dull and alike. A good α lies
# between. Hitmap takes a large one, and draws new sounds from where the library's latents really are (notebook 3).
#
# **2.5** Most of the gain comes with the first few dimensions. The largest latent is no better, or even a little worse: a
# dimension costs nats, and the model only spends where the picture gains more than that. Many of its dimensions stay near
# zero, and the noise in all of them has to be learned away.
#
# **2.6** The training error keeps falling while the other one stays or rises: the gap is what was learned by heart. Stop
# where the held-out curve is lowest. Eight variants of few sounds help here about
# as much as five times as many sounds do. Real collections differ more, and there nothing replaces them.
#
# **2.7** Print the KL divergence of each dimension: it is zero. Or compare with the average of all sounds, as above: no
# better. Cures: a larger α; or letting the KL term grow slowly from zero, so that the decoder learns to use the latent
# before it is taxed. `vae.train` does that.
