"""Finds sounds of a library by name and by label, with a helpful message if there are none."""

import difflib
from collections import Counter

import numpy as np
from numpy.typing import NDArray

from vae.errors import HitmapError
from vae.library.library import Library

MOST_LISTED = 20


class UnknownNameError(HitmapError):
    """A name or label that a library does not have; the message is one sentence that suggests others."""


def sounds_with_label(library: Library, label: str) -> NDArray[np.int64]:
    """Ids (k,) of the sounds with a label, at least one.

    Raises:
        UnknownNameError: there are none; the message lists the existing labels.
    """
    found = np.flatnonzero(np.array(library.labels) == label)
    if len(found) == 0:
        known = sorted(set(library.labels))
        if len(known) > MOST_LISTED:
            near = difflib.get_close_matches(label.casefold(), known, n=MOST_LISTED, cutoff=0.4)
            common = [name for name, _ in Counter(library.labels).most_common(MOST_LISTED)]
            known = [*(near or common), f"others, {len(known)} in all"]
        raise UnknownNameError(f"There is no label {label!r} here, but {', '.join(known)}.")
    return found


def sound_named(library: Library, name: str) -> int:
    """Id of the first sound with a name; case is ignored unless a name matches exactly.

    Raises:
        UnknownNameError: there is none; the message suggests similar names.
    """
    folded = [known.casefold() for known in library.names]
    if name in library.names:
        return library.names.index(name)
    if name.casefold() in folded:
        return folded.index(name.casefold())
    near = difflib.get_close_matches(name.casefold(), folded, n=3, cutoff=0.4)
    hint = ", ".join(repr(library.names[folded.index(one)]) for one in near)
    raise UnknownNameError(f"There is no sound named {name!r} here{f'; near it are {hint}' if near else ''}.")
