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
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/OWNER/REPOSITORY/blob/main/notebooks/01_spectrograms.ipynb)
# [![Open in Binder](https://mybinder.org/badge_logo.svg)](https://mybinder.org/v2/gh/OWNER/REPOSITORY/main?labpath=notebooks/01_spectrograms.ipynb)
#
# # 1. What a spectrogram keeps and loses
#
# A computer stores a sound as a long list of numbers. Hitmap's model never sees that list. It sees a picture: how loud
# each band of frequencies is at each moment. In this notebook you make that picture, turn it back into sound, and listen
# to what got lost.
#
# You need to know what a frequency is, and a little Python. Run the cells from top to bottom with Shift+Enter. Every
# figure is followed by a question; the answers are in section 1.8. The whole notebook runs in a minute or two, and takes
# about 40 minutes to read and hear.
#
# The next cell finds Hitmap. In Colab it downloads and installs it first.

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
import matplotlib.pyplot as plt
import numpy as np
import torch

from vae.course.effort import effort
from vae.course.figures import STYLE, show_sounds, show_spectrograms
from vae.course.players import play
from vae.drum_machine.kits import draw_library
from vae.drum_machine.library import synthesize_library
from vae.drum_machine.parts import SAMPLE_RATE
from vae.sound.inverse.griffin_lim import griffin_lim
from vae.sound.measures import envelope_db, onset_error
from vae.sound.spectrogram import SpectrogramConfig, hann, spectrogram_to_magnitude, waveform_to_spectrogram
from vae.sound.inverse.texture import textured_magnitude

plt.rcParams.update(STYLE)

# %% [markdown]
# ## 1.1 A sound is a list of numbers
#
# We work with the drum machine that is part of Hitmap. It is a classic synthesiser: it learns nothing. Here are
# some of the kinds of sounds that it makes, one second each.

# %%
LABELS = effort(8, quick=2)
KINDS = ("snare", "kick", "open_hat", "tom", "cymbal", "closed_hat", "clap", "cowbell")[:LABELS]
first = {sound.label: sound for sound in reversed(draw_library(count=144, seed=5))}
described = {label: first[label] for label in KINDS}
waveforms = dict(zip(described, synthesize_library(list(described.values())), strict=True))  # (samples,) each
play(waveforms, SAMPLE_RATE)
snare = waveforms["snare"]
print(f"Every sound has {len(snare):,} numbers, {SAMPLE_RATE:,} for each second.")

# %%
figure, (whole, part) = plt.subplots(1, 2, figsize=(10, 2.4), layout="constrained")
time_ms = 1000 * np.arange(len(snare)) / SAMPLE_RATE
whole.plot(time_ms, snare, linewidth=0.5)
part.plot(time_ms[:900], snare[:900])
whole.set(title="the snare", xlabel="time in ms", ylabel="pressure (full scale = 1)")
part.set(title="its first 20 ms", xlabel="time in ms")
plt.show()

# %% [markdown]
# **Question 1.1.** Two recordings of the same snare look quite different as waveforms, even though they sound alike. Why
# would it be hard for a model to learn from this list of numbers?

# %% [markdown]
# ## 1.2 From the list to the picture
#
# We cut the sound into short overlapping pieces, called frames. The Fourier transform says how much of each frequency is
# in a frame. That gives the power of 513 frequencies, called bins. We gather them into 128 bands, because our ears do not
# tell high frequencies apart as well as low ones. Last, we take the level in decibels, because our ears hear ratios.

# %%
config = SpectrogramConfig()


def picture(waveform: np.ndarray, settings: SpectrogramConfig = config) -> np.ndarray:
    """The spectrogram (bands, frames) of a waveform (samples,), scaled to [0, 1]."""
    return waveform_to_spectrogram(torch.from_numpy(waveform)[None], settings)[0].numpy()


print(f"{config.num_bins} bins become {config.num_bands} bands; {config.num_frames} frames a second")
print(f"one number in the picture stands for {1000 * config.hop_length / config.sample_rate:.1f} ms")
show_spectrograms({label: picture(waveform) for label, waveform in waveforms.items()}, config)

# %% [markdown]
# **Question 1.2.** Without reading the titles: how do you recognise a kick, a closed hat and an open hat in this picture?

# %% [markdown]
# ## 1.3 When, or which frequency: you cannot have both
#
# How long should a frame be? A test sound shows the problem: two tones 90 Hz apart, and two clicks 12 ms apart.

# %%
clock = np.arange(SAMPLE_RATE // 2) / SAMPLE_RATE
tones = 0.2 * (np.sin(2 * np.pi * 1000 * clock) + np.sin(2 * np.pi * 1090 * clock)) * (clock > 0.2)
clicks = np.zeros_like(clock)
clicks[[int(0.08 * SAMPLE_RATE), int(0.092 * SAMPLE_RATE)]] = 0.9
test_sound = (tones + clicks).astype(np.float32)
windows = (256, 1024, 4096)
settings = [
    SpectrogramConfig(num_samples=len(test_sound), n_fft=n, hop_length=64, num_bands=n // 2 + 1, bands="bins")
    for n in windows
]
figure, axes = plt.subplots(1, 3, figsize=(10, 2.8), layout="constrained", sharey=True)
for axis, n, one in zip(axes, windows, settings, strict=True):
    axis.imshow(
        picture(test_sound, one),
        origin="lower",
        aspect="auto",
        cmap="magma",
        extent=(0, 500, 0, SAMPLE_RATE / 2000),
    )
    axis.set(title=f"frames of {1000 * n / SAMPLE_RATE:.0f} ms: bins of {SAMPLE_RATE / n:.0f} Hz", ylim=(0, 2.5))
    axis.set_xlabel("time in ms")
axes[0].set_ylabel("frequency in kHz")
plt.show()
play({"two clicks, then two tones": test_sound}, SAMPLE_RATE)

# %% [markdown]
# **Question 1.3.** In which picture can you count the clicks? In which can you count the tones? Is there one that shows
# both?

# %% [markdown]
# Now the same choice for real drums. We make a picture of 64 bands with each frame length, turn it back into sound, and
# compare. The *onset error* tells whether the attacks are where they were, the *envelope error* how far the levels are
# off. For both, 0 is perfect. `griffin_lim` is explained in section 1.6.


# %%
def sound_of(magnitude: torch.Tensor, settings: SpectrogramConfig, rounds: int = 16) -> np.ndarray:
    """A waveform (samples,) with the magnitudes (bins, frames) that were asked for."""
    numbers = {"n_fft": settings.n_fft, "hop_length": settings.hop_length, "num_samples": settings.num_samples}
    return griffin_lim(magnitude, n_iter=rounds, **numbers).numpy()


def there_and_back(waveform: np.ndarray, settings: SpectrogramConfig) -> np.ndarray:
    """Waveform -> spectrogram -> waveform."""
    return sound_of(spectrogram_to_magnitude(torch.from_numpy(picture(waveform, settings))[None], settings)[0], settings)


def median_error(measure, sounds: dict[str, np.ndarray]) -> float:
    """The median over the labels of a measure of the originals and these sounds."""
    return float(np.median([measure(waveforms[label], sounds[label], SAMPLE_RATE) for label in sounds]))


lengths = (256, 512, 1024, 2048, 4096)
by_length = {
    n: {
        label: there_and_back(one, SpectrogramConfig(n_fft=n, hop_length=n // 4, num_bands=64))
        for label, one in waveforms.items()
    }
    for n in lengths
}
errors = {
    "onset error": [median_error(onset_error, by_length[n]) for n in lengths],
    "envelope error in dB": [median_error(envelope_db, by_length[n]) for n in lengths],
}
figure, axes = plt.subplots(1, 2, figsize=(9, 2.8), layout="constrained")
for axis, (title, values) in zip(axes, errors.items(), strict=True):
    axis.plot([1000 * n / SAMPLE_RATE for n in lengths], values, marker="o")
    axis.set(xscale="log", xlabel="length of a frame in ms", ylabel=title, ylim=(0, None))
    print(title, dict(zip(lengths, np.round(values, 3).tolist(), strict=True)))
plt.show()
print("cells of the picture", {n: 64 * (1 + len(snare) // (n // 4)) for n in lengths})
play({"original": snare, **{f"{1000 * n / SAMPLE_RATE:.0f} ms": by_length[n]["snare"] for n in lengths}}, SAMPLE_RATE)

# %% [markdown]
# **Question 1.4.** What happens to the attack of the snare when the frames are long? By these two errors the shortest
# frames are best. Why does Hitmap use frames of 23 ms all the same? What would you choose for a church organ?

# %% [markdown]
# ## 1.4 Fewer bands
#
# A picture with fewer bands is easier to learn. What does each halving cost?

# %%
counts = (128, 64, 32, 16, 8)
by_bands = {
    count: {label: there_and_back(one, SpectrogramConfig(num_bands=count)) for label, one in waveforms.items()}
    for count in counts
}
values = [median_error(envelope_db, by_bands[count]) for count in counts]
figure, axis = plt.subplots(figsize=(6, 2.6), layout="constrained")
axis.plot(counts, values, marker="o")
axis.set(xscale="log", xlabel="bands", ylabel="envelope error in dB", ylim=(0, None))
axis.set_xticks(counts, counts)
plt.show()
print(dict(zip(counts, np.round(values, 2).tolist(), strict=True)))
for label in ("snare", "tom"):
    if label in waveforms:
        play({f"{label}, original": waveforms[label], **{f"{n} bands": by_bands[n][label] for n in counts}}, SAMPLE_RATE)

# %% [markdown]
# **Question 1.5.** Which suffers more from few bands, the snare or the tom? Why?

# %% [markdown]
# ## 1.5 The floor
#
# Decibels go down without end, so a picture needs a floor: everything softer counts as silence. Hitmap's lies 80 dB
# below full scale.

# %%
floors = (-80, -60, -40, -30)
by_floor = {
    floor: {label: there_and_back(one, SpectrogramConfig(floor_db=floor)) for label, one in waveforms.items()}
    for floor in floors
}
ringing = "cymbal" if "cymbal" in waveforms else "snare"
show_sounds(
    {f"{ringing}, original": waveforms[ringing], **{f"floor at {f} dB": by_floor[f][ringing] for f in floors}},
    SAMPLE_RATE,
    columns=5,
)
play({"original": waveforms[ringing], **{f"floor at {f} dB": by_floor[f][ringing] for f in floors}}, SAMPLE_RATE)
print({floor: round(median_error(envelope_db, by_floor[floor]), 2) for floor in floors}, "dB of envelope error")

# %% [markdown]
# **Question 1.6.** What goes first when the floor rises? Which kinds of drums would not mind a floor at −40 dB?

# %% [markdown]
# ## 1.6 The phase
#
# A Fourier transform gives two numbers for each frequency: how loud it is, and where in its swing it is. The second is
# the **phase**. The picture holds only the first. To get a sound back, somebody has to invent the phase:
#
# * **zero**: every wave starts at the same point. Simple, and wrong.
# * **random**: any phase for any bin.
# * **Griffin-Lim**: make a sound with random phases, look at the phases that this sound really has, take those, and
#   repeat. Sixteen rounds are enough for most drums.
# * **original**: we cheat and take it from the recording. No model that speaks in pictures can do that.

# %%
window = {"n_fft": config.n_fft, "hop_length": config.hop_length, "window": hann(config.n_fft)}


def transform(waveform: np.ndarray) -> torch.Tensor:
    """The complex short-time Fourier transform, (bins, frames)."""
    return torch.stft(torch.from_numpy(waveform), **window, pad_mode="constant", return_complex=True)


def inverse(spectrum: torch.Tensor) -> np.ndarray:
    """The waveform (samples,) of a transform (bins, frames)."""
    return torch.istft(spectrum, **window, length=config.num_samples).numpy()


def four_phases(waveform: np.ndarray) -> dict[str, np.ndarray]:
    """The sound of the right magnitudes with four phases."""
    spectrum = transform(waveform)
    size = spectrum.abs()
    turn = 2 * torch.pi * torch.rand(size.shape, generator=torch.Generator().manual_seed(0))
    return {
        "original phase": inverse(spectrum),
        "Griffin-Lim": sound_of(size, config),
        "random phase": inverse(torch.polar(size, turn)),
        "zero phase": inverse(size.to(torch.complex64)),
    }


phases = {label: four_phases(waveform) for label, waveform in waveforms.items()}
kick = "kick" if "kick" in waveforms else "snare"
figure, axes = plt.subplots(1, 4, figsize=(11, 2.3), layout="constrained", sharey=True)
for axis, (name, found) in zip(axes, phases[kick].items(), strict=True):
    axis.plot(time_ms[:2200], found[:2200], linewidth=0.8)
    axis.set(title=f"{kick}, {name}", xlabel="time in ms")
axes[0].set_ylabel("pressure")
plt.show()
for label in dict.fromkeys((kick, "snare")):
    play({f"{label}, {name}": found for name, found in phases[label].items()}, SAMPLE_RATE)
for name in phases[kick]:
    found = {label: sounds[name] for label, sounds in phases.items()}
    print(f"{name}: envelope error {median_error(envelope_db, found):.2f} dB", end=", ")
    print(f"onset error {median_error(onset_error, found):.3f}")

# %% [markdown]
# **Question 1.7.** The waveform from Griffin-Lim does not look like the original's, but the envelope error is small. Is
# that a contradiction?

# %% [markdown]
# How many rounds does Griffin-Lim need? The dashed line is the same search from a better start, which Hitmap's `studio`
# models use: the slopes of the picture already say much about the phase.

# %%
from vae.sound.inverse.gradient import with_gradient_phase
from vae.sound.one_shot import PRE_ONSET_SECONDS

numbers = {"n_fft": config.n_fft, "hop_length": config.hop_length}


def from_slopes(size: torch.Tensor, rounds: int) -> np.ndarray:
    """Griffin-Lim that starts from the phase that the slopes of the magnitudes (bins, frames) suggest."""
    onset = round(PRE_ONSET_SECONDS * config.sample_rate)

    def start(size: torch.Tensor) -> torch.Tensor:
        return with_gradient_phase(size, **numbers, onset=onset)

    return griffin_lim(size, **numbers, num_samples=config.num_samples, n_iter=rounds, start=start, silent=onset).numpy()


rounds = (1, 2, 4, 8, 16, 32)
sizes = {label: transform(waveform).abs() for label, waveform in waveforms.items()}
random_start = [
    median_error(envelope_db, {label: sound_of(size, config, n) for label, size in sizes.items()}) for n in rounds
]
better_start = [
    median_error(envelope_db, {label: from_slopes(size, n) for label, size in sizes.items()}) for n in rounds
]
figure, axis = plt.subplots(figsize=(6, 2.6), layout="constrained")
axis.plot(rounds, random_start, marker="o", label="from random phases")
axis.plot(rounds, better_start, marker="s", linestyle="--", label="from the slopes")
axis.set(xscale="log", xlabel="rounds of Griffin-Lim", ylabel="envelope error in dB", ylim=(0, None))
axis.set_xticks(rounds, rounds)
axis.legend()
plt.show()
print("from random phases", dict(zip(rounds, np.round(random_start, 2).tolist(), strict=True)))
print("from the slopes   ", dict(zip(rounds, np.round(better_start, 2).tolist(), strict=True)))

# %% [markdown]
# **Question 1.8.** An instrument should answer at once. How many rounds would you pay for, and from which start?

# %% [markdown]
# ## 1.7 What is lost when
#
# Now the whole way, one step at a time. Each line adds one loss to those above it. *Grain* needs a word: a band of ten
# bins has only one level. Spread evenly over its bins, a noise becomes too smooth. Hitmap gives the bins the ups and
# downs of a real noise instead, though not those of this one.

# %%
def steps(waveform: np.ndarray) -> dict[str, np.ndarray]:
    """The sound after each step of the way."""
    spectrum = transform(waveform)
    turn = spectrum / spectrum.abs().clamp_min(1e-9)  # the original phase
    levels = torch.from_numpy(picture(waveform))
    even = spectrogram_to_magnitude(levels[None], config)[0]
    grained = textured_magnitude(levels, config)
    return {
        "transform and back": inverse(spectrum),
        "128 bands, even": inverse(even * turn),
        "128 bands, grained": inverse(grained * turn),
        "… and Griffin-Lim": sound_of(grained, config),
        "… and zero phase instead": sound_of(grained, config, rounds=0),
    }


lost = {label: steps(waveform) for label, waveform in waveforms.items()}
names = list(lost["snare"])
figure, axes = plt.subplots(1, 2, figsize=(10, 2.6), layout="constrained", sharey=True)
for axis, (title, measure) in zip(
    axes, {"envelope error in dB": envelope_db, "onset error": onset_error}.items(), strict=True
):
    values = [median_error(measure, {label: sounds[name] for label, sounds in lost.items()}) for name in names]
    axis.barh(names[::-1], values[::-1])
    axis.set_xlabel(title)
    print(title, dict(zip(names, np.round(values, 3).tolist(), strict=True)))
plt.show()
for label in ("snare", "open_hat", "tom"):
    if label in lost:
        play({f"{label}, {name}": sound for name, sound in lost[label].items()}, SAMPLE_RATE)

# %% [markdown]
# The line with Griffin-Lim is the **ceiling**: what a perfect model would reach. Whatever a model gets wrong comes on
# top. In the next notebook you train one.
#
# **Question 1.9.** Which single loss do you hear most? Does the ranking by ear agree with the bars?

# %% [markdown]
# ## 1.8 Answers
#
# **1.1** A waveform changes completely when the sound starts a millisecond later or its phases turn, but nobody hears
# that. A model that compares numbers one by one would spend its effort on what does not matter.
#
# **1.2** The kick is a bright foot at the bottom that slides down. A closed hat is a short stripe at the top, an open hat
# a long one.
#
# **1.3** The short frames show two clicks and one blurred tone, the long ones two tones and one blurred click. The middle
# one is a compromise. None shows both as sharply as the best: a bin of a frame of T seconds is about 1/T Hz wide. This
# is not a fault of the program. It is how waves are.
#
# **1.4** The attack smears, and part of it even comes before the hit. But short frames have a price: there are more of
# them, so that the picture has several times as many cells to learn, and their wide bins cannot tell the low tones of
# kicks and toms apart, which these two errors hardly look at. For an organ, whose tones last long and lie close together,
# 100 ms and more are better.
#
# **1.5** The tom. Its sound is a few narrow tones, and a wide band cannot say where in it the tone lies. A noise sounds
# much the same wherever its power lies within a band.
#
# **1.6** The soft end: the ring of a cymbal, the room of a snare. Short, dry sounds such as closed hats, claps and rims
# end before they fall so far.
#
# **1.7** No. The waveform depends on the phase, the level in each band hardly does, and the ear listens to the levels.
# Where phase does matter is in the attack: all waves have to line up there. That is why zero and random phases fail.
#
# **1.8** The curves become flat after about 8 to 16 rounds. A good start saves rounds: that is why `studio` makes do with
# six.
#
# **1.9** There is no wrong answer: it is your ear. Many people find the missing phase worst in kicks and toms, and the
# missing grain worst in hats. A single number for all sounds hides this.
