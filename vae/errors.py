"""What a user can mend: the base of all such errors, and the one way in which commands end with them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class HitmapError(ValueError):
    """Something that a user can mend; the message is one sentence without folders or tracebacks.

    It derives from `ValueError` and not from `click.ClickException`, because typer carries a copy of click that knows
    no other, and draws a box around what it shows.
    """


def sentence_of(error: HitmapError | OSError, target: Path) -> str:
    """One sentence about an error; of the system's errors without number and folder.

    Args:
        error: what was raised.
        target: what the command writes or reads; its disk is blamed where the system names no file.
    """
    if isinstance(error, HitmapError):
        return str(error)
    name = Path(str(error.filename)).name if error.filename else f"The disk of {target.name}"
    return f"{name} cannot be used: {error.strerror or error}."


@contextmanager
def refusing(target: Path) -> Iterator[None]:
    """Ends a command with exit code 2 and one sentence on standard error for a `HitmapError` or `OSError`.

    Args:
        target: as in `sentence_of`.

    Raises:
        SystemExit: there was such an error.
    """
    try:
        yield
    except (HitmapError, OSError) as error:
        print(sentence_of(error, target), file=sys.stderr)
        sys.exit(2)
