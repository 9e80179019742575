"""Makes a checkpoint with a library of any size, to try Hitmap on: a shipped model, its sounds drawn again with noise.

python tests/tools/make_large_checkpoint.py FOLDER [--sounds 100000] [--kits 2000] [--checkpoint checkpoints/open-kits]

Every sound plays, and none has an original. The same options give the same library. As in a training, latents of more
than 20,000 sounds do not hold what the model misses.
"""

import argparse
import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np

from vae.latent.half import halved
from vae.library.library import Library
from vae.model.presets import MOST_DETAILED

FILES = ("config.json", "model.safetensors", "shape.json", "metrics.json", "README.md", "CREDITS.md")
NOISE = 0.3
"""Standard deviations of the latents."""
NEARBY = 2.0
"""How far a sound lies from the one it was drawn from, in distances between neighbours of the map."""


def enlarged(library: Library, sounds: int, kits: int, seed: int = 0) -> Library:
    """A library of `sounds` in `kits`: sounds of another one, each with noise on its latent and its place."""
    rng = np.random.default_rng(seed)
    drawn = rng.integers(len(library), size=sounds)
    detail = library.detail_dims if sounds <= MOST_DETAILED else 0
    dims = library.compared_dims + detail
    noise = rng.standard_normal((sounds, dims), dtype=np.float32) * np.float32(NOISE) * library.spread[:dims]
    latents = library.latents[drawn][:, :dims]
    latents += np.where(latents == 0, 0, noise)  # a mono sound stays mono
    steps = NEARBY * library.map_index.spacing * rng.standard_normal((sounds, 2))
    labels = [library.labels[one] for one in drawn]
    names = [f"{label.replace('_', ' ').capitalize()} {one + 1:06}" for one, label in enumerate(labels)]
    homes = [f"Kit {1 + one * kits // sounds:04}" for one in range(sounds)]
    return replace(
        library,
        latents=halved(latents),
        detail_dims=detail,
        coordinates=(library.coordinates[drawn] + steps).astype(np.float32),
        names=tuple(names),
        labels=tuple(labels),
        kits=tuple(homes),
        label_sources=tuple(library.label_sources[one] for one in drawn),
        descriptors=library.descriptors[drawn],
        levels=library.levels[drawn],
        durations=library.durations[drawn],
        errors_db=library.errors_db[drawn],
        sources=tuple(
            {"type": "file", "path": f"{kit}/{name}.wav"} for kit, name in zip(homes, names, strict=True)
        ),
        held_out=library.held_out[drawn],
        label_confidences=library.label_confidences[drawn],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sounds", type=int, default=100_000)
    parser.add_argument("--kits", type=int, default=2_000)
    parser.add_argument("--checkpoint", type=Path, default=Path("checkpoints/open-kits"))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    for path in (asked.checkpoint / name for name in FILES):
        if path.exists():
            shutil.copy(path, asked.folder)
    library = enlarged(Library.load(asked.checkpoint), asked.sounds, asked.kits)
    library.save(asked.folder)
    config = json.loads((asked.folder / "config.json").read_text())
    config["detail"] = library.detail_dims > 0
    (asked.folder / "config.json").write_text(json.dumps(config, indent=2))
    print(f"{asked.folder}: {len(library)} sounds in {len(set(library.kits))} kits.")


if __name__ == "__main__":
    main()
