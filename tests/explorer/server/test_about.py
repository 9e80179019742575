"""What the page says about itself: true of any checkpoint, and harmless whatever a checkpoint's texts say."""

import base64
import shutil
from dataclasses import replace

import numpy as np
import pytest

from explorer.server import about
from explorer.server.about import choices, describe, in_words, numbers, source
from explorer.server.cards import card
from explorer.sound.shelf import find_checkpoints
from vae.recipes.checks import RecipeError

PICTURE = b"\x89PNG\r\n\x1a\n" + b"picture"
HOSTILE = """---
tags: [hidden]
---
# Card

<script>alert(1)</script> [bad](javascript:alert(1)) [good](https://example.org/) ![in](here.png) ![out](../secret.png)

| a | b |
|---|---|
| <b>1</b> | 2 |
"""


def made_by_hitmap(library):
    return replace(library, sources=tuple({"type": "drum_machine"} for _ in library.sources))


def test_a_sentence_says_how_many_sounds_there_are_where_from_and_which(library_of):
    library = library_of(1200)
    said = in_words(library, {"preset": "studio"})
    assert said == "1,200 sounds from 3 kits: kick, snare, clap and 1 more."
    assert in_words(made_by_hitmap(library), {}).startswith("1,200 sounds made by Hitmap's own synthesiser: ")
    two = replace(library, labels=("door_wood",) * 700 + ("",) * 100 + ("bell",) * 400)
    assert in_words(two, {}).endswith("3 kits: door wood and bell.")
    assert in_words(replace(library, labels=("",) * 1200), {}) == "1,200 sounds from 3 kits."
    assert in_words(library, {"preset": "thesis"}).startswith(f"{said} ")


def test_the_choice_of_a_checkpoint_has_its_sentence_even_if_another_is_damaged(tmp_path, checkpoints):
    for name in ("drum-machine", "lost-kit"):
        shutil.copytree(checkpoints / name, tmp_path / name)
    (tmp_path / "lost-kit" / "library.npz").write_bytes(b"not a library")
    shelf = find_checkpoints(tmp_path)
    (shown, name), (bare, other) = choices(shelf)
    assert (name, other, bare) == ("drum-machine", "lost-kit", "lost-kit")
    first, second = shown.splitlines()
    assert first.strip() == "drum-machine"
    assert second == f"{len(shelf.library()):,}" + second[second.index(" sounds made by Hitmap") :]
    assert [one["sentence"] for one in describe(shelf)["checkpoints"]] == [second, ""]


def test_a_card_is_shown_as_text_with_the_pictures_of_its_folder(tmp_path, checkpoints):
    folder = tmp_path / "drum-machine"
    shutil.copytree(checkpoints / "drum-machine", folder)
    (folder / "README.md").write_text(HOSTILE, "utf-8")
    (folder / "CREDITS.md").unlink(missing_ok=True)
    for picture in (folder / "here.png", tmp_path / "secret.png"):
        picture.write_bytes(PICTURE)
    shown = card(find_checkpoints(tmp_path), "drum-machine")
    html = shown["card"]
    assert shown["credits"] == ""
    assert "<h5>Card</h5>" in html and "hidden" not in html
    assert (
        "<script" not in html
        and "<b>" not in html
        and "&lt;b&gt;1&lt;/b&gt;" in html
        and "<td>2</td>" in html
    )
    assert 'href="javascript' not in html
    assert 'href="https://example.org/" target="_blank" rel="noopener"' in html
    assert html.count("<img") == 1 and base64.b64encode(PICTURE).decode() in html


def test_every_shipped_checkpoint_names_authors_and_licences():
    shelf = find_checkpoints(about.PROJECT.parent / "checkpoints")
    for name in shelf.names:
        shown = card(shelf, name)
        assert "licence" in shown["credits"].lower() and "<h5>" in shown["card"], name
        sentence = about.sentence_of(shelf, name)
        assert sentence.endswith(".") and f"{len(shelf.library(name)):,} sounds " in sentence


def test_the_numbers_of_a_sound_are_those_of_its_latent(checkpoints):
    shelf = find_checkpoints(checkpoints)
    library = shelf.library()
    said = numbers(shelf, '{"kind": "point", "id": 3}')
    values = np.frombuffer(base64.b64decode(said["numbers"]), np.int8) / 127 * about.MOST
    wanted = np.clip((library.latents[3] - library.centre) / library.spread, -about.MOST, about.MOST)
    assert said["latent_dim"] == library.latents.shape[1] == len(values)
    np.testing.assert_allclose(values, wanted, atol=about.MOST / 250)
    with pytest.raises(RecipeError):
        numbers(shelf, '{"kind": "point", "id": 99999}')


def test_the_source_is_the_space_that_the_page_runs_in_or_what_the_project_names(tmp_path, monkeypatch):
    monkeypatch.delenv(about.SPACE_VARIABLE, raising=False)
    project = tmp_path / "pyproject.toml"
    monkeypatch.setattr(about, "PROJECT", project)
    assert source() == ""
    project.write_text('[project]\nname = "x"\n', "utf-8")
    assert source() == ""
    project.write_text('[project]\nname = "x"\nurls = { Source = "https://example.org/x" }\n', "utf-8")
    assert source() == "https://example.org/x"
    monkeypatch.setenv(about.SPACE_VARIABLE, "someone/hitmap")
    assert source() == "https://huggingface.co/spaces/someone/hitmap/tree/main"
    monkeypatch.setenv(about.SPACE_VARIABLE, '"><script>')
    assert source() == "https://example.org/x"
