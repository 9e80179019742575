"""Checkpoints by name: a folder of this computer, or `user/name` and `user/name@revision` on the Hugging Face Hub.

What is downloaded is data, read with the same suspicion as any folder; files that are not a checkpoint's stay away.
Works without torch, and loads `huggingface_hub` only when the Hub is asked.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from vae.checkpoint.files import PUBLISHED
from vae.errors import HitmapError

NAME = re.compile(r"(?P<name>[\w-][\w.-]*/[\w-][\w.-]*)(@(?P<revision>[\w./-]+))?", re.ASCII)
LIBRARY = "hitmap"
"""What Hitmap calls itself on the Hub."""


class HubError(HitmapError):
    """The Hub does not give or take a checkpoint; the message is one sentence."""


def find_folder(named: str | Path) -> Path:
    """The folder of a checkpoint; one on the Hub is downloaded, unless that was done before.

    A folder that is here wins. `user/name` is not looked for on the Hub if there is a folder `user` here, because then
    a path was meant; `user/name@main` is.

    Args:
        named: a folder, `user/name` or `user/name@revision`; the revision is a branch, a tag or a commit.

    Raises:
        HubError: it is on the Hub, but cannot be had.
    """
    asked = hub_name(named)
    return Path(named).expanduser() if asked is None else download(*asked)


def hub_name(named: str | Path) -> tuple[str, str | None] | None:
    """What `find_folder` would ask the Hub for: `user/name`, and the revision if one is given. None for a folder."""
    match = NAME.fullmatch(named if isinstance(named, str) else named.as_posix())
    if match is None or Path(named).exists():
        return None
    if match["revision"] is None and Path(match["name"].split("/")[0]).exists():
        return None
    return match["name"], match["revision"]


def own_folder(named: str | Path) -> Path:
    """The folder of a checkpoint that is to be changed; asks nobody.

    Raises:
        HubError: it is one on the Hub.
    """
    if asked := hub_name(named):
        name = asked[0].split("/")[1]
        raise HubError(
            f"{asked[0]} is on the Hub, and what is changed has to be a folder here: "
            f"hf download {asked[0]} --local-dir checkpoints/{name} makes one."
        )
    return Path(named).expanduser()


def download(name: str, revision: str | None = None, **options: Any) -> Path:
    """The folder in the Hub's cache that holds a checkpoint's files, downloaded if they were not there.

    Args:
        name: `user/name`.
        revision: a branch, a tag or a commit; the branch main if None.
        options: `token`, `cache_dir`, `local_files_only` and `force_download` of `huggingface_hub.snapshot_download`.

    Raises:
        HubError: there is no such checkpoint or revision, it is private, the Hub cannot be reached, the disk is full.
    """
    with in_a_sentence(name, revision):
        from huggingface_hub import snapshot_download

        files = list(PUBLISHED)
        folder = snapshot_download(
            name, revision=revision, allow_patterns=files, library_name=LIBRARY, **options
        )
    return Path(folder)


@contextmanager
def in_a_sentence(name: str, revision: str | None = None) -> Iterator[None]:
    """Says in one sentence why the Hub gives or takes nothing.

    Raises:
        HubError: so it is.
    """
    import httpx2
    from huggingface_hub import errors

    try:
        yield
    except (errors.GatedRepoError, errors.DisabledRepoError):
        said = "is not open to everybody: ask for access on its page, then log in with hf auth login."
    except errors.RepositoryNotFoundError:
        said = "is not on the Hub, or it is private: then log in with hf auth login."
    except errors.RevisionNotFoundError:
        said = f"has no revision {revision}."
    except errors.HFValidationError:
        said = "cannot be the name of anything on the Hub."
    except errors.HfHubHTTPError as error:
        said = _refusal(error.response.status_code)
    except (errors.LocalEntryNotFoundError, errors.OfflineModeIsEnabled, httpx2.HTTPError):
        said = "is not on this computer, and the Hub cannot be reached."
    except OSError as error:
        said = f"cannot be kept on this computer: {error.strerror or error}."
    else:
        return
    raise HubError(f"{name} {said}") from None


def _refusal(status: int) -> str:
    """Why the Hub refuses, by the status of its answer."""
    if status == 401:
        return "needs you to log in to the Hub: hf auth login."
    if status == 403:
        return "is not yours to write to, or your token is for reading alone: see hf auth whoami."
    return f"cannot be had: the Hub answers with status {status}."
