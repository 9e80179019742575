"""The base of all errors that a user can fix, and the one way in which commands end with them."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class HitmapError(ValueError):
    """Something that a user can fix; the message is one sentence without folders or tracebacks.

    It derives from `ValueError` and not from `click.ClickException`, because typer carries its own copy of click, which
    does not recognise the other's exceptions, and draws a box around its errors.
    """


def sentence_of(error: HitmapError | OSError, target: Path) -> str:
    """One sentence about an error; for a system error, without its number and folder.

    Args:
        error: the error.
        target: what the command writes or reads; its disk is blamed if the system names no file.
    """
    if isinstance(error, HitmapError):
        return str(error)
    if isinstance(error, BrokenPipeError):
        return "Nobody reads the output of this command any more."
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
