"""Writes what tests the engine in the browser: a published checkpoint, and recipes with what Python makes of them.

python tests/tools/make_engine_cases.py CHECKPOINT FOLDER
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from explorer.kit.random import random_slots
from explorer.publish.engine_files import write_engine
from explorer.server.wire import packed
from explorer.sound.alike import most_alike
from explorer.sound.pitch import pitch_of
from explorer.sound.render import Renderer
from explorer.sound.shelf import Shelf
from explorer.sound.torch_lane import use_one_core
from vae.recipes.kinds import Latent
from vae.recipes.qualities import log_qualities, to_log_qualities
from vae.recipes.recipe import Recipe
from vae.recipes.sheet import entry_data
from vae.recipes.text import parse_recipe, to_json
from vae.sound.descriptors import describe
from vae.sound.measures.pairs import mono


def recipes(renderer: Renderer) -> list[dict[str, Any]]:
    """At least one recipe of every kind, as JSON values."""
    sounds = len(renderer.library)
    first, second, third = ({"kind": "point", "id": int(i)} for i in np.linspace(0, sounds - 1, 5)[1:4])
    x, y = renderer.library.coordinates[[first["id"], second["id"]]].mean(axis=0).astype(float).tolist()
    place = {"kind": "place", "x": x, "y": y}
    own = {"kind": "latent", "z": Latent.from_array(renderer.library.latents[5] * 1.01).z}
    label = renderer.library.labels[first["id"]]
    mixes = [
        {"kind": "mix", "of": [first, second], "weights": weights, "interpolation": way}
        for way in ("natural", "glide", "lerp", "slerp", "crossfade")
        for weights in ([0.7, 0.3], [1.4, -0.4])
    ]
    three = {"kind": "mix", "of": [first, second, third], "weights": [0.2, 0.5, 0.3]}
    return [
        first,
        third,
        place,
        {**place, "interpolation": "natural"},
        {**place, "interpolation": "glide"},
        *mixes,
        three,
        {**three, "interpolation": "slerp"},
        {"kind": "noise", "of": second, "amount": 0.5, "seed": 7},
        {"kind": "noise", "of": first, "amount": 1.5, "seed": 11, "lock": ["label"]},
        {"kind": "noise", "of": mixes[0], "amount": 0.3, "seed": 2147483647},
        {"kind": "offset", "of": third, "dimensions": [3, 300, 1], "amounts": [1.5, -2, 0.25]},
        {"kind": "prior", "seed": 1},
        {"kind": "prior", "seed": 12345, "label": label},
        own,
        {"kind": "phase", "of": second, "rounds": 0},
        {"kind": "phase", "of": {**place, "interpolation": "natural"}, "rounds": 16},
    ]


def case(renderer: Renderer, data: dict[str, Any]) -> dict[str, Any]:
    """A recipe, and everything that Python says about it."""
    recipe = parse_recipe(json.dumps(data))
    sound = renderer.render(recipe)
    ids, _ = most_alike(renderer.library, qualities_of(renderer, recipe), "spectrum", 8, sound.info.id)
    hertz = pitch_of(sound.waveform, sound.sample_rate)
    crossfade = data.get("interpolation") == "crossfade"
    return {
        "asked": json.dumps(data),
        "recipe": to_json(recipe),
        "latent": None if crossfade else packed(renderer.latent_of(recipe), "f4"),
        "channels": np.atleast_2d(sound.waveform).shape,
        "waveform": packed(sound.waveform, "f4"),
        "info": asdict(sound.info),
        "alike": ids.tolist(),
        "hz": hertz,
    }


def qualities_of(renderer: Renderer, recipe: Recipe) -> np.ndarray:
    """The qualities (5,) by which sounds like a recipe's are found."""
    sound = renderer.render(recipe)
    if sound.info.id is not None:
        return log_qualities(renderer.library)[sound.info.id]
    return to_log_qualities(describe(mono(sound.waveform), sound.sample_rate)[None])[0]


def make(checkpoint: Path, folder: Path) -> None:
    """Writes the engine of a checkpoint, and cases.json beside it."""
    use_one_core()
    write_engine(folder, checkpoint)
    renderer = Shelf({checkpoint.name: checkpoint}, checkpoint.name).renderer()
    kits = {
        source: [entry_data(slot) for slot in random_slots(renderer.library, checkpoint.name, 3, source)]
        for source in ("map", "prior")
    }
    found = [case(renderer, data) for data in recipes(renderer)]
    (folder / "cases.json").write_text(json.dumps({"cases": found, "kits": kits}), "utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
