"""Silences what C libraries print about damaged files: the report names those files itself.

libsndfile and mpg123 write to the process's own descriptor 2, bypassing `sys.stderr` and `contextlib.redirect_stderr`:
only redirecting the descriptor to the null device stops them, and the progress bar needs a copy of the old one.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

STANDARD_ERROR = 2


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """Discards what C libraries write to standard error; Python's own `sys.stderr` keeps working."""
    try:
        terminal = os.dup(STANDARD_ERROR)
    except OSError:  # it is closed, so that nothing can be heard anyway
        yield
        return
    python_errors, nowhere = sys.stderr, os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STANDARD_ERROR)
    with suppress(io.UnsupportedOperation, AttributeError):
        if sys.stderr.fileno() == STANDARD_ERROR:
            sys.stderr = os.fdopen(
                terminal,
                "w",
                buffering=1,
                encoding=sys.stderr.encoding,
                errors="backslashreplace",
                closefd=False,
            )
    try:
        yield
    finally:
        sys.stderr = python_errors
        os.dup2(terminal, STANDARD_ERROR)
        os.close(terminal)
        os.close(nowhere)
