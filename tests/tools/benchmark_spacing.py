"""How long the typical distance between latents takes in libraries of several sizes.

python tests/tools/benchmark_spacing.py [--checkpoint checkpoints/open-kits]

Larger libraries are made from the checkpoint's: its latents, each with noise of 0.3 standard deviations.
"""

import argparse
import time
from pathlib import Path

import numpy as np

from vae.latent.space import LatentSpace
from vae.library.library import Library

SIZES = (1_440, 10_000, 100_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, default=Path("checkpoints/open-kits"))
    latents, rng = Library.load(parser.parse_args().checkpoint).latents, np.random.default_rng(0)
    for size in SIZES:
        noise = 0.3 * latents.std(axis=0) * rng.standard_normal((size, latents.shape[1]))
        space = LatentSpace((latents[rng.integers(len(latents), size=size)] + noise).astype(np.float32))
        started, worked = time.perf_counter(), time.process_time()
        spacing = space.latent_spacing
        wall, cpu = time.perf_counter() - started, time.process_time() - worked
        print(f"{size:>7} sounds: {spacing:.4f} in {wall:.2f} s ({cpu:.2f} s of processor)")


if __name__ == "__main__":
    main()
