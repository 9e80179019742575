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
# [![Open in Colab](https://colab.research.google.com/assets/colab-badge.svg)](https://colab.research.google.com/github/OWNER/REPOSITORY/blob/main/notebooks/03_the_latent_space.ipynb)
# [![Open in Binder](https://mybinder.org/badge_logo.svg)](https://mybinder.org/v2/gh/OWNER/REPOSITORY/main?labpath=notebooks/03_the_latent_space.ipynb)
#
# # 3. The latent space
#
# Each sound is now a point in a space of several hundred dimensions. What does that space look like? What lies between
# two points? And how do you find out whether anybody can hear the difference? We use a trained checkpoint that is part of
# Hitmap: its model, its library of sounds, and its map.
#
# You need notebooks 1 and 2. Run the cells from top to bottom. The answers are in section 3.8. The cells take a minute or
# two, the reading and listening about an hour.

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

import matplotlib.pyplot as plt
import numpy as np
from sklearn.decomposition import PCA

from vae import Codec
from vae.course.effort import effort
from vae.course.figures import STYLE, show_sounds
from vae.course.listening import Abx, chance_of, needed, power
from vae.course.players import play
from vae.data.triples import ladder
from vae.evaluate.between import pitch_share
from vae.evaluate.map import trustworthiness
from vae.library.library import Library
from vae.recipes.kinds import Latent
from vae.recipes.kinds.mix import Mix
from vae.recipes.text import parse_recipe
from vae.recipes.voice import CodecVoice
from vae.sound.measures import FINE, envelope_db
from vae.sound.spectrogram import SpectrogramConfig

plt.rcParams.update(STYLE)
folder = root / "checkpoints" / "drum-machine"
codec, library = Codec.load(folder), Library.load(folder)
voice = CodecVoice(codec, library)
latents, labels = np.asarray(library.latents, np.float32), np.array(library.labels)
print(f"{len(library):,} sounds, each a point with {codec.latent_dim} numbers; up to {codec.num_samples / codec.sample_rate:.1f} s")


def heard(recipe: dict) -> np.ndarray:
    """The sound of a recipe: (samples,), or (2, samples) in stereo. A recipe is how Hitmap says which sound is meant."""
    return voice.waveform(parse_recipe(json.dumps(recipe)))


# %% [markdown]
# ## 3.1 The map
#
# Nobody can look at hundreds of dimensions. **UMAP** lays the points out on a plane so that neighbours stay neighbours, as
# well as it can. Sounds of one kind lie together, although the model was never told what a snare is.

# %%
MARKERS = "osD^vP*X<>hp"
figure, axis = plt.subplots(figsize=(8, 6), layout="constrained")
for place, label in enumerate(sorted(set(library.labels))):
    look = {"marker": MARKERS[place % len(MARKERS)], "color": plt.colormaps["tab20"](place)}
    axis.scatter(*library.coordinates[labels == label].T, s=12, label=label, **look)
axis.legend(ncols=2, fontsize=8)
axis.set(aspect="equal", title="the map", xlabel="no unit", ylabel="no unit")
plt.show()

# %% [markdown]
# **Question 3.1.** Which kinds overlap? Does that surprise you? And why do the axes have no unit?

# %% [markdown]
# ## 3.2 Where the map lies
#
# A plane has no room for hundreds of dimensions, so every map lies. **Trustworthiness** asks: are neighbours on the map
# real neighbours? 1 is perfect. For comparison: the best straight view, by principal components (PCA), and points thrown
# at random.

# %%
offsets = (latents - latents.mean(0))[:, : library.compared_dims]
directions = offsets / np.linalg.norm(offsets, axis=1, keepdims=True)  # UMAP compares directions
flat = PCA(2, random_state=0).fit_transform(directions).astype(np.float32)
thrown = np.random.default_rng(0).uniform(size=(len(library), 2)).astype(np.float32)
for name, places in {"UMAP": library.coordinates, "PCA": flat, "at random": thrown}.items():
    print(f"{name}: trustworthiness {trustworthiness(latents[:, : library.compared_dims], places):.3f}")

# %% [markdown]
# Now the other question: are real neighbours still neighbours on the map? For each sound, which of its ten nearest sounds
# are also among its ten nearest on the map?

# %%
K = 10


def nearest_of(distances: np.ndarray) -> np.ndarray:
    """The K nearest others of each point, (N, K), from all distances (N, N)."""
    distances = distances.copy()
    np.fill_diagonal(distances, np.inf)
    return np.argsort(distances, axis=1)[:, :K]


apart = 1 - directions @ directions.T  # 0: the same direction
on_map = np.linalg.norm(library.coordinates[:, None] - library.coordinates[None], axis=2)
real, shown = nearest_of(apart), nearest_of(on_map)
kept = np.array([len(np.intersect1d(a, b)) / K for a, b in zip(real, shown, strict=True)])

figure, (left, right) = plt.subplots(1, 2, figsize=(11, 4.2), layout="constrained")
points = left.scatter(*library.coordinates.T, s=10, c=kept, cmap="viridis")
figure.colorbar(points, ax=left, label="share of the ten neighbours kept")
left.set(aspect="equal", title="which places tell the truth")
pairs = np.random.default_rng(1).integers(0, len(library), (4000, 2))
right.plot(apart[pairs[:, 0], pairs[:, 1]], on_map[pairs[:, 0], pairs[:, 1]], ".", markersize=2)
right.set(title="pairs of sounds", xlabel="distance in the latent space", ylabel="distance on the map")
plt.show()
print(f"on average {kept.mean():.0%} of the neighbours are kept; {(kept == 0).mean():.1%} of the sounds lose all ten")

# %% [markdown]
# One sound whose neighbours the map tears away. The lines go to its ten real neighbours.

# %%
farthest = np.array([on_map[index, real[index]].mean() for index in range(len(library))])
liar = int(np.argmax(farthest - 100 * kept))
figure, axis = plt.subplots(figsize=(6, 4.5), layout="constrained")
axis.scatter(*library.coordinates.T, s=4, color="0.8")
for other in real[liar]:
    axis.plot(*library.coordinates[[liar, other]].T, color="tab:red", linewidth=0.8)
axis.plot(*library.coordinates[liar], "k*", markersize=12)
axis.set(aspect="equal", title=f"{library.names[liar]} and its real neighbours")
plt.show()
play(
    {f"this one: {library.names[liar]}": heard({"kind": "point", "id": liar})}
    | {f"real neighbour: {library.names[k]}": heard({"kind": "point", "id": int(k)}) for k in real[liar][:2]}
    | {f"map neighbour: {library.names[k]}": heard({"kind": "point", "id": int(k)}) for k in shown[liar][:2]},
    codec.sample_rate,
)

# %% [markdown]
# **Question 3.2.** Look at the cloud of pairs: how far apart are most sounds in the latent space? Up to which distance can
# you trust the map? What does it mean if two sounds lie at opposite ends of it?

# %% [markdown]
# ## 3.3 Neighbours
#
# Hitmap finds similar sounds in the latent space, not on the map. A snare and its nearest sounds:

# %%
snare = int(library.members("snare")[0])
distances, ids = library.nearest(latents[snare], 5)
found = {f"{library.names[k]}, {d:.2f}": heard({"kind": "point", "id": int(k)}) for d, k in zip(distances, ids, strict=True)}
show_sounds(found, codec.sample_rate, columns=5, seconds=0.6)
play(found, codec.sample_rate)
same = np.mean([np.mean(labels[real[index]] == labels[index]) for index in range(len(library))])
print(f"{same:.0%} of the ten nearest sounds have the same label")

# %% [markdown]
# **Question 3.3.** The first one is the sound itself. Are the others near in pitch, in length or in noise? What would you
# have to change if you wanted neighbours in pitch alone?

# %% [markdown]
# ## 3.4 What lies between two sounds
#
# Two toms, an octave apart. What is the sound half way? Here we know the truth, because we can make a tom at the pitch in
# between. Three ways to get there:
#
# * **crossfade**: play both at half volume. This needs no model.
# * **line**: the point half way between the two latents.
# * **natural**: both pictures move in pitch and time until they meet; a small network finishes the result. It is what the
#   app does by default.

# %%
def middle_of(ends: np.ndarray, way: str) -> np.ndarray:
    """The sound half way between two waveforms (2, samples)."""
    if way == "crossfade":
        return ends.mean(0)
    corners = tuple(Latent.from_array(codec.encode(end, codec.sample_rate)) for end in ends)
    sound = voice.waveform(Mix(corners, (0.5, 0.5), way))
    return sound if sound.ndim == 1 else sound.mean(0)


WAYS = {"crossfade": "crossfade", "line": "lerp", "natural": "natural"}
triples = [next(iter(ladder("toms", semitones))) for semitones in effort((3, 5, 7, 12), quick=(12,))]
middles = [{name: middle_of(triple.ends, way) for name, way in WAYS.items()} for triple in triples]
octave = {"low tom": triples[-1].ends[0], "high tom": triples[-1].ends[1], **middles[-1], "truth": triples[-1].middle}
low = SpectrogramConfig(num_samples=codec.num_samples, n_fft=4096, num_bands=40, bands="bins")  # below 420 Hz
show_sounds(octave, codec.sample_rate, columns=6, seconds=0.5, config=low)
play(octave, codec.sample_rate)
for name in (*WAYS, "truth"):
    share = pitch_share(octave[name], triples[-1].middle_hz, codec.sample_rate)
    error = envelope_db(triples[-1].middle, octave[name], codec.sample_rate, FINE)
    print(f"{name}: {share:.0%} of the energy at the pitch half way, {error:.1f} dB from the truth")

# %%
if len(triples) > 1:
    figure, axis = plt.subplots(figsize=(6, 2.8), layout="constrained")
    semitones = (3, 5, 7, 12)
    for name, marker in zip(WAYS, "os^", strict=True):
        shares = [
            100 * pitch_share(found[name], triple.middle_hz, codec.sample_rate)
            for found, triple in zip(middles, triples, strict=True)
        ]
        axis.plot(semitones, shares, marker=marker, label=name)
    axis.set(xlabel="semitones between the ends", ylabel="energy at the middle pitch in %", ylim=(0, 100))
    axis.set_xticks(semitones)
    axis.legend()
    plt.show()

# %% [markdown]
# **Question 3.4.** The line in the latent space goes through a trained model. Why can its middle still sound like a
# crossfade? When is a line good enough?

# %% [markdown]
# ## 3.5 New sounds: the prior
#
# Notebook 2 drew new sounds from the standard normal distribution. Here is why Hitmap does not. The figure shows how far
# latents are from the centre: the library's own, and standard normal ones.

# %%
mono_dims = codec.config["model"]["latent_dim"]  # the rest: the stereo image, and what the model misses
normal = np.random.default_rng(0).standard_normal((500, mono_dims)).astype(np.float32)
figure, (left, right) = plt.subplots(1, 2, figsize=(10, 2.8), layout="constrained")
for name, some in {"library": latents[:, :mono_dims], "standard normal": normal}.items():
    left.hist(np.linalg.norm(some, axis=1), bins=40, density=True, alpha=0.6, label=name)
left.set(xlabel="distance from zero", ylabel="density")
left.legend()
right.plot(np.sort(latents[:, :mono_dims].std(0))[::-1])
right.axhline(1, color="black", linestyle="--", linewidth=0.8)
right.set(xlabel="dimensions, sorted", ylabel="deviation of the library", ylim=(0, None))
plt.show()

# %%
padded = np.pad(normal[:3], ((0, 0), (0, codec.latent_dim - mono_dims)))
standard = {f"standard normal {k + 1}": codec.spectrogram_to_waveform(codec.decode_spectrogram(z)) for k, z in enumerate(padded)}
prior = {f"new snare {seed}": heard({"kind": "prior", "seed": seed, "label": "snare"}) for seed in range(3)}
show_sounds(standard | prior, codec.sample_rate, columns=6, seconds=0.8)
play(standard | prior, codec.sample_rate)

# %% [markdown]
# Hitmap's **prior** draws around the sounds of the library, or of one label. The same recipe with the same seed always
# gives the same sound.
#
# **Question 3.5.** What does the left figure say about a point drawn from the standard normal distribution? What would a
# prior that stays close to the library's points do badly?

# %% [markdown]
# ## 3.6 Variations
#
# From a sound you like it is not far to others that you like. Noise moves a latent at random, in units of the library's
# spread.

# %%
varied = {
    f"noise {amount}": heard({"kind": "noise", "of": {"kind": "point", "id": snare}, "amount": amount, "seed": 1})
    for amount in (0.0, 0.3, 0.6, 1.0, 2.0)
}
show_sounds(varied, codec.sample_rate, columns=5, seconds=0.8)
play(varied, codec.sample_rate)

# %% [markdown]
# **Question 3.6.** From which amount on is it another drum? Does your neighbour agree?

# %% [markdown]
# ## 3.7 The listening test
#
# Can you hear the model at all? Measures cannot answer that; ears can, if the test is fair. In an **ABX test** you hear
# A, which is the original, B, which went through the model, and X, which is one of the two. Say which. Nobody can see the
# answer, and a coin decided it.
#
# Listen, then write one letter for each trial into `answers`, and run the cell after the next one.

# %%
from vae.data.originals import read_original

TRIALS = effort(10, quick=3)
test = Abx.draw(TRIALS, seed=17)  # take another seed for another listener
unheard = np.flatnonzero(library.held_out)
chosen = unheard[np.linspace(0, len(unheard) - 1, TRIALS).astype(int)]
numbers = {"sample_rate": codec.sample_rate, "num_samples": codec.num_samples}
for trial, index in enumerate(chosen):
    original = read_original(library.sources[index], **numbers, roots=[])
    model = codec.decode(latents[index])
    length = min(len(original), model.shape[-1])
    pair = original[:length], (model if model.ndim == 1 else model.mean(0))[:length]
    print(f"trial {trial + 1}: {library.names[index]}")
    play(test.sounds(trial, *pair), codec.sample_rate)

# %%
answers = "A" * TRIALS  # yours, like "ABBABAABBA"
right = test.right(answers)
print(f"{right} of {TRIALS} right. Guessing alone gets this far in {chance_of(right, TRIALS):.1%} of tests.")

# %% [markdown]
# How many right answers prove something? Guessing is like tossing a coin. The number of heads follows the **binomial
# distribution**. We say "heard" if a guesser would get that far in fewer than 5 % of tests.

# %%
figure, (left, right_axis) = plt.subplots(1, 2, figsize=(11, 3), layout="constrained")
scores = np.arange(11)
chances = [100 * (chance_of(k, 10) - (chance_of(k + 1, 10) if k < 10 else 0)) for k in scores]
left.bar(scores, chances, color=["tab:red" if k >= needed(10) else "0.6" for k in scores])
left.set(title="guessing, 10 trials; red: counts as heard", xlabel="right answers", ylabel="of all tests, in %")
shares = np.linspace(0.5, 1, 51)
for trials in (10, 20, 50):
    right_axis.plot(100 * shares, 100 * power(trials, shares), label=f"{trials} trials, {needed(trials)} right needed")
right_axis.set(
    title="how often the test finds a real listener", xlabel="right answers in the long run, in %", ylabel="of tests, in %"
)
right_axis.legend()
plt.show()
for trials in (10, 20, 50):
    print(f"{trials} trials: who is right in 70 % of trials passes in {power(trials, [0.7])[0]:.0%} of tests")
lucky = chance_of(9, 10)
print(f"9 or 10 of 10 by guessing: {lucky:.1%} of tests; at least one such among 20 guessers: {1 - (1 - lucky) ** 20:.0%}")

# %% [markdown]
# **Question 3.7.** Somebody gets 6 of 10 right. Does that prove that the two sound the same? What would you have to do to
# show that?
#
# **Question 3.8.** Twenty students each take the test of ten trials, and one gets 9 right. Has somebody heard it?

# %% [markdown]
# ## 3.8 Answers
#
# **3.1** Mostly kinds that share their technique: open and closed hats, cymbals and shakers are all noise up high; congas
# and toms are both tuned skins. The axes have no unit because UMAP only cares who is next to whom.
#
# **3.2** Most pairs have a distance of about 1: their directions are at right angles, as nearly all directions are in
# hundreds of dimensions. Only the few pairs that are clearly closer are also close on the map. All the others are equally
# far apart, and lie next to each other or at both ends as it happens: UMAP had to put them somewhere.
#
# **3.3** In everything at once: the latent describes the whole picture. For pitch alone, compare the measured pitch of the
# sounds instead. The app can sort by such qualities.
#
# **3.4** The path from latent to picture is nearly a straight line in this model, and the average of two pictures with a
# bright stripe each has two pale stripes. It is good enough where the two ends differ in level, length or tone, but not in
# pitch: compare 3 semitones with 12.
#
# **3.5** In hundreds of dimensions nearly all normal points lie on a thin shell, and the library's latents do not lie on
# it. So a standard normal draw lands where no sound ever was. A prior that stays close copies: it rarely surprises.
#
# **3.6** There is no right answer. But ask ten people, and you have a measurement.
#
# **3.7** No. It only means that this test did not show a difference. A listener who is right in 70 % of trials fails a
# test of ten more often than not, as the right figure shows. To argue that nobody hears it, you need many trials, good
# ears, and a limit that you name beforehand: "fewer than 60 % right".
#
# **3.8** Not necessarily. One guesser rarely gets so far, but among twenty it happens quite often: the last line under the
# figures has both chances. Test that student again, with fresh trials.
