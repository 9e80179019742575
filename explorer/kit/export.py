"""A kit as one zip of WAVs, SFZ, MIDI, a loop and recipes.json, and back. The same kit gives the same bytes.

A zip from elsewhere is never unpacked: the one entry that is read is read up to a limit, and no name in it is used.
"""

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from explorer.kit.formats import file_stem, midi_bytes, sfz_text, tagged_wav
from explorer.kit.kit import MAX_KIT_BYTES, Kit, KitError, Slot, data_of, kit_of, read_json
from explorer.kit.loop import mix_loop
from explorer.sound.render import Sound
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Noise
from vae.recipes.recipe import Recipe
from vae.recipes.text import to_json

FORMAT = 1
RECIPES = "recipes.json"
BIT_DEPTHS = (16, 24)
SAMPLE_RATES = (44_100, 48_000)
MAX_BARS = 8
VARIATIONS = 4
MAX_ZIP_BYTES = 32 * 1024 * 1024
MAX_ENTRIES = 200
MAX_DIRECTORY_BYTES = 64 * 1024
_DATE = (1980, 1, 1, 0, 0, 0)
_FOREIGN = "This file is no kit of Hitmap: drop the zip that was exported here, or the recipes.json in it."

Render = Callable[[Recipe, str], Sound]
"""Gives the sound of a recipe with the checkpoint of that name."""


@dataclass(frozen=True)
class ExportOptions:
    """How a kit is written: bits of the WAVs, their rate in Hz, and the bars of the loop."""

    bit_depth: int = 16
    sample_rate: int = 44_100
    bars: int = 2

    def __post_init__(self) -> None:
        allowed = {"bit_depth": BIT_DEPTHS, "sample_rate": SAMPLE_RATES, "bars": range(1, MAX_BARS + 1)}
        for name, values in allowed.items():
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value not in values:
                raise KitError(
                    "A kit is exported with 16 or 24 bits, 44100 or 48000 Hz and 1 to 8 bars of loop."
                )


@dataclass(frozen=True)
class SavedKit:
    """A kit, and what its checkpoints were when it was saved: name -> fingerprint."""

    kit: Kit
    fingerprints: Mapping[str, str]


def save_text(kit: Kit, fingerprints: Mapping[str, str]) -> str:
    """The text of recipes.json; `open_kit` is its inverse."""
    data = {"app": "hitmap", "format": FORMAT, "checkpoints": dict(fingerprints), "kit": data_of(kit)}
    return json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def open_kit(data: bytes) -> SavedKit:
    """Reads an exported zip, or the recipes.json in it; the inverse of `export_kit`, exactly.

    Raises:
        KitError: it is something else, damaged, too large, or from a newer Hitmap.
        RecipeError: one of its recipes is none.
    """
    if len(data) > MAX_ZIP_BYTES:
        raise KitError(f"A kit can be {MAX_ZIP_BYTES // 2**20} MB at most.")
    raw = _recipes_in(data) if data[:2] == b"PK" else data
    if len(raw) > MAX_KIT_BYTES:
        raise KitError(f"The {RECIPES} of a kit can be {MAX_KIT_BYTES // 1024} kB at most.")
    try:
        saved = read_json(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, KitError):
        raise KitError(_FOREIGN) from None
    if not isinstance(saved, dict) or saved.get("app") != "hitmap" or "kit" not in saved:
        raise KitError(_FOREIGN)
    if saved.get("format") != FORMAT:
        raise KitError("This kit was made by another version of Hitmap, whose format is not known here.")
    checkpoints = saved.get("checkpoints")
    if not isinstance(checkpoints, dict) or not all(
        isinstance(print_, str) for print_ in checkpoints.values()
    ):
        raise KitError(_FOREIGN)
    return SavedKit(kit_of(saved["kit"]), checkpoints)


def export_kit(
    kit: Kit, render: Render, fingerprints: Mapping[str, str], options: ExportOptions | None = None
) -> bytes:
    """A kit as the bytes of a zip: WAVs, kit.sfz, pattern.mid, loop.wav and recipes.json.

    A humanised kit holds `VARIATIONS` more of each sound, which take turns in the SFZ and in the loop. Where the
    pattern is empty there is no MIDI file and no loop.

    Raises:
        KitError: no pad holds a sound.
        RecipeError: a recipe does not fit its checkpoint.
    """
    options = options or ExportOptions()
    pads = [(i, slot) for i, slot in enumerate(kit.slots) if slot is not None]
    if not pads:
        raise KitError("There is nothing to export: put a sound on a pad first.")
    files: dict[str, bytes] = {RECIPES: save_text(kit, fingerprints).encode("utf-8")}
    instrument = []
    hits: list[list[NDArray[np.float32]]] = [[] for _ in kit.slots]
    for i, slot in pads:
        sound = render(slot.recipe, slot.checkpoint)
        stem = file_stem(i + 1, sound.info.label, slot.name)
        takes = [(f"{stem}.wav", slot.recipe, _at_rate(sound, options))]
        for take, recipe in enumerate(_variations(slot, i, kit.pattern.humanise), 1):
            waveform = _at_rate(render(recipe, slot.checkpoint), options)
            takes.append((f"{stem}-v{take}.wav", recipe, waveform))
        for name, recipe, waveform in takes:
            files[name] = tagged_wav(
                waveform,
                options.sample_rate,
                bit_depth=options.bit_depth,
                title=slot.name,
                comment=to_json(recipe),
            )
        played = takes[1:] or takes
        hits[i] = [waveform for _, _, waveform in played]
        instrument.append((i, [name for name, _, _ in played], slot.level))
    files["kit.sfz"] = sfz_text(instrument).encode("utf-8")
    if any(any(kit.pattern.steps[i]) for i, _ in pads):
        files["pattern.mid"] = midi_bytes(kit.pattern, [i for i, _ in pads])
        files["loop.wav"] = _loop(kit, hits, options)
    return _zip(files)


def _variations(slot: Slot, pad: int, amount: float) -> list[Recipe]:
    """The recipes that a humanised pad takes in turn; none where it is not, or is nested too deep to add noise."""
    if not amount:
        return []
    try:
        return [humanised(slot.recipe, amount, pad * VARIATIONS + seed) for seed in range(1, VARIATIONS + 1)]
    except RecipeError:
        return []


def humanised(recipe: Recipe, amount: float, seed: int) -> Recipe:
    """A recipe with noise on its latent: under a phase, which is outermost, and on each side of a crossfade.

    Raises:
        RecipeError: it is nested too deep.
    """
    return recipe.with_latent(lambda part: Noise(part, amount, seed))


def _at_rate(sound: Sound, options: ExportOptions) -> NDArray[np.float32]:
    if sound.sample_rate == options.sample_rate:
        return sound.waveform
    return soxr.resample(sound.waveform, sound.sample_rate, options.sample_rate, quality="VHQ")


def _loop(kit: Kit, hits: list[list[NDArray[np.float32]]], options: ExportOptions) -> bytes:
    levels = [slot.level if slot else 0.0 for slot in kit.slots]
    mixed = mix_loop(hits, levels, kit.pattern, options.sample_rate, bars=options.bars)
    return tagged_wav(
        mixed,
        options.sample_rate,
        bit_depth=options.bit_depth,
        title="Loop",
        comment=f"{kit.pattern.tempo:g} bpm",
        whole=True,
    )


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def _directory_bytes(data: bytes) -> int:
    """Size of a zip's list of entries, which `zipfile` reads whole; 0 where there is none."""
    at = data.rfind(b"PK\x05\x06")
    return int.from_bytes(data[at + 12 : at + 16], "little") if at >= 0 else 0


def _recipes_in(data: bytes) -> bytes:
    """recipes.json out of a zip, from its top or from the one folder in it; nothing else is unpacked."""
    if _directory_bytes(data) > MAX_DIRECTORY_BYTES:
        raise KitError(_FOREIGN)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_ENTRIES:
                raise KitError(_FOREIGN)
            found = [
                e for e in entries if e.filename.split("/")[-1] == RECIPES and e.filename.count("/") <= 1
            ]
            if not found:
                raise KitError(_FOREIGN)
            chosen = min(found, key=lambda entry: len(entry.filename))
            if chosen.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise KitError(_FOREIGN)
            with archive.open(chosen) as file:
                return file.read(MAX_KIT_BYTES + 1)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ) as error:
        if isinstance(error, KitError):
            raise
        raise KitError("This zip is damaged or locked and cannot be opened.") from None
