"""Names of what is no single sound, however it begins: music and speech. Knows only text."""

from pathlib import Path

from vae.data.naming.categories import content_words
from vae.data.naming.everyday import singular

LONG_SECONDS = 8.0
"""Music and speech up to this long may be one sound: a jingle, a shout."""
_KINDS = {
    "music": {"music", "bgm", "ost", "soundtrack", "song", "theme", "tune"},
    "speech": {"speech", "dialog", "dialogue", "narration", "narrator", "voiceover", "voice", "talk"},
}
_OF_NAMES_ALONE = {"theme", "talk"}
"""What folders are called for other reasons."""


def kind_of_piece(path: Path) -> str | None:
    """Whether a name, or the folders around a file, speak of "music" or of "speech"; None if they don't.

    Args:
        path: Relative to the data folder, whose own name says nothing.
    """
    name = _words(path.stem)
    folders = [_words(folder.name) for folder in path.parents]
    for kind, words in _KINDS.items():
        if name & words or any(folder and folder <= words - _OF_NAMES_ALONE for folder in folders):
            return kind
    return None


def _words(text: str) -> set[str]:
    return {singular(word) for word in content_words(text)}


def why_no_single_sound(path: Path, seconds: float) -> str | None:
    """Why a file is left out that its names call music or speech, in one sentence; None if it may be one sound.

    Args:
        path: As in `kind_of_piece`.
        seconds: Length of the file.
    """
    kind = kind_of_piece(path) if seconds > LONG_SECONDS else None
    return f"By its name it is {kind}, and {seconds:.0f} s of {kind} are no single sound." if kind else None
