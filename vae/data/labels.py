"""Labels a sound by the names around it: its kit's description, its own name, its folders. Knows only text."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Literal, get_args

from vae.data.naming.drumkit import DRUMKIT_FILE, read_drumkit
from vae.data.naming.drums import (
    HATS,
    LABELS,
    OUTRIGHT,
    WORD_AMONG_OTHERS,
    Drum,
    drum_of,
    is_of_808,
    label_of,
    says_how_open,
)
from vae.data.naming.words import display_name, unique_names

__all__ = [
    "DRUMKIT_FILE",
    "GIVEN",
    "LABELS",
    "LABEL_SOURCES",
    "USUAL_CONFIDENCE",
    "LabelSource",
    "display_name",
    "drum_of_path",
    "label_of",
    "label_of_path",
    "read_drumkit",
    "unique_names",
]

LabelSource = Literal["kit", "list", "name", "neighbours", "unknown", "given"]
LABEL_SOURCES: tuple[LabelSource, ...] = get_args(LabelSource)
GIVEN: LabelSource = "given"
USUAL_CONFIDENCE: dict[str, float] = {
    "kit": 1.0,
    "list": 1.0,
    "name": 1.0,
    "neighbours": 0.5,
    "unknown": 0.0,
    "given": 1.0,
}
"""How sure a label is of which nothing is known but its source."""


def label_of_path(path: Path, instruments: Sequence[str] = ()) -> tuple[str, Literal["kit", "name"]] | None:
    """The label and the source of `drum_of_path`, or None if nothing suggests a label."""
    found = drum_of_path(path, instruments)
    return None if found is None else (found[0].label, found[1])


def drum_of_path(
    path: Path, instruments: Sequence[str] = (), *, of_808: bool = False
) -> tuple[Drum, Literal["kit", "name"]] | None:
    """The drum that a file's kit describes it as, else its own name, else the nearest folder whose name suggests one.

    Args:
        path: Path of the file; all of its folders count, so pass it relative to the data root's parent.
        instruments: Names of the instruments that play the file, from `read_drumkit`.
        of_808: It is known to belong to a TR-808 or its likes, which have codes of their own.

    Returns:
        The drum and "kit" or "name", or None if nothing suggests one.
    """
    of_808 = of_808 or any(is_of_808(part) for part in path.parts)
    by_name = drum_of(path.stem, of_808=of_808)
    for instrument in instruments:
        drum = drum_of(instrument, of_808=of_808, in_kit=True)
        if drum and by_name and drum.label in HATS and by_name.label in HATS and says_how_open(path.stem):
            return by_name, "kit"  # A pedal's slot often holds a half-open hat; the file name is more exact.
        if drum is not None:
            return drum, "kit"
    by_folder = next((drum for folder in path.parents if (drum := drum_of(folder.name))), None)
    is_sure = (
        by_name is not None and by_name.confidence in (OUTRIGHT, WORD_AMONG_OTHERS) and not _is_sung(path)
    )
    if by_folder and not is_sure and by_folder.confidence == OUTRIGHT:
        return by_folder, "name"  # "HC00" in Hats, "Xyz SD" in Claps, "Oh 3" in Vocals
    drum = by_name or by_folder
    return None if drum is None else (drum, "name")


def _is_sung(path: Path) -> bool:
    """Whether a file is an exclamation in a folder of voices rather than the open hat that is called so."""
    is_exclamation = re.fullmatch(r"(?:oh|ho)[\W\d_]*", path.stem.casefold()) is not None
    return is_exclamation and any(
        re.search("vox|vocal|voice|chant", part.casefold()) for part in path.parts[:-1]
    )
