"""A synthesised library as a dataset of the Hugging Face Hub: what its AudioFolder reads beside the WAVs, and a card.

https://huggingface.co/docs/datasets/audio_dataset: `load_dataset("audiofolder", data_dir=FOLDER)` gives audio, label,
kit and all that each sound was made from; `hf upload USER/NAME FOLDER --repo-type dataset` puts it on the Hub.
"""

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping

from vae.drum_machine.parts import SAMPLE_RATE
from vae.drum_machine.sound import DrumSound

METADATA_FILE, CARD_FILE = "metadata.csv", "README.md"
COLUMNS = ("file_name", "name", "label", "kit", "engine", "seed", "parameters")
SIZES = {1_000: "n<1K", 10_000: "1K<n<10K", 100_000: "10K<n<100K", 1_000_000: "100K<n<1M"}
"""The Hub's words for how many rows a dataset has, by the number that is too many."""

CARD = """---
pretty_name: Hitmap drum machine
license: mit
task_categories:
- audio-classification
tags:
- audio
- drums
- one-shot
- synthetic
size_categories:
- {size}
configs:
- config_name: default
  drop_labels: true
  data_files:
  - split: train
    path: "**"
---

# Drum machine

{count} one-shot drum sounds at {rate} Hz, synthesised by the drum machine of Hitmap. No
recording is in them.

```
python -m vae.drum_machine {options} --as-dataset --out FOLDER
```

| Column | Means |
|---|---|
| `audio` | the sound: mono or stereo, 16 bit |
| `name` | its name |
| `label` | what it is: {labels} |
| `kit` | the synthetic machine that it belongs to, one of {kits}: split by kit, for the sounds of one are alike |
| `engine`, `seed`, `parameters` | all that it is made from; parameters are JSON, and their names end with their units |
"""


def metadata_csv(sounds: Mapping[str, DrumSound]) -> str:
    """The rows of metadata.csv, one for each sound by its path in the folder; `parameters` is JSON."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    for path, sound in sounds.items():
        parameters = json.dumps(dict(sound.parameters), sort_keys=True)
        table.writerow([path, sound.name, sound.label, sound.kit, sound.engine, sound.seed, parameters])
    return text.getvalue()


def dataset_card(sounds: Mapping[str, DrumSound], options: str) -> str:
    """The card of the dataset: README.md with the Hub's metadata.

    Args:
        sounds: as in `metadata_csv`.
        options: of the command that made them, without its folder.
    """
    labels = Counter(sound.label for sound in sounds.values())
    return CARD.format(
        size=next((words for most, words in SIZES.items() if len(sounds) < most), "1M<n<10M"),
        count=len(sounds),
        rate=SAMPLE_RATE,
        options=options,
        labels=", ".join(f"{label} ({count})" for label, count in sorted(labels.items())),
        kits=len({sound.kit for sound in sounds.values()}),
    )
