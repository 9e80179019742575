"""The app goes to the Hub as a Space: weights through its store for large files, no tests, nothing of one's own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hub_server.server import LARGE, Hub
from huggingface_hub import SpaceCard, snapshot_download

from explorer import push
from explorer.push import SHIPPED, PushError, space_files, with_thumbnail

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "explorer.push", *arguments],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_the_space_has_what_the_app_needs(hub: Hub, tmp_path):
    done = run("alice/hitmap")
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.startswith(f"{hub.url}/spaces/alice/hitmap has ")
    repo = hub.repos["space", "alice/hitmap"]
    files = repo.commits[repo.resolve("main")]
    assert repo.sdk == "gradio"
    assert {name for name, blob in files.items() if blob.size > LARGE and not blob.large} == set()
    assert all(files[f"checkpoints/{name}/model.safetensors"].large for name in SHIPPED)
    assert not [
        name for name in files if name.startswith(("tests/", "checkpoints/mine")) or "__pycache__" in name
    ]

    folder = Path(snapshot_download("alice/hitmap", repo_type="space", local_dir=tmp_path / "space"))
    card = SpaceCard.load(folder / "README.md").data
    assert card.thumbnail.startswith(f"{hub.url}/spaces/alice/hitmap/resolve/main/")
    assert card.thumbnail.removeprefix(f"{hub.url}/spaces/alice/hitmap/resolve/main/") in files
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    script = (
        "from explorer.sound.shelf import find_checkpoints; from vae.recipes.kinds import Point; "
        "from pathlib import Path; import explorer.page.ui; shelf = find_checkpoints(Path('checkpoints')); "
        "print(len(shelf.names), shelf.renderer('thesis').render(Point(0)).waveform.shape[-1])"
    )
    started = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, env=environment, capture_output=True, text=True
    )
    assert started.stdout.split()[:1] == [str(len(SHIPPED))], started.stderr[-2000:]


@pytest.fixture
def clone(tmp_path, monkeypatch, checkpoints) -> Path:
    """A clone with little in it: a checkpoint of its own and one that is shipped."""
    folder = tmp_path / "clone"
    (folder / "vae").mkdir(parents=True)
    for name in push.FILES:
        (folder / name).write_text("---\nthumbnail: a.png\n---\n", "utf-8")
    (folder / "vae" / "one.py").touch()
    for name in ("thesis", "mine"):
        shutil.copytree(checkpoints / "drum-machine", folder / "checkpoints" / name)
        (folder / "checkpoints" / name / "report.csv").touch()
    monkeypatch.setattr(push, "CLONE", folder)
    return folder


def test_one_s_own_checkpoints_stay_unless_they_are_named(clone):
    def names(*checkpoints: str) -> set[str]:
        return {path.relative_to(clone).as_posix() for path in space_files(clone, checkpoints)}

    shipped = names("thesis")
    assert "checkpoints/thesis/config.json" in shipped and "vae/one.py" in shipped
    assert not [name for name in shipped if "mine" in name or name.endswith("report.csv")]
    assert "checkpoints/mine/config.json" in names("mine")
    with pytest.raises(PushError, match="yours"):
        names("yours")


def test_a_second_push_replaces_the_first(hub: Hub, clone):
    files = list(space_files(clone, ["thesis"]))
    push.push("alice/one", files)
    push.push("alice/one", [path for path in files if path.name != "one.py"])
    repo = hub.repos["space", "alice/one"]
    assert "vae/one.py" not in repo.commits[repo.resolve("main")]


def test_what_the_hub_refuses_is_one_sentence(hub: Hub):
    for arguments, said in ((["bob/hitmap"], "yours"), (["alice/x", "--hardware", "toaster"], "toaster")):
        done = run(*arguments)
        assert done.returncode == 2 and done.stderr.count("\n") == 1 and said in done.stderr
    assert "reached" in run("alice/x", HF_ENDPOINT="http://127.0.0.1:9").stderr


def test_a_thumbnail_that_is_an_address_stays():
    assert (
        with_thumbnail("thumbnail: a.png\n", "https://x/y") == "thumbnail: https://x/y/resolve/main/a.png\n"
    )
    text = "thumbnail: https://elsewhere/a.png\n"
    assert with_thumbnail(text, "https://x/y") == text
