"""A kit as one zip: every format in `explorer.kit.formats`, and recipes.json, from which the kit opens again."""

import io
import zipfile
from collections.abc import Mapping

from explorer.kit import formats
from explorer.kit.kit import Kit, data_of
from explorer.kit.rendered import ExportOptions, Render, render_kit
from vae.recipes.sheet import FILE_NAME, write_kit

_DATE = (1980, 1, 1, 0, 0, 0)


def save_text(kit: Kit, fingerprints: Mapping[str, str]) -> str:
    """Returns the text of recipes.json; `open_kit` is the inverse."""
    return write_kit(data_of(kit), fingerprints)


def export_kit(
    kit: Kit, render: Render, fingerprints: Mapping[str, str], options: ExportOptions | None = None
) -> bytes:
    """Returns a kit as the bytes of a zip; the same kit gives the same bytes.

    A humanised kit adds `VARIATIONS` takes of each sound, which alternate in the SFZ and in the loop. An empty
    pattern writes no MIDI file and no loop.

    Raises:
        KitError: no pad holds a sound.
        RecipeError: a recipe does not fit its checkpoint.
    """
    rendered = render_kit(kit, render, options or ExportOptions())
    files = {FILE_NAME: save_text(kit, fingerprints).encode("utf-8")}
    for write in formats.FORMATS:
        files.update(write(rendered))
    return _zip(files)


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])
    return buffer.getvalue()
