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
# A trained checkpoint, its library and its map: what the app plays on, without the app.

# %%
import json
import sys
from pathlib import Path

ROOT = Path.cwd() if (Path.cwd() / "vae").is_dir() else Path.cwd().parent
sys.path.insert(0, str(ROOT))

import matplotlib.pyplot as plt
import numpy as np

from vae.library.library import Library
from vae.recipes.text import parse_recipe
from vae.recipes.world import World
from vae import Codec
from vae.sound.measures import envelope_db

# %%
folder = ROOT / "checkpoints" / "drum-machine"
codec, library = Codec.load(folder), Library.load(folder)
print(len(library), "sounds,", codec.latent_dim, "latent dimensions")

# %% [markdown]
# ## The map
#
# UMAP laid the latents out in two dimensions so that neighbours stay neighbours. Sounds of one label lie together,
# though the model was never told a label.

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
# A sound is described by a small JSON value. On a sound, a place of the map gives exactly that sound; between sounds it
# gives a blend.

# %%
x, y = library.coordinates[0]
on_it = parse_recipe(f'{{"kind": "place", "x": {x}, "y": {y}}}').latent(World(library))
point = parse_recipe('{"kind": "point", "id": 0}').latent(World(library))
print("the same latent:", np.array_equal(on_it, point))

# %% [markdown]
# ## From one sound to another
#
# Straight through the latent space, decoded at each step.

# %%
kick, hat = library.members("kick")[0], library.members("closed_hat")[0]
figure, axes = plt.subplots(1, 6, figsize=(12, 2.5), sharey=True)
for axis, weight in zip(axes, np.linspace(0, 1, 6), strict=True):
    corners = [{"kind": "point", "id": int(kick)}, {"kind": "point", "id": int(hat)}]
    recipe = {"kind": "mix", "of": corners, "weights": [1 - weight, weight], "interpolation": "slerp"}
    z = parse_recipe(json.dumps(recipe)).latent(World(library))
    axis.imshow(codec.decode_spectrogram(z), origin="lower", aspect="auto", cmap="magma", vmin=0, vmax=1)
    axis.set_title(f"{weight:.1f}")
plt.show()

# %% [markdown]
# ## How good is it?
#
# The app shows each sound's own error: the mean difference, in dB, between the loudness of the original and of the
# reconstruction, over bands and moments that can be heard.

# %%
errors = library.errors_db
print(f"median {np.median(errors):.2f} dB; sounds that training never saw {np.median(errors[library.held_out]):.2f} dB")
z = library.latents[kick]
print("decoding twice gives the same bits:", np.array_equal(codec.decode(z), codec.decode(z)))
print(f"the kick against the hat: {envelope_db(codec.decode(z), codec.decode(library.latents[hat]), codec.sample_rate):.1f} dB")
