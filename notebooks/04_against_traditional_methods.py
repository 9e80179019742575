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
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/OWNER/REPOSITORY/blob/main/notebooks/04_against_traditional_methods.ipynb)
# [![Open in Binder](https://mybinder.org/badge_logo.svg)](https://mybinder.org/v2/gh/OWNER/REPOSITORY/main?labpath=notebooks/04_against_traditional_methods.ipynb)
#
# # 4. Against traditional methods
#
# Musicians made drum sounds long before neural networks. Is a variational autoencoder any better? The thesis that Hitmap
# grew out of promised this comparison and left it open. Here it is: the same sounds, the same measures, and your own ears.
#
# You need notebooks 1 to 3. Run the cells from top to bottom. The answers are in section 4.8. The cells take two to four
# minutes on two cores, the reading and listening about 40 minutes.

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
import json
import time

import matplotlib.pyplot as plt
import numpy as np
from safetensors.numpy import load_file

from vae import Codec
from vae.course.effort import effort
from vae.course.figures import STYLE, show_sounds
from vae.course.players import play
from vae.data.originals import find_roots, has_original, read_original
from vae.data.triples import CHANGES, changed
from vae.drum_machine.sound import DrumSound, synthesize
from vae.evaluate.baselines import baseline_methods
from vae.imitation import imitate
from vae.library.library import Library
from vae.recipes.kinds import Latent
from vae.recipes.kinds.mix import Mix
from vae.recipes.voice import CodecVoice
from vae.sound.levels import PEAK
from vae.sound.measures import FINE, envelope_db, flatness_gap_db, onset_error
from vae.sound.measures.pairs import mono, with_length
from vae.sound.one_shot import resample

plt.rcParams.update(STYLE)

# %% [markdown]
# ## 4.1 The sounds
#
# We want real drums that no method has seen: whole kits that were held out. They come from Debian's and Ubuntu's packages
# `hydrogen-drumkits` and `hydrogen-data` (in Colab: `!apt-get install -y hydrogen-drumkits hydrogen-data`, then run the
# next cell again). Without them, held-out sounds of the drum machine take their place. Then the drum machine plays at
# home, and you should read its figures with that in mind.

# %%
checkpoints = root / "checkpoints"
roots = find_roots()
kits = Library.load(checkpoints / "open-kits")
is_real = all(has_original(source, roots) for source in kits.sources)
folder = checkpoints / ("open-kits" if is_real else "drum-machine")
codec, library = Codec.load(folder), kits if is_real else Library.load(folder)
RATE = codec.sample_rate


def originals(indices: np.ndarray) -> np.ndarray:
    """The original sounds, (N, samples)."""
    numbers = {"sample_rate": RATE, "num_samples": codec.num_samples, "roots": roots}
    return np.stack([read_original(library.sources[index], **numbers) for index in indices])


def evenly(indices: np.ndarray, most: int) -> np.ndarray:
    """At most so many of the indices, evenly spread."""
    return indices[np.linspace(0, len(indices) - 1, min(most, len(indices))).astype(int)]


seen = evenly(np.flatnonzero(~library.held_out), effort(600, quick=24))
unheard = evenly(np.flatnonzero(library.held_out), effort(16, quick=2))
known, sounds = originals(seen), originals(unheard)
names = [library.names[index] for index in unheard]
print("real drums" if is_real else "drums of the synthesiser")
print(f"{len(known)} sounds that every method may use, {len(sounds)} of {library.held_out.sum()} held-out ones to rebuild")

# %% [markdown]
# ## 4.2 The methods
#
# The task: hear a sound once, and give it back.
#
# | Method | How |
# |---|---|
# | nearest sound | the most similar of the known sounds |
# | crossfade | the two most similar, half of each |
# | mean of 5 nearest | the average of five similar pictures |
# | drum machine, nearest | the most similar of 1,440 settings of a synthesiser |
# | drum machine, fitted | its knobs turned until the envelope error is small: a search, anew for every sound |
# | PCA | the picture as a sum of principal components: a linear autoencoder |
# | thesis | the model of the thesis, with Griffin-Lim; *without phase* is how the thesis itself made sound |
# | studio | Hitmap's model |
# | phase ceiling | the true picture and an invented phase: no method with pictures can do better |

# %%
def nearest(waveform: np.ndarray) -> np.ndarray:
    """The known sound whose latent is nearest."""
    return known[order_of(waveform)[0]]


def crossfade(waveform: np.ndarray) -> np.ndarray:
    """The two nearest known sounds, each at half its level."""
    return known[order_of(waveform)[:2]].mean(0)


def order_of(waveform: np.ndarray) -> np.ndarray:
    """The known sounds from the nearest on."""
    place = {index: k for k, index in enumerate(seen.tolist())}
    _, ids = library.nearest(codec.encode(waveform, RATE), len(library))
    return np.array([place[index] for index in ids.tolist() if index in place])


machine_codec, machine = Codec.load(checkpoints / "drum-machine"), Library.load(checkpoints / "drum-machine")


def drum_machine(waveform: np.ndarray) -> np.ndarray:
    """The nearest of the drum machine's settings that are not held out."""
    _, ids = machine.nearest(machine_codec.encode(waveform, RATE), len(machine))
    index = next(index for index in ids.tolist() if not machine.held_out[index])
    return mono(synthesize(DrumSound.from_json(machine.sources[index])))


def fitted(waveform: np.ndarray) -> np.ndarray:
    """The drum machine's best after a search; more effort would find a little more."""
    return mono(synthesize(imitate(waveform, RATE, effort=effort(50.0, quick=10.0)).sound))


thesis_codec = Codec.load(checkpoints / "thesis")


def thesis(waveform: np.ndarray, rounds: int | None = None) -> np.ndarray:
    """The thesis's model, at its own rate and back."""
    decoded = thesis_codec.decode(thesis_codec.encode(waveform, RATE), n_iter=rounds)
    return resample(decoded, thesis_codec.sample_rate, RATE)


def studio(waveform: np.ndarray) -> np.ndarray:
    """Hitmap's model."""
    return mono(codec.decode(codec.encode(waveform, RATE)))


pictures = baseline_methods(codec, known)
pca = next(name for name in pictures if name.startswith("PCA"))
methods = {
    "nearest sound": nearest,
    "crossfade": crossfade,
    "mean of 5 nearest": pictures["mean of 5 nearest"],
    "drum machine, nearest": drum_machine,
    "drum machine, fitted": fitted,
    pca: pictures[pca],
    "thesis, without phase": lambda waveform: thesis(waveform, 0),
    "thesis": thesis,
    "studio": studio,
    "phase ceiling": pictures["phase ceiling"],
}

# %% [markdown]
# **Question 4.1.** Which of these methods learned something from data? Which need the data at hand when they play?

# %% [markdown]
# ## 4.3 Side by side
#
# Every method rebuilds every held-out sound. Here are three of them to see and to hear.

# %%
rebuilt = {name: [] for name in methods}
seconds = {name: [] for name in methods}
for name, method in methods.items():
    for sound in sounds:
        started = time.process_time()
        rebuilt[name].append(method(sound))
        seconds[name].append(time.process_time() - started)

shown = evenly(np.arange(len(sounds)), 3)
for index in shown:
    found = {f"original: {names[index]}": sounds[index]} | {name: rebuilt[name][index] for name in methods}
    show_sounds({title: with_length(sound, RATE) for title, sound in found.items()}, RATE, columns=6)
    play(found, RATE)

# %% [markdown]
# **Question 4.2.** Order the methods by ear before you read on. Where do you hear *another* drum, and where the *same*
# drum with a fault?

# %% [markdown]
# ## 4.4 Measured
#
# The first second of each sound counts. The *flatness gap* tells whether noise is still noise: it is the size of the
# difference in spectral flatness. For all three, 0 is perfect. The thesis's model works at half the sample rate, so that
# everything above 11 kHz is missing, and that counts here. The fitted drum machine is searched by the envelope error itself,
# on the very sound that it is measured on: that favours it in the first column, not in the others.

# %%
def errors_of(original: np.ndarray, sound: np.ndarray) -> tuple[float, float, float]:
    """Envelope error in dB, onset error, flatness gap in dB."""
    pair = with_length(original, RATE), with_length(sound, RATE)
    return envelope_db(*pair, RATE), onset_error(*pair, RATE), abs(flatness_gap_db(*pair))


MEASURES = ("envelope error in dB", "onset error", "flatness gap in dB")
errors = {
    name: np.array([errors_of(original, sound) for original, sound in zip(sounds, found, strict=True)])
    for name, found in rebuilt.items()
}
figure, axes = plt.subplots(1, 3, figsize=(11, 3.4), layout="constrained", sharey=True)
for column, (axis, title) in enumerate(zip(axes, MEASURES, strict=True)):
    axis.boxplot([errors[name][:, column] for name in list(methods)[::-1]], orientation="horizontal", showfliers=False)
    axis.set(xlabel=title, xlim=(0, None))
axes[0].set_yticks(range(1, len(methods) + 1), list(methods)[::-1])
plt.show()
print(f"{'medians':24}" + "".join(f"{title:>22}" for title in MEASURES))
for name, found in errors.items():
    print(f"{name:24}" + "".join(f"{value:22.3f}" for value in np.median(found, axis=0)))
rivals = [name for name in methods if name != "phase ceiling"]
best = [min(rivals, key=lambda name: errors[name][index, 0]) for index in range(len(sounds))]
print("smallest envelope error:", {name: best.count(name) for name in rivals if name in best})

# %% [markdown]
# **Question 4.3.** A box covers the middle half of the sounds. Which methods are reliable, and which are lucky at times?
# The thesis's onset error is worse with Griffin-Lim than without. What could be the reason?

# %% [markdown]
# ## 4.5 In between
#
# Rebuilding is only half of it. Hitmap promises the sounds *between* sounds. Here the truth is known: we change a held-out
# sound in two ways, a lower and a higher one, say. What lies half way must be the unchanged sound.
#
# * **crossfade**: both changed sounds at half level.
# * **average**: of both true pictures, as PCA with all its components would give. It has no model's blur: that favours it.
# * **thesis**, **studio**: the point half way between the two latents.
# * **natural**: what the app does, by moving both pictures towards each other.

# %%
voice = CodecVoice(codec, library)


def line(model: Codec, ends: np.ndarray) -> np.ndarray:
    """The sound half way between the latents of two sounds (2, samples)."""
    return mono(model.decode(np.mean([model.encode(end, RATE) for end in ends], axis=0)))


def average(ends: np.ndarray) -> np.ndarray:
    """The sound of the average of two pictures."""
    return codec.spectrogram_to_waveform(np.mean([codec.model_spectrogram(end) for end in ends], axis=0))


def natural(ends: np.ndarray) -> np.ndarray:
    """What the app plays half way."""
    corners = tuple(Latent.from_array(codec.encode(end, RATE)) for end in ends)
    return mono(voice.waveform(Mix(corners, (0.5, 0.5), "natural")))


ways = {
    "crossfade": lambda ends: ends.mean(0),
    "average": average,
    "thesis": lambda ends: resample(line(thesis_codec, ends), thesis_codec.sample_rate, RATE),
    "studio": lambda ends: line(codec, ends),
    "natural": natural,
}
kinds = list(CHANGES)[: effort(3, quick=1)]
triples = {kind: [changed(kind, sound, RATE) for sound in sounds[:: effort(4, quick=2)]] for kind in kinds}
middles = {kind: [{name: way(one.ends) for name, way in ways.items()} for one in triples[kind]] for kind in kinds}
figure, axis = plt.subplots(figsize=(8, 3), layout="constrained")
for place, kind in enumerate(kinds):
    values = [
        np.median(
            [envelope_db(one.middle, found[name], RATE, FINE) for one, found in zip(triples[kind], middles[kind], strict=True)]
        )
        for name in ways
    ]
    axis.bar(np.arange(len(ways)) + 0.25 * (place - 1), values, width=0.23, label=kind, hatch=("", "//", "..")[place])
    print(f"{kind}: error in dB", dict(zip(ways, np.round(values, 2).tolist(), strict=True)))
axis.set_xticks(range(len(ways)), ways)
axis.set(ylabel="error of the middle in dB")
axis.legend()
plt.show()
one, found = triples["retuned"][0], middles["retuned"][0]
heard = {"lower": one.ends[0], "higher": one.ends[1], **found, "truth": one.middle}
show_sounds({title: with_length(sound, RATE) for title, sound in heard.items()}, RATE, columns=4)
play(heard, RATE)

# %% [markdown]
# A synthesiser needs none of this: turn its knobs half way. But it can do so only for sounds that it made itself.
#
# **Question 4.4.** For which change does *natural* pay, and for which would a plain average of the pictures do?

# %% [markdown]
# ## 4.6 Something new
#
# Can a method invent sounds that could have been in the collection? These figures come from the checkpoint's own
# `metrics.json`, which `vae.evaluate` wrote. The *Fréchet distance* tells how far a set of new sounds is from the held-out
# ones, *coverage* how many held-out sounds have a new one near them, *novelty* how far new sounds are from the nearest
# known one: 0 is a copy, 1 as far as known sounds are from each other.

# %%
measured = json.loads((folder / "metrics.json").read_text("utf-8"))["generation"]
print(f"{'medians':20}{'Fréchet':>10}{'coverage':>10}{'novelty':>10}")
for name, found in measured.items():
    novelty = f"{found['novelty']['median']:10.2f}" if found["novelty"] else f"{'–':>10}"
    print(f"{name:20}{found['frechet']['median']:10.2f}{found['coverage']['median']:10.2f}{novelty}")

# %% [markdown]
# **Question 4.5.** Who comes closer to the real collection as a whole, the model or the drum machine? Who covers more of
# it? Why does a small Fréchet distance alone not mean much?

# %% [markdown]
# ## 4.7 What it costs
#
# Quality is not free. The next table counts what has to be stored once, what one sound takes, and the
# processor time to hear a sound and give it back, on the computer that runs this notebook. The nearest
# setting of the drum machine is found with a model, which is not counted.

# %%
def parameters_of(name: str) -> int:
    """How many numbers a checkpoint's model has."""
    return sum(array.size for array in load_file(checkpoints / name / "model.safetensors").values())


def size_of(path: Path) -> float:
    """Megabytes of a file, or of the code and the tables in a folder."""
    files = [path] if path.is_file() else [*path.rglob("*.py"), *path.rglob("*.npz")]
    return sum(file.stat().st_size for file in files) / 1e6


cells = codec.spectrogram_config.num_bands * codec.spectrogram_config.num_frames
components = int(pca.removeprefix("PCA-"))
wav = sum(int(np.flatnonzero(sound)[-1]) + 1 for sound in known) * 2 / 1e6  # 16 bits, without the silence
settings = int(np.median([len(source["parameters"]) for source in machine.sources]))
costs = {
    "nearest sound": (0, wav, 1),
    "crossfade": (0, wav, 2),
    "mean of 5 nearest": (0, wav, 5),
    "drum machine, nearest": (0, size_of(root / "vae" / "drum_machine"), settings),
    "drum machine, fitted": (0, size_of(root / "vae" / "drum_machine") + size_of(root / "vae" / "imitation"), settings),
    pca: ((components + 1) * cells, (components + 1) * cells * 2 / 1e6, components),
    "thesis": (parameters_of("thesis"), size_of(checkpoints / "thesis" / "model.safetensors"), thesis_codec.latent_dim),
    "studio": (parameters_of(folder.name), size_of(folder / "model.safetensors"), codec.latent_dim),
}
print(f"{'':24}{'parameters':>12}{'stored, MB':>12}{'numbers a sound':>17}{'processor, s':>17}{'error, dB':>11}")
for name, (count, megabytes, numbers) in costs.items():
    error = np.median(errors[name][:, 0])
    print(f"{name:24}{count:12,}{megabytes:12.1f}{numbers:17}{np.median(seconds[name]):17.3f}{error:11.2f}")

figure, axis = plt.subplots(figsize=(7, 3.2), layout="constrained")
for (name, (_, megabytes, _)), marker in zip(costs.items(), "osD^vX*P", strict=True):
    axis.plot(megabytes, np.median(errors[name][:, 0]), marker, markersize=9, label=name)
axis.set(xscale="log", xlabel="stored once, in MB", ylabel="envelope error in dB", ylim=(0, None))
axis.legend(fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
plt.show()

# %% [markdown]
# What each of them can do:
#
# | | Rebuilds an unknown sound | Goes between sounds | Invents | Knobs with a meaning | Needs training | Sounds exactly like a recording |
# |---|---|---|---|---|---|---|
# | nearest sound | no: gives another | no | no | no | no | yes, like one it knows |
# | crossfade | no | as two sounds at once | no | no | no | nearly |
# | drum machine | as far as its engines reach | with its own knobs | yes | **yes** | no | no |
# | PCA | yes, blurred | as two sounds at once | poorly | no | seconds | no |
# | thesis | poorly | as two sounds at once | poorly | no | hours | no |
# | studio | **yes** | **as one sound** (natural) | yes | after the fact: brighter, longer … | hours | no |
#
# **Question 4.6.** You make a game for an old telephone and need 30 drum sounds. Which method do you take? And for a
# producer with 20,000 samples who looks for "this snare, but between these two"?

# %% [markdown]
# ## 4.8 Answers
#
# **4.1** PCA, thesis and studio learned: they play from what they learned and can forget the sounds. The nearest sounds
# learned nothing, but need all audio at hand. The drum machine was not learned from data at all: people wrote down how
# drums work. (A model helps to find its nearest setting. The
# search for the fitted one needs none.)
#
# **4.2** The nearest sound and the drum machine's nearest give you a clean, but other drum. PCA and the models give you the same
# drum, with more or fewer faults. Which is worse depends on what you want: for a song, another good drum may be fine.
#
# **4.3** The narrower the box, the more reliable. The nearest sound is right when the collection happens to hold a
# near twin. Griffin-Lim looks for waves that fit the magnitudes; where the magnitudes are wrong, it finds waves that
# spread before the hit.
#
# **4.4** For changes of pitch: a stripe has to move, and an average shows two. For changes of decay and tone the
# average of two pictures is already the right picture, and moving them can only add mistakes.
#
# **4.5** Read it off the table; the two are close. The drum machine knows how drums work, and that goes a long way: it is
# no worse than the model in distance and weaker in coverage where real collections hold what its engines cannot make. A
# copy of the training sounds would have a small distance as well, and invent nothing: that is why novelty stands beside
# it.
#
# **4.6** For the telephone: 30 samples, or the drum machine: a few kilobytes, no model. For the producer: the search
# among real samples first, because nothing sounds more like a recording than a recording. The model is for what comes
# next: the sounds that are not in the collection, between those that are.
#
# **So, is the model worth it?** For playing back a sound you own: no, keep the file. For cheap sounds with knobs: the
# synthesiser wins. Linear methods cost seconds to train and are hard to beat if a blur is acceptable; the thesis's own
# model did not beat them. The studio model wins where a sound is unknown and has to be held in a few hundred numbers, and
# where something has to lie between two sounds and still be one.
