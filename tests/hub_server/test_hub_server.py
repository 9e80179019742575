from pathlib import Path

import pytest
from huggingface_hub import HfApi, hf_hub_download, snapshot_download
from huggingface_hub.errors import (
    HfHubHTTPError,
    LocalEntryNotFoundError,
    RemoteEntryNotFoundError,
    RepositoryNotFoundError,
    RevisionNotFoundError,
)

from hub_server.server import LARGE, Hub

FILES = {"config.json": b"{}", "model.safetensors": b"\0" * 64, "notes/long.txt": b"a" * (LARGE + 1)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in FILES.items():
        path = tmp_path / "folder" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "folder"


def test_the_library_pushes_and_loads_what_it_pushed(hub: Hub, folder: Path) -> None:
    api = HfApi()
    api.create_repo("alice/one")
    commit = api.upload_folder(repo_id="alice/one", folder_path=folder)
    loaded = Path(snapshot_download("alice/one"))
    assert {name: (loaded / name).read_bytes() for name in FILES} == FILES
    assert loaded.name == commit.oid
    assert hub.repos["model", "alice/one"].files() == FILES
    assert sum(one.startswith("PUT /lfs/") for one in hub.asked) == 2  # one is binary, one is large


@pytest.mark.parametrize("kind", ["model", "dataset", "space"])
def test_every_kind_of_repository_is_kept_apart(hub: Hub, kind: str) -> None:
    api = HfApi()
    url = api.create_repo("alice/one", repo_type=kind, space_sdk="static" if kind == "space" else None)
    assert (url.repo_type, url.repo_id) == (kind, "alice/one")
    api.upload_file(path_or_fileobj=b"hello", path_in_repo="a.wav", repo_id="alice/one", repo_type=kind)
    assert Path(hf_hub_download("alice/one", "a.wav", repo_type=kind)).read_bytes() == b"hello"
    assert list(hub.repos) == [(kind, "alice/one")]


def test_commits_branches_and_tags_are_found_by_name(hub: Hub) -> None:
    api = HfApi()
    api.create_repo("alice/one")
    first = api.upload_file(path_or_fileobj=b"1", path_in_repo="a.txt", repo_id="alice/one").oid
    api.create_tag("alice/one", tag="v1")
    api.create_branch("alice/one", branch="next")
    api.upload_file(path_or_fileobj=b"2", path_in_repo="a.txt", repo_id="alice/one", revision="next")
    texts = {
        at: Path(hf_hub_download("alice/one", "a.txt", revision=at)).read_text(encoding="utf-8")
        for at in (first, "v1", "next")
    }
    assert texts == {first: "1", "v1": "1", "next": "2"}
    assert [branch.name for branch in api.list_repo_refs("alice/one").branches] == ["main", "next"]
    api.delete_file("a.txt", "alice/one")
    assert api.list_repo_files("alice/one") == []


def test_what_cannot_be_had_is_refused_as_the_hub_does(hub: Hub) -> None:
    HfApi().create_repo("alice/own", private=True)
    assert HfApi().repo_info("alice/own").private
    for token in ("hf_bob", False):
        with pytest.raises(RepositoryNotFoundError):
            HfApi(token=token).repo_info("alice/own")
    with pytest.raises(RepositoryNotFoundError):
        snapshot_download("alice/none")
    with pytest.raises(RevisionNotFoundError):
        snapshot_download("alice/own", revision="v9")
    with pytest.raises(RemoteEntryNotFoundError):
        hf_hub_download("alice/own", "none.txt")
    with pytest.raises(HfHubHTTPError, match="Invalid user token"):
        HfApi(token="hf_stranger").whoami()


def test_only_the_owner_writes(hub: Hub) -> None:
    HfApi().create_repo("alice/one")
    with pytest.raises(HfHubHTTPError, match="403"):
        HfApi(token="hf_bob").upload_file(path_or_fileobj=b"", path_in_repo="a.txt", repo_id="alice/one")
    with pytest.raises(HfHubHTTPError, match="403"):
        HfApi(token="hf_bob").create_repo("alice/two")
    assert hub.repos["model", "alice/one"].files() == {}


def test_a_card_whose_metadata_is_not_yaml_is_refused(hub: Hub) -> None:
    HfApi().create_repo("alice/one")
    card = b"---\ntags: [\n---\n"
    with pytest.raises(ValueError, match="YAML"):
        HfApi().upload_file(path_or_fileobj=card, path_in_repo="README.md", repo_id="alice/one")


def test_without_a_server_there_is_nothing(hub: Hub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(LocalEntryNotFoundError):
        snapshot_download("alice/one")
