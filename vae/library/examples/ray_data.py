"""Encodes a library on a Ray cluster whose computers share a disk: a shard for each row of a Ray dataset, then the map.

python vae/library/examples/ray_data.py CHECKPOINT FOLDER SHARDS [WORKERS_PER_SHARD]
"""

import subprocess
import sys

import ray.data


def library(checkpoint: str, folder: str, *options: object) -> None:
    """Runs `python -m explorer.library`; raises CalledProcessError if it fails."""
    command = [sys.executable, "-m", "explorer.library", "--checkpoint", checkpoint, "--data", folder]
    subprocess.run([*command, *map(str, options)], check=True)


def main(checkpoint: str, folder: str, shards: int, workers: int = 1) -> None:
    """Encodes all shards, each with `workers` processes, and merges them."""

    def encode(row: dict[str, int]) -> dict[str, int]:
        library(checkpoint, folder, "--shard", f"{row['id'] + 1}/{shards}", "--workers", workers)
        return row

    rows = ray.data.range(shards, override_num_blocks=shards)
    rows.map(encode, num_cpus=workers).materialize()
    library(checkpoint, folder, "--merge", shards)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(int, sys.argv[3:]))
