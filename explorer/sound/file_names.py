"""Names of sounds as names of files, plain ASCII: "Snare 18 × Clap 909, 70 : 30" is "snare-18--clap-909-30"."""

import re
import unicodedata

ROOM = 60
"""Characters of a name, at most."""

_MIX = re.compile(r"^(?:morph|crossfade) of (?P<names>.+)$", re.IGNORECASE)
_BETWEEN = re.compile(r"^between (?P<names>.+)$", re.IGNORECASE)
_NEAR = re.compile(r"^(?:off the map, near|far from any sound, nearest) (?P<names>.+)$", re.IGNORECASE)
_SHARED = re.compile(r"^(?P<names>.+), (?P<shares>[−-]?\d+(?: : [−-]?\d+)+)$")
_SIGNS = re.compile(r" [×+] ")
_LISTED = re.compile(r", | and ")


def stem_of(name: str, room: int = ROOM) -> str:
    """Returns the name of a sound as the name of a file, without its ending; empty if no letter or digit is in it.

    Sounds that are mixed stand beside each other, each but the first with its share in percent.

    Args:
        name: the name, as the page gives it or as a musician does.
        room: characters at most.
    """
    if found := _SHARED.match(name):
        names = _SIGNS.split(found["names"])
        shares = [share.replace("−", "minus") for share in found["shares"].split(" : ")]
        return _joined(names, ["", *shares[1:]] if len(shares) == len(names) else [""] * len(names), room)
    if found := _MIX.match(name) or _BETWEEN.match(name):
        names = _LISTED.split(found["names"])
        return _joined(names, [""] * len(names), room)
    if found := _NEAR.match(name):
        return plain(f"near {found['names']}", room)
    names = _SIGNS.split(name)
    return _joined(names, [""] * len(names), room)


def plain(text: str, room: int = ROOM) -> str:
    """A text in small letters and digits without accents, joined by hyphens: "Été 3" is "ete-3"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")[:room].strip("-")


def _joined(names: list[str], shares: list[str], room: int) -> str:
    """Names with their shares, each shortened alike if there is not enough room for all."""
    rest = 2 * (len(names) - 1) + sum(len(share) + 1 for share in shares if share)
    whole = [plain(name, room) for name in names]
    if sum(map(len, whole)) + rest > room:
        whole = [plain(name, max(1, (room - rest) // len(names))) for name in names]
    parts = [f"{name}-{share}" if share else name for name, share in zip(whole, shares, strict=True)]
    return "--".join(part for part in parts if part)
