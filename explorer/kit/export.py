"""A kit as one zip: a format of `explorer.kit.formats`, the beat, and recipes.json, from which the kit opens again."""

import io
import zipfile
from collections.abc import Mapping

from explorer.kit import formats
from explorer.kit.kit import Kit, data_of
from explorer.kit.options import ExportOptions
from explorer.kit.rendered import Render, render_kit
from vae.recipes.sheet import FILE_NAME, KitError, write_kit

_DATE = (1980, 1, 1, 0, 0, 0)
_FILE, _FOLDER = 0o100644 << 16, 0o40755 << 16 | 0x10
"""What systems are told of what is in a zip: its permissions, and that a folder is one."""


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
    options = options or ExportOptions()
    chosen = formats.format_named(options.format)
    rendered = render_kit(kit, render, options)
    files = {FILE_NAME: save_text(kit, fingerprints).encode("utf-8")}
    for write in (chosen.write, *formats.ALWAYS):
        files.update(write(rendered))
    return _zip(files)


def export_loop(kit: Kit, render: Render, options: ExportOptions | None = None) -> bytes:
    """Returns the loop of a kit as the bytes of a WAV file, the same as in its zip.

    Raises:
        KitError: no pad holds a sound, or none is hit.
        RecipeError: a recipe does not fit its checkpoint.
    """
    files = formats.loop_file(render_kit(kit, render, options or ExportOptions()))
    for content in files.values():
        return content
    raise KitError("There is no beat to export: set a step first.")


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.compress_type = zipfile.ZIP_STORED if entry.is_dir() else zipfile.ZIP_DEFLATED
            entry.external_attr = _FOLDER if entry.is_dir() else _FILE
            archive.writestr(entry, files[name])
    return buffer.getvalue()
