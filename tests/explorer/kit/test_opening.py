"""Kits are opened from what was exported; any other file is one sentence."""

import io
import json
import zipfile
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_kits import KIT, KITS, PRINTABLE, RATE

from explorer.kit.export import export_kit, save_text
from explorer.kit.kit import data_of
from explorer.kit.opening import MAX_ZIP_BYTES, open_kit
from explorer.kit.options import ExportOptions
from explorer.sound.render import Sound
from vae.recipes.checks import RecipeError
from vae.recipes.sheet import KitError
from vae.recipes.text import to_json


@given(KITS, st.dictionaries(PRINTABLE, st.text("0123456789abcdef", min_size=12, max_size=12), max_size=3))
def test_recipes_json_opens_the_same_kit(kit, fingerprints):
    saved = open_kit(save_text(kit, fingerprints).encode())
    assert saved.kit == kit and saved.fingerprints == fingerprints


@settings(max_examples=15)
@given(KITS.filter(lambda kit: any(kit.slots)))
def test_an_exported_zip_opens_the_same_kit(kit):
    def render(recipe, checkpoint):
        sound = np.sin(np.arange(2000) * (0.01 + len(to_json(recipe)) % 50 / 50)).astype(np.float32)
        return Sound(sound, RATE, np.zeros((1, 1), np.float32), SimpleNamespace(label="kick"))

    assert open_kit(export_kit(kit, render, {}, ExportOptions(bars=1))).kit == kit


@given(KITS, st.data())
def test_a_damaged_kit_is_a_kit_or_one_sentence(kit, data):
    text = save_text(kit, {})
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 6)))
    damaged = text[:start] + data.draw(st.text(max_size=4)) + text[end:]
    try:
        open_kit(damaged.encode("utf-8", "replace"))
    except RecipeError as error:
        assert 10 < len(str(error)) < 200 and str(error).endswith(".")


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: b"PK\x03\x04" + tail))
def test_foreign_bytes_are_one_sentence(data):
    with pytest.raises(KitError, match=r"\.$"):
        open_kit(data)


def packed(entries: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", way) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


GOOD = save_text(KIT, {}).encode()
SOUND = {"recipe": {"kind": "point", "id": 1}, "name": "x", "checkpoint": "x", "level": 0}


def locked() -> bytes:
    data = bytearray(packed({"recipes.json": GOOD}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def broken_body() -> bytes:
    data = bytearray(packed({"recipes.json": GOOD}))
    data[60:90] = bytes(30)
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        packed({"other.txt": b"hello"}),
        packed({"recipes.json": b"[]"}),
        packed({"recipes.json": b"\xff\xfe"}),
        packed({"recipes.json": GOOD.replace(b'"format": 1', b'"format": 2')}),
        packed({"recipes.json": b" " * (8 << 20)}),
        packed({"a/b/../../recipes.json": GOOD}),
        packed({**{f"{i}.txt": b"" for i in range(300)}, "recipes.json": GOOD}),
        packed({**{f"{i}.txt": b"" for i in range(30_000)}, "recipes.json": GOOD}),
        packed({"recipes.json": GOOD}, zipfile.ZIP_LZMA),
        packed({"recipes.json": GOOD}, zipfile.ZIP_BZIP2),
        packed({"recipes.json": GOOD}, zipfile.ZIP_LZMA).replace(GOOD[:8], bytes(8))[:-200] + bytes(200),
        packed({"recipes.json": GOOD})[:-30],
        locked(),
        broken_body(),
        b"PK\x05\x06" + bytes(18),
        b"[" * 100_000,
        bytes(MAX_ZIP_BYTES + 1),
        json.dumps({"app": "hitmap", "format": 1, "checkpoints": {"a": 1}, "kit": data_of(KIT)}).encode(),
        *(
            json.dumps({"app": "hitmap", "format": 2, "checkpoints": {}, **rest}).encode()
            for rest in (
                {"sounds": {}},
                {"sounds": [5]},
                {"sounds": [{"recipe": {"kind": "point", "id": 1}}]},
                {"sounds": [SOUND | {"recipe": {}}]},
                {"sounds": [SOUND | {"file": 1}]},
                {"format": 1, "sounds": [SOUND]},
                {"format": 3, "sounds": [SOUND]},
                {"format": [], "sounds": [SOUND]},
                {"format": 1, "kit": None},
            )
        ),
    ],
)
def test_a_hostile_file_is_one_sentence(data):
    with pytest.raises(RecipeError) as caught:
        open_kit(data)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    taken = []
    read = zipfile.ZipExtFile.read
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda self, n=-1: taken.append(n) or read(self, n))
    with pytest.raises(KitError, match="at most"):
        open_kit(packed({"recipes.json": b" " * (64 << 20), "bomb.wav": bytes(64 << 20)}))
    assert len(taken) == 1 and 0 < taken[0] < 1 << 20


def test_a_zip_that_was_packed_again_in_a_folder_opens():
    assert open_kit(packed({"My kit/recipes.json": GOOD, "__MACOSX/._x": b""})).kit == KIT
