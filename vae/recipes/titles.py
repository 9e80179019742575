"""Parts of titles: the names of a library's sounds, and a limit on the length."""

from vae.library.library import Library

MAX_TITLE = 90
"""Characters."""


def sound_name(sound: int, library: Library) -> str:
    """A sound of the library without its kit: "Snare 3"."""
    return library.names[sound].removesuffix(f" ({library.kits[sound]})")


def sound_title(sound: int, library: Library) -> str:
    """A sound of the library with its kit: "Snare 3 · BJA Pacific"."""
    return f"{sound_name(sound, library)} · {library.kits[sound].replace('_', ' ')}"


def shorten(title: str, length: int = MAX_TITLE) -> str:
    """A title of at most `length` characters; an ellipsis replaces what is cut off."""
    return title if len(title) <= length else f"{title[: length - 1].rstrip()}…"
