"""Renews tests/golden/renders.json: what a few recipes of every kind sound like with the shipped checkpoints.

Run it when a checkpoint or the network of `vae.between` is trained anew, and never to make a test pass: links and kits
hold these recipes.

OMP_NUM_THREADS=1 python tests/tools/make_golden.py
"""

import json
import sys
from pathlib import Path

import numpy as np
import torch

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from signatures import levels  # noqa: E402

from explorer.sound.shelf import find_checkpoints  # noqa: E402
from vae.recipes.kinds import Latent  # noqa: E402
from vae.recipes.text import parse_recipe, to_json  # noqa: E402

OUT = ROOT / "tests" / "golden" / "renders.json"


def point(sound: int) -> dict:
    """The recipe of a sound of the library."""
    return {"kind": "point", "id": sound}


NATURAL = {"kind": "mix", "of": [point(3), point(200)], "weights": [0.5, 0.5], "interpolation": "natural"}
RECIPES = [
    point(5),
    {"kind": "place", "x": 0.1, "y": -0.3},
    {"kind": "place", "x": 1.25, "y": 2.5},
    {"kind": "mix", "of": [point(3), point(200)], "weights": [0.6, 0.4], "interpolation": "lerp"},
    {
        "kind": "mix",
        "of": [point(3), point(200), point(77)],
        "weights": [0.5, 0.8, -0.1],
        "interpolation": "slerp",
    },
    {"kind": "mix", "of": [point(3), point(200)], "weights": [0.5, 0.5], "interpolation": "crossfade"},
    {"kind": "noise", "of": point(12), "amount": 0.5, "seed": 7},
    {"kind": "noise", "of": point(12), "amount": 0.8, "seed": 3, "lock": ["label"]},
    {"kind": "offset", "of": point(40), "dimensions": [0, 5], "amounts": [1.0, -2.0]},
    {"kind": "prior", "seed": 9},
    {"kind": "phase", "of": point(5), "rounds": 0},
    NATURAL,
    {"kind": "mix", "of": [point(3), point(200)], "weights": [0.3, 0.7], "interpolation": "glide"},
    {
        "kind": "mix",
        "of": [point(3), point(200), point(77)],
        "weights": [0.5, 0.3, 0.2],
        "interpolation": "natural",
    },
    {"kind": "place", "x": 0.1, "y": -0.3, "interpolation": "natural"},
    {"kind": "noise", "of": NATURAL, "amount": 0.5, "seed": 7},
]
STEERED = [
    {"kind": "shape", "of": point(20), "brightness": 1.0, "decay": -1.0, "attack": 0.5},
    {"kind": "noise", "of": point(20), "amount": 0.5, "seed": 2, "lock": ["pitch", "decay"]},
]
"""Not of the thesis preset, whose spectrograms have no scale that all sounds share."""


def main() -> None:
    """Renders every recipe with every shipped checkpoint."""
    torch.set_num_threads(1)
    shelf, renders = find_checkpoints(ROOT / "checkpoints", None), []
    for checkpoint in shelf.names:
        renderer = shelf.renderer(checkpoint)
        hum = np.sin(np.arange(22_050) * 0.05) * np.exp(-np.arange(22_050) / 4_000)
        own = Latent.from_array(renderer.codec.encode(hum.astype(np.float32), 44_100))
        known = renderer.library.labels
        labelled = {"kind": "prior", "seed": 4, "label": "snare" if "snare" in known else str(known[0])}
        for data in [
            *RECIPES,
            labelled,
            *([] if checkpoint == "thesis" else STEERED),
            json.loads(to_json(own)),
        ]:
            recipe = parse_recipe(json.dumps(data))
            waveform = renderer.render(recipe).waveform
            renders.append(
                {"checkpoint": checkpoint, "recipe": to_json(recipe), "levels_db": levels(waveform)}
            )
    rows = ",\n".join(json.dumps(entry) for entry in renders)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(f'{{"renders": [\n{rows}\n]}}\n', encoding="utf-8")
    print(f"Wrote {len(renders)} renders to {OUT}.")


if __name__ == "__main__":
    main()
