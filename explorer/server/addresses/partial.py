"""Bytes as an answer to GET, after RFC 9110: an ETag, conditional requests, and parts of it, so that players can seek.

Knows nothing about sounds.
"""

import hashlib
import re

from starlette.datastructures import Headers
from starlette.responses import Response

_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
MOST_DIGITS = 18


def answer(content: bytes, asked: Headers, media_type: str, disposition: str) -> Response:
    """The whole content (200), a part of it (206), "as you have it" (304), or "no such part" (416).

    Several parts at once are answered with the whole, as the standard allows.

    Args:
        content: what the address stands for.
        asked: headers of the request.
        media_type: such as "audio/wav".
        disposition: `Content-Disposition`, in Latin-1.
    """
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Accept-Ranges": "bytes"}
    if is_known(tag, asked.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = disposition
    span = slice(0, len(content))
    status = 200
    if asked.get("if-range", tag) == tag and (found := _RANGE.fullmatch(asked.get("range", "").strip())):
        part = part_of(len(content), *found.groups())
        if part is None:
            return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{len(content)}"})
        if part != (0, 0):
            span, status = slice(*part), 206
            headers["Content-Range"] = f"bytes {part[0]}-{part[1] - 1}/{len(content)}"
    return Response(content[span], status_code=status, headers=headers, media_type=media_type)


def is_known(tag: str, if_none_match: str) -> bool:
    """Whether a request's `If-None-Match` names this tag: whoever asks has the content already."""
    known = [one.strip().removeprefix("W/") for one in if_none_match.split(",")]
    return tag in known or known == ["*"]


def part_of(length: int, first: str, last: str) -> tuple[int, int] | None:
    """Where a part begins and ends, the end excluded, of content of this length.

    Args:
        length: in bytes.
        first: digits of the first byte; empty if `last` counts from the end.
        last: digits of the last byte; empty for all from the first on.

    Returns:
        The part; None if the content has no such part; (0, 0) if the text means nothing.
    """
    if not (first or last):
        return (0, 0)
    low, high = (int(text[:MOST_DIGITS]) if text else None for text in (first, last))
    if low is None:
        return (max(0, length - (high or 0)), length) if high and length else None
    if high is not None and high < low:
        return (0, 0)
    return (low, length if high is None else min(high + 1, length)) if low < length else None
