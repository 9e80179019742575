"""A site: what is in its folder, what its page asks for, what it replaces. The engine has tests of its own."""

import gzip
import json
import re
import runpy
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path

import gradio as gr
import pytest

from explorer.page.panels import PANELS
from explorer.page.parts import Button, Control
from explorer.page.plain import control_html
from explorer.publish import site
from explorer.publish.page import page
from explorer.publish.site import SiteError, shelf_of, write_site
from explorer.server.maps.files import map_file
from explorer.sound.shelf import Shelf
from vae.checkpoint.files import CheckpointError

ADDRESS = re.compile(r"""(?:href|src)=["']([^"'#][^"']*)["']""")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves out the engine's files, which take a minute."""
    monkeypatch.setattr(site, "write_engine", lambda folder, checkpoint: folder.mkdir(parents=True))


@pytest.fixture
def shelf(checkpoints: Path) -> Shelf:
    return shelf_of([checkpoints / "drum-machine", checkpoints / "lost-kit"])


class Ids(HTMLParser):
    """The ids in a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name == "id" and value]


@pytest.mark.usefixtures("quick")
def test_a_site_holds_all_that_its_page_asks_for(shelf, tmp_path):
    out = tmp_path / "site"
    size = write_site(out, shelf)
    assert size == sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    text = (out / "index.html").read_text("utf-8")
    addresses = set(ADDRESS.findall(text)) - {"?view=api"}
    assert len(addresses) > 100
    assert {one for one in addresses if not (out / one).is_file()} == set()
    facts = json.loads(re.search(r'<script id="facts"[^>]*>(.*?)</script>', text, re.DOTALL)[1])
    assert all((out / panel["script"]).is_file() for panel in facts["panels"])
    assert list(facts["versions"]) == ["drum-machine", "lost-kit"]
    for name, version in facts["versions"].items():
        assert version == {"fingerprint": shelf.fingerprint(name), "sounds": len(shelf.library(name))}
        folder = out / "checkpoints" / name
        assert gzip.decompress((folder / "names.gz").read_bytes())
        assert json.loads((folder / "card.json").read_text()).keys() == {"card", "credits"}


@pytest.mark.usefixtures("quick")
def test_the_files_of_a_map_are_those_that_the_app_serves(shelf, tmp_path):
    from base64 import b64decode

    write_site(tmp_path / "site", shelf)
    written = (tmp_path / "site" / "checkpoints" / "lost-kit" / "map.gz").read_bytes()
    assert written == b64decode(map_file(shelf, "lost-kit")["map"])


def test_the_page_asks_nobody_else(shelf):
    text = page(shelf)
    assert "default-src &#x27;self&#x27;" in text
    assert [one for one in ADDRESS.findall(text) if "//" in one] == []
    assert "og:image" not in text
    carded = page(shelf, "https://example.org/hitmap/")
    assert (
        '<meta property="og:image" content="https://example.org/hitmap/static/about/link-card.png">' in carded
    )


def test_the_page_has_every_control_and_every_id_once(shelf):
    text = page(shelf)
    ids = Ids(text).found
    assert sorted(ids) == sorted(set(ids))
    parts = [part for panel in PANELS for part in panel.parts]
    names = [part.name for part in parts if isinstance(part, Control | Button)]
    assert names and set(names) | {
        "stage",
        "page",
        "header",
        "checkpoint",
        "surprise",
        "record",
        "pads",
    } <= set(ids)


def test_a_control_without_a_plain_one_is_refused():
    with pytest.raises(TypeError, match="ColorPicker"):
        control_html(gr.ColorPicker(elem_id="colour"))


def test_plain_controls_keep_what_is_written_in_them_apart_from_html():
    box = control_html(gr.Checkbox(value=True, label="<b>On</b>", elem_id="on"))
    assert "&lt;b&gt;On" in box and "checked" in box
    field = control_html(gr.Textbox(value='"quoted"', label="Text", elem_id="text"))
    assert 'value="&quot;quoted&quot;"' in field


@pytest.mark.usefixtures("quick")
def test_a_site_replaces_a_site_and_nothing_else(shelf, tmp_path):
    out = tmp_path / "site"
    write_site(out, shelf)
    (out / "old.txt").write_text("old")
    write_site(out, shelf)
    assert not (out / "old.txt").exists()
    other = tmp_path / "photos"
    other.mkdir()
    (other / "cat.jpg").write_bytes(b"cat")
    with pytest.raises(SiteError, match="not a site"):
        write_site(other, shelf)
    assert [path.name for path in other.iterdir()] == ["cat.jpg"]
    with pytest.raises(SiteError, match="in a checkpoint"):
        write_site(shelf.folders["lost-kit"] / "site", shelf)


def test_a_site_that_fails_leaves_nothing(shelf, tmp_path, monkeypatch):
    def fail(folder: Path, checkpoint: Path) -> None:
        raise CheckpointError("It cannot be played.")

    monkeypatch.setattr(site, "write_engine", fail)
    with pytest.raises(CheckpointError):
        write_site(tmp_path / "site", shelf)
    assert list(tmp_path.iterdir()) == []


def test_checkpoints_that_would_share_a_name_are_refused(checkpoints, tmp_path):
    copy = tmp_path / "drum-machine"
    shutil.copytree(checkpoints / "drum-machine", copy)
    with pytest.raises(CheckpointError, match="rename one"):
        shelf_of([checkpoints / "drum-machine", copy])
    with pytest.raises(CheckpointError, match="no checkpoint folder"):
        shelf_of([tmp_path / "nowhere"])


@pytest.mark.usefixtures("quick")
def test_the_command_says_what_it_wrote_and_how_to_see_it(checkpoints, tmp_path, monkeypatch, capsys):
    command = ["publish", "--checkpoint", str(checkpoints / "drum-machine"), "--out", str(tmp_path / "site")]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("explorer.publish", run_name="__main__", alter_sys=True)
    assert ended.value.code == 0
    said = capsys.readouterr().out.splitlines()
    assert said[-1].startswith("Wrote ") and "python -m http.server" in said[-1]
    readme = (tmp_path / "site" / "README.md").read_text("utf-8")
    assert "\nsdk: static\n" in readme and "\napp_file: index.html\n" in readme
    picture = re.search(r"^thumbnail: (.*)$", readme, re.MULTILINE)
    assert picture is not None and (tmp_path / "site" / picture[1]).is_file()


def test_a_wrong_place_is_one_sentence(checkpoints, tmp_path, monkeypatch, capsys):
    (tmp_path / "note.txt").write_text("mine")
    command = ["publish", "--checkpoint", str(checkpoints / "drum-machine"), "--out", str(tmp_path)]
    monkeypatch.setattr(sys, "argv", command)
    with pytest.raises(SystemExit) as ended:
        runpy.run_module("explorer.publish", run_name="__main__", alter_sys=True)
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1
