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
from vae.recipes.qualities import log_qualities
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
# the library, and the steering that changes one quality of a sound.

# %%
world = World(library, Steering(codec, library.latents, log_qualities(library)))


def latent(recipe: dict) -> np.ndarray:
    """The latent (latent_dim,) that a recipe means."""
    return parse_recipe(json.dumps(recipe)).latent(world)


def show(recipes: dict[str, dict]) -> None:
    """A picture and a player for each recipe, by title."""
    latents = {title: latent(recipe) for title, recipe in recipes.items()}
    figure, axes = plt.subplots(1, len(latents), figsize=(12, 2.5), sharey=True)
    for axis, (title, z) in zip(axes, latents.items(), strict=True):
        axis.imshow(codec.decode_spectrogram(z), origin="lower", aspect="auto", cmap="magma", vmin=0, vmax=1)
        axis.set_title(title, fontsize=9)
    plt.show()
    for title, z in latents.items():
        print(title)
        display(Audio(codec.decode(z), rate=codec.sample_rate))


# %% [markdown]
# A place on the map gives exactly the sound that lies there; between sounds it gives a blend of its neighbours.

# %%
point = {"kind": "point", "id": 0}
x, y = library.coordinates[0].tolist()
print("the same latent:", np.array_equal(latent({"kind": "place", "x": x, "y": y}), latent(point)))

# %% [markdown]
# ## From one sound to another
#
# A kick, a closed hat, and what lies between them.

# %%
kick, hat = ({"kind": "point", "id": int(library.members(label)[0])} for label in ("kick", "closed_hat"))
show(
    {
        f"{weight:.2f} of the hat": {
            "kind": "mix",
            "of": [kick, hat],
            "weights": [1 - weight, weight],
            "interpolation": "slerp",
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
    {f"noise {amount}": {"kind": "noise", "of": kick, "amount": amount, "seed": 1} for amount in (0.0, 0.3, 0.6, 1.0, 2.0)}
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
kick_sound, hat_sound = codec.decode(latent(kick)), codec.decode(latent(hat))
print("decoding twice gives the same bits:", np.array_equal(kick_sound, codec.decode(latent(kick))))
print(f"for comparison, the kick against the hat: {envelope_db(kick_sound, hat_sound, codec.sample_rate):.1f} dB")
