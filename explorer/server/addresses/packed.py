"""A kit's text in an address: as it is, or packed as in a link of the page (`static/kit/pack.js`)."""

import binascii
import zlib
from base64 import urlsafe_b64decode

from explorer.kit.kit import MAX_KIT_BYTES
from vae.recipes.sheet import KitError


def unpacked(text: str) -> str:
    """JSON text as it is; otherwise what its raw deflate data in base64 for addresses says.

    Raises:
        KitError: it is damaged, or longer than a kit may be.
    """
    if text.lstrip()[:1] in ("{", "["):
        return text
    try:
        packed = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        reader = zlib.decompressobj(-zlib.MAX_WBITS)
        content = reader.decompress(packed, MAX_KIT_BYTES + 1).decode("utf-8", "strict")
    except (binascii.Error, zlib.error, ValueError):
        raise KitError("The kit in this address is damaged.") from None
    if len(content) <= MAX_KIT_BYTES and not reader.eof:
        raise KitError("The kit in this address is cut off.")
    return content
