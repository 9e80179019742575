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
# # 3. The latent space
#
# A trained checkpoint, its library of sounds and its map: everything that the app plays on, without the app.
#
# To run this notebook, install Hitmap once, in its own folder: `pip install -e '.[train]' jupyterlab`.

# %%
import json
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
from IPython.display import Audio, display

import vae
from vae import Codec
from vae.library.library import Library
from vae.recipes.blending import Blending
from vae.recipes.qualities import QUALITIES, log_qualities
from vae.recipes.steering import Steering
from vae.recipes.text import parse_recipe
from vae.recipes.world import World
from vae.sound.measures import envelope_db

# %%
folder = Path(vae.__file__).parents[1] / "checkpoints" / "drum-machine"
codec, library = Codec.load(folder), Library.load(folder)
print(len(library), "sounds,", codec.latent_dim, "latent dimensions")

# %% [markdown]
# ## The map
#
# UMAP laid the latents out in two dimensions so that neighbours stay neighbours. Sounds of one label lie together, although
# the model was never told a label.

# %%
plt.figure(figsize=(8, 6))
for label in sorted(set(library.labels)):
    members = library.members(label)
    plt.scatter(*library.coordinates[members].T, s=8, label=label)
plt.legend(ncols=2, fontsize=8)
plt.axis("equal")
plt.show()

# %% [markdown]
# ## Everything is a recipe
#
# The app describes every sound by a small JSON value, a recipe, and a recipe means a latent. What it means depends on a world:
# the library, the steering that changes one quality of a sound, and the blending that puts a sound between others. What is
# heard is what the latent decodes to. Only between sounds the spectrograms are mixed, and the latent stands for the result.

# %%
world = World(library, Steering(codec, library.latents[library.sample], log_qualities(library)), Blending(codec))


def latent(recipe: dict) -> np.ndarray:
    """The latent (latent_dim,) that a recipe means."""
    return parse_recipe(json.dumps(recipe)).latent(world)


def heard(recipe: dict) -> np.ndarray:
    """The spectrogram (bands, frames) of a recipe."""
    mixed = parse_recipe(json.dumps(recipe)).spectrogram(world)
    return codec.decode_spectrogram(latent(recipe)) if mixed is None else mixed


def show(recipes: dict[str, dict]) -> None:
    """A picture and a player for each recipe, by title."""
    spectrograms = {title: heard(recipe) for title, recipe in recipes.items()}
    figure, axes = plt.subplots(1, len(spectrograms), figsize=(12, 2.5), sharey=True)
    for axis, (title, spectrogram) in zip(axes, spectrograms.items(), strict=True):
        axis.imshow(spectrogram, origin="lower", aspect="auto", cmap="magma", vmin=0, vmax=1)
        axis.set_title(title, fontsize=9)
    plt.show()
    for title, spectrogram in spectrograms.items():
        print(title)
        display(Audio(codec.spectrogram_to_waveform(spectrogram), rate=codec.sample_rate))


# %% [markdown]
# A place on the map gives exactly the sound that lies there; between sounds it gives one that could lie between them.

# %%
point = {"kind": "point", "id": 0}
x, y = library.coordinates[0].tolist()
place = {"kind": "place", "x": x, "y": y, "interpolation": "natural"}
print("the same latent:", np.array_equal(latent(place), latent(point)))

# %% [markdown]
# ## From one sound to another
#
# A low tom, a high tom, and what lies between them: first as one drum (`natural`), then as the average of their latents
# (`lerp`), in which both are heard.

# %%
toms = library.members("tom")
by_pitch = toms[np.argsort(log_qualities(library)[toms, QUALITIES.index("pitch")])]
low, high = ({"kind": "point", "id": int(by_pitch[place])} for place in (len(toms) // 10, -len(toms) // 10))
for way in ("natural", "lerp"):
    show(
        {
            f"{way}, {weight:.2f}": {
                "kind": "mix",
                "of": [low, high],
                "weights": [1 - weight, weight],
                "interpolation": way,
            }
            for weight in (0.0, 0.25, 0.5, 0.75, 1.0)
        }
    )

# %% [markdown]
# ## New sounds: the prior
#
# The prior draws latents that look like the library's, or like those of one label. Every seed is another sound, and none of
# them was in the library.

# %%
show({f"new snare, seed {seed}": {"kind": "prior", "seed": seed, "label": "snare"} for seed in range(5)})

# %% [markdown]
# ## Variations: noise
#
# Noise moves a latent at random, in units of the library's spread in each dimension. A little gives a variation, a lot
# gives another sound.

# %%
show(
    {f"noise {amount}": {"kind": "noise", "of": low, "amount": amount, "seed": 1} for amount in (0.0, 0.3, 0.6, 1.0, 2.0)}
)

# %% [markdown]
# ## One quality at a time: steering
#
# The same snare, higher and lower, brighter and darker, longer and shorter. The other qualities stay as they are as far as
# the model allows.

# %%
snare = {"kind": "point", "id": int(library.members("snare")[0])}
for quality in ("pitch", "brightness", "decay"):
    show({f"{quality} {step:+d}": {"kind": "shape", "of": snare, quality: step} for step in (-2, 0, 2)})

# %% [markdown]
# ## How good is it?
#
# The app shows the error of every sound: the mean difference in dB between the loudness of the original and that of its
# reconstruction, over the bands and moments that can be heard.

# %%
errors = library.errors_db
print(f"median {np.median(errors):.2f} dB; sounds that training never saw {np.median(errors[library.held_out]):.2f} dB")
low_sound, high_sound = codec.decode(latent(low)), codec.decode(latent(high))
print("decoding twice gives the same bits:", np.array_equal(low_sound, codec.decode(latent(low))))
print(f"for comparison, the low tom against the high one: {envelope_db(low_sound, high_sound, codec.sample_rate):.1f} dB")
