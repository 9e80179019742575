"""What the fuzz tests share: how many cases, damage to bytes and to JSON, and what an error may say."""

import copy
import os
import re
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

EDITS = st.lists(st.tuples(st.floats(0, 1), st.binary(min_size=1, max_size=8), st.booleans()), max_size=6)
CUTS = st.sampled_from([1.0, 1.0, 0.99, 0.5, 0.01])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ROOT = str(Path(__file__).parents[1])


def cases(in_ci: int) -> settings:
    """So many cases, or as many as HITMAP_FUZZ says."""
    return settings(
        max_examples=int(os.environ.get("HITMAP_FUZZ", in_ci)),
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def damaged(content: bytes, edits: list[tuple[float, bytes, bool]], cut: float) -> bytes:
    """Overwrites or inserts bytes at places between 0 and 1, most of them near the start, and cuts the end off."""
    data = bytearray(content)
    for place, new, insert in edits:
        at = int(place**3 * len(data))
        data[at : at if insert else at + len(new)] = new
    return bytes(data[: max(1, int(len(data) * cut))])


@st.composite
def mutated(draw: Callable, value: object) -> object:
    """A JSON value with one of its parts, at whatever depth, replaced, taken away or there twice."""
    holder = [copy.deepcopy(value)]
    place, key = holder, 0
    while isinstance(place[key], dict | list) and place[key] and draw(st.integers(0, 3)):
        place = place[key]
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
    what = draw(st.sampled_from(("replace", "replace", "text", "remove", "repeat", "add")))
    if what == "remove" and place is not holder:
        del place[key]
    elif what == "repeat" and isinstance(place, list) and place is not holder:
        place.insert(key, copy.deepcopy(place[key]))
    elif what == "add" and isinstance(place[key], dict):
        place[key][draw(st.text(max_size=6))] = draw(JSON)
    elif what == "text" and isinstance(place[key], str):
        at = draw(st.integers(0, len(place[key])))
        place[key] = place[key][:at] + draw(st.text(max_size=4)) + place[key][at + draw(st.integers(0, 3)) :]
    else:
        place[key] = draw(JSON)
    return holder[0]


def only_a_sentence(message: str, *secrets: object) -> None:
    """Fails when an error is empty, is more than one line, or tells of this computer."""
    assert isinstance(message, str) and message.strip(), message
    assert len(message) < 400, message
    assert "\n" not in message and "Traceback" not in message, message
    for secret in (ROOT, *secrets):
        assert str(secret) not in message, message
    assert not re.search(r"site-packages|\.py\b|0x[0-9a-f]{6}", message), message
