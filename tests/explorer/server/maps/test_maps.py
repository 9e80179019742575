"""A checkpoint's map and names, as files for the page."""

import base64
import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from explorer.server.maps import files as maps
from explorer.server.wire import file_of_arrays
from explorer.sound.labels import sureness
from explorer.sound.shelf import Shelf, find_checkpoints
from vae.errors import HitmapError
from vae.library.library import Library

NAME = "drum-machine"


def read(packed: bytes) -> dict[str, Any]:
    """The inverse of `file_of_arrays`."""
    data = gzip.decompress(packed)
    start = 4 + int.from_bytes(data[:4], "little")

    def revived(value: dict[str, Any]) -> Any:
        if "array" not in value:
            return value
        assert (start + value["from"]) % 4 == 0
        return np.frombuffer(data, f"<{value['array']}", value["count"], start + value["from"])

    return json.loads(data[4:start], object_hook=revived)


def given(file: Callable[..., dict[str, Any]], shelf: Shelf, name: str = NAME) -> dict[str, Any]:
    return read(base64.b64decode(list(file(shelf, name).values())[1]))


def test_arrays_come_back_from_wherever_they_are_in_a_file() -> None:
    arrays = [
        np.arange(3, dtype=np.uint8),
        np.array([1.5], ">f4"),
        np.array([], np.int32),
        np.array([7], np.uint16),
    ]
    value = {
        "title": "Größe",
        "list": [{"a": arrays[0]}, arrays[1]],
        "b": arrays[2],
        "c": arrays[3],
        "d": None,
    }
    found = read(file_of_arrays(value))
    assert (found["title"], found["d"]) == ("Größe", None)
    for one, wanted in zip(
        [found["list"][0]["a"], found["list"][1], found["b"], found["c"]], arrays, strict=True
    ):
        assert one.dtype == wanted.dtype.newbyteorder("<") and one.tolist() == wanted.tolist()
    assert file_of_arrays(value) == file_of_arrays(value)
    with pytest.raises(TypeError):
        file_of_arrays({"a": object()})
    with pytest.raises(ValueError):
        file_of_arrays({"a": float("nan")})


def test_a_map_has_the_place_label_and_kit_of_every_sound(shelf: Shelf) -> None:
    library, reply = shelf.library(NAME), given(maps.map_file, shelf)
    assert (reply["checkpoint"], reply["fingerprint"]) == (NAME, shelf.fingerprint(NAME))
    np.testing.assert_array_equal(np.stack([reply["x"], reply["y"]], axis=1), library.coordinates)
    for name, groups in {"label": library.labels, "kit": library.kits}.items():
        grouping = reply["groupings"][name]
        assert [grouping["legend"][i]["label"] for i in grouping["index"]] == list(groups)
    np.testing.assert_array_equal(reply["sure"], maps.percent(sureness(library)))
    assert {len(scale["level"]) for scale in reply["scales"]} == {len(library)}


def test_names_come_apart(shelf: Shelf) -> None:
    names = given(maps.names_file, shelf)["names"].tobytes().decode().split("\0")
    assert tuple(names) == shelf.library(NAME).names


def test_only_what_is_certain_is_a_hundred_percent() -> None:
    sure = np.array([0, 0.001, 0.624, 0.999, 1, np.nan], np.float32)
    assert maps.percent(sure).tolist() == [0, 1, 62, 99, 100, maps.UNLABELLED]


def test_a_map_is_made_once_for_each_version(
    checkpoints: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(checkpoints / NAME, tmp_path / NAME)
    shelf, made = find_checkpoints(tmp_path), []
    describe = maps.describe_colourings

    def counted(library: Library) -> dict[str, Any]:
        made.append(library)
        return describe(library)

    monkeypatch.setattr(maps, "describe_colourings", counted)
    assert maps.map_file(shelf) == maps.map_file(shelf, NAME)
    assert len(made) == 1
    before = maps.map_file(shelf)
    (tmp_path / NAME / "README.md").write_text("Other words.")
    config = tmp_path / NAME / "config.json"
    config.write_text(config.read_text() + "\n")
    assert maps.map_file(shelf) != before
    assert len(made) == 2


def test_a_checkpoint_that_cannot_be_played_is_refused(shelf: Shelf) -> None:
    for file in (maps.map_file, maps.names_file):
        with pytest.raises(HitmapError, match="no checkpoint"):
            file(shelf, "nowhere")
