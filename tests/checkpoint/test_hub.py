import errno
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hub_server.server import Hub
from huggingface_hub import HfApi, ModelCard, ModelHubMixin

from explorer.sound.shelf import find_checkpoints
from vae.checkpoint.codec import Codec
from vae.checkpoint.files import PUBLISHED, CheckpointError, called
from vae.checkpoint.hub import HubError, find_folder, hub_name, own_folder
from vae.checkpoint.pretrained import without_home
from vae.checkpoint.weights import load_checkpoint
from vae.drum_machine.library import write_library

ROOT = Path(__file__).parents[2]


@pytest.fixture
def drums(checkpoints: Path) -> Path:
    return checkpoints / "drum-machine"


@pytest.fixture
def on_the_hub(hub: Hub, drums: Path) -> Hub:
    """A Hub that has alice/drums."""
    HfApi().create_repo("alice/drums")
    HfApi().upload_folder(repo_id="alice/drums", folder_path=drums)
    return hub


def test_a_codec_is_pushed_and_loaded_with_the_hubs_own_mixin(hub: Hub, drums: Path):
    codec = Codec.load(drums)
    assert isinstance(codec, ModelHubMixin)
    codec.push_to_hub("alice/drums")
    again = Codec.from_pretrained("alice/drums")
    z = np.linspace(-1, 1, codec.latent_dim, dtype=np.float32)
    assert np.array_equal(again.decode(z), codec.decode(z))
    assert again.digest() == codec.digest()


def test_what_is_pushed_opens_elsewhere_and_names_no_file_of_this_computer(hub: Hub, drums: Path, tmp_path):
    own = shutil.copytree(drums, tmp_path / "own")
    config = json.loads((own / "config.json").read_text("utf-8"))
    config["training"]["data"] = [str(Path.home() / "Samples")]
    (own / "config.json").write_text(json.dumps(config), "utf-8")
    (own / "report.csv").write_text("file\nsecret.wav\n", "utf-8")
    (own / "kick.wav").write_bytes(b"RIFF")
    Codec.load(own).push_to_hub("alice/own", private=True)
    repo = hub.repos["model", "alice/own"]
    files = repo.files()
    assert repo.private
    assert {"config.json", "model.safetensors", "library.npz", "README.md"} <= files.keys() <= {*PUBLISHED}
    assert json.loads(files["config.json"])["training"]["data"] == ["~/Samples"]
    assert files["library.npz"] == (drums / "library.npz").read_bytes()
    assert ModelCard(files["README.md"].decode()).data.library_name == "hitmap"
    shelf = find_checkpoints(tmp_path / "none", "alice/own")
    assert shelf.names == ["alice/own"]
    assert len(shelf.library()) == len(find_checkpoints(drums.parent).library())


def test_a_model_that_was_in_no_folder_is_saved_too(drums: Path, tmp_path: Path):
    codec = Codec(load_checkpoint(drums))
    codec.save_pretrained(tmp_path / "saved")
    assert Codec.from_pretrained(tmp_path / "saved").digest() == codec.digest()


def test_a_checkpoint_is_not_saved_over_itself(drums: Path):
    with pytest.raises(CheckpointError, match="checkpoint's own folder"):
        Codec.load(drums).save_pretrained(drums)
    assert (drums / "config.json").is_file()


def test_a_revision_is_a_branch_a_tag_or_a_commit(on_the_hub: Hub):
    first = HfApi().repo_info("alice/drums").sha
    HfApi().create_tag("alice/drums", tag="v1")
    HfApi().delete_file("library.npz", "alice/drums")
    assert not (find_folder("alice/drums") / "library.npz").exists()
    for named in ("alice/drums@v1", f"alice/drums@{first}"):
        assert (find_folder(named) / "library.npz").is_file()
    assert Codec.from_pretrained("alice/drums", revision="v1").folder.name == first


def test_a_folder_that_is_here_wins_and_nobody_is_asked(
    on_the_hub: Hub, drums: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    shutil.copytree(drums, tmp_path / "alice" / "drums")
    on_the_hub.asked.clear()
    assert find_folder("alice/drums") == Path("alice/drums")
    assert find_folder("alice/drmus") == Path("alice/drmus")  # a slip of the finger stays here
    assert on_the_hub.asked == []
    assert called(find_folder("alice/drums@main")) == "alice/drums"


@pytest.mark.parametrize(
    "path",
    ["mine", "./mine/one", "../one/two", "/one/two", "~/mine", "a/b/c", "a/b@c@d", "C:\\a", "a b/c", ""],
)
def test_paths_are_not_taken_for_names(path: str):
    assert hub_name(path) is None


def test_why_there_is_nothing_is_one_sentence(on_the_hub: Hub, monkeypatch: pytest.MonkeyPatch):
    def refused(named: str) -> str:
        with pytest.raises(HubError) as error:
            find_folder(named)
        return str(error.value)

    assert refused("alice/none") == (
        "alice/none is not on the Hub, or it is private: then log in with hf auth login."
    )
    assert refused("alice/drums@v9") == "alice/drums has no revision v9."
    assert (
        refused("alice/" + "x" * 100) == "alice/" + "x" * 100 + " cannot be the name of anything on the Hub."
    )
    HfApi().create_repo("alice/secret", private=True)
    monkeypatch.setenv("HF_TOKEN", "hf_bob")
    assert "is private" in refused("alice/secret")
    monkeypatch.setenv("HF_TOKEN", "hf_gone")
    assert refused("alice/drums") == "alice/drums needs you to log in to the Hub: hf auth login."


def test_without_a_network_what_was_downloaded_is_still_there(
    on_the_hub: Hub, monkeypatch: pytest.MonkeyPatch
):
    folder = find_folder("alice/drums")
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    assert find_folder("alice/drums") == folder
    with pytest.raises(HubError) as error:
        find_folder("alice/other")
    assert str(error.value) == "alice/other is not on this computer, and the Hub cannot be reached."


def test_a_full_disk_is_one_sentence(on_the_hub: Hub, monkeypatch: pytest.MonkeyPatch):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("huggingface_hub.file_download.http_get", full)
    with pytest.raises(HubError) as error:
        find_folder("alice/drums")
    assert str(error.value) == "alice/drums cannot be kept on this computer: No space left on device."


def test_only_a_checkpoints_files_are_downloaded_and_they_are_not_trusted(on_the_hub: Hub):
    for name in ("modeling.py", "pytorch_model.bin", "sounds/kick.wav", "config.json"):
        HfApi().upload_file(path_or_fileobj=b"\x80\x04.", path_in_repo=name, repo_id="alice/drums")
    folder = find_folder("alice/drums")
    assert {path.name for path in folder.rglob("*")} <= {*PUBLISHED}
    with pytest.raises(CheckpointError) as error:
        Codec.from_pretrained("alice/drums")
    assert str(error.value) == "alice/drums/config.json is damaged: it is not valid JSON."


def test_what_is_not_yours_is_not_written_to(hub: Hub, drums: Path, monkeypatch: pytest.MonkeyPatch):
    codec = Codec.load(drums)
    with pytest.raises(HubError, match=r"^bob/drums is not yours to write to"):
        codec.push_to_hub("bob/drums")
    monkeypatch.delenv("HF_TOKEN")
    with pytest.raises(HubError, match=r"^alice/drums needs you to log in to the Hub: hf auth login\.$"):
        codec.push_to_hub("alice/drums")


def test_what_would_be_changed_has_to_be_a_folder_here(tmp_path: Path):
    assert own_folder(tmp_path) == tmp_path
    with pytest.raises(HubError, match="hf download alice/drums --local-dir checkpoints/drums makes one"):
        own_folder("alice/drums@v1")


def test_the_home_folder_is_not_told(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/users/al"))
    assert without_home("--data /users/al/Kits /users/alice '/users/al'") == "--data ~/Kits /users/alice '~'"
    monkeypatch.setattr(Path, "home", lambda: Path("/"))
    assert without_home("--data /home") == "--data /home"


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, env=environment, timeout=300)


@pytest.mark.slow
def test_the_commands_push_generate_and_train_by_name(hub: Hub, drums: Path, tmp_path: Path):
    pushed = run("vae.checkpoint.push", str(drums), "alice/drums", cwd=tmp_path)
    assert pushed.returncode == 0, pushed.stderr
    assert pushed.stdout.endswith("python app.py --checkpoint alice/drums\n")
    made = run("vae.generate", "--checkpoint", "alice/drums", "--count", "2", "--out", "new", cwd=tmp_path)
    assert made.returncode == 0, made.stderr
    assert len(list((tmp_path / "new").glob("*.wav"))) == 2
    recipes = json.loads((tmp_path / "new" / "recipes.json").read_text("utf-8"))
    assert list(recipes["checkpoints"]) == ["alice/drums"]
    refused = run("vae.train", "--data", "new", "--from", "alice/none", "--out", "mine", cwd=tmp_path)
    assert (refused.returncode, len(refused.stderr.splitlines())) == (2, 1), refused.stderr
    assert refused.stderr.startswith("alice/none is not on the Hub")


@pytest.mark.slow
def test_a_training_starts_from_a_name(on_the_hub: Hub, drums: Path, tmp_path: Path):
    write_library(tmp_path / "own", count=12, seed=3)
    arguments = ("vae.train", "--data", "own", "--from", "alice/drums", "--out", "mine", "--epochs", "1")
    shown = run(*arguments, "--dry-run", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert (tmp_path / "mine.preview" / "sheet.html").is_file()
    trained = run(*arguments, cwd=tmp_path)
    assert trained.returncode == 0, trained.stderr
    assert Codec.load(tmp_path / "mine").config["training"]["from"] == "alice/drums"
    on = run(*arguments[:-1], "2", "--resume", cwd=tmp_path)
    assert on.returncode == 0, on.stderr
