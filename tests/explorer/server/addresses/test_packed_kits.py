"""Kits in addresses: as text, or packed as the page packs them into links."""

import base64
import zlib

import pytest

from explorer.kit.kit import MAX_KIT_BYTES
from explorer.server.addresses.packed import unpacked
from vae.recipes.sheet import KitError

TEXT = '{"slots": ["Hé"]}'


def packed(text: str) -> str:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    data = packer.compress(text.encode()) + packer.flush()
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def test_text_is_taken_as_it_is_and_unpacked_otherwise():
    assert unpacked(TEXT) == TEXT and unpacked("[]") == "[]"
    assert unpacked(packed(TEXT)) == TEXT


@pytest.mark.parametrize("bad", ["", "€", "AAAA", "*", packed(TEXT)[:-6], packed(TEXT)[4:]])
def test_what_is_damaged_is_refused_in_a_sentence(bad):
    with pytest.raises(KitError, match=r"^The kit in this address is .*\.$"):
        unpacked(bad)


def test_a_little_that_would_unpack_to_much_is_cut():
    assert len(unpacked(packed("x" * 10**7))) == MAX_KIT_BYTES + 1
