"""Keeps the terminal free of what C libraries print about damaged files: the report names those files itself.

libsndfile and mpg123 write to the process's own descriptor 2, past `sys.stderr` and past `contextlib.redirect_stderr`:
only a descriptor that leads nowhere stops them, and the bar of progress needs a copy of the old one.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

STANDARD_ERROR = 2


@contextmanager
def quiet_libraries() -> Iterator[None]:
    """What is written to standard error from below Python goes nowhere; Python's own `sys.stderr` goes on."""
    python_errors, terminal = sys.stderr, os.dup(STANDARD_ERROR)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, STANDARD_ERROR)
    with suppress(io.UnsupportedOperation, AttributeError):
        if sys.stderr.fileno() == STANDARD_ERROR:
            sys.stderr = os.fdopen(terminal, "w", buffering=1, errors="backslashreplace", closefd=False)
    try:
        yield
    finally:
        sys.stderr = python_errors
        os.dup2(terminal, STANDARD_ERROR)
        os.close(terminal)
        os.close(nowhere)
