"""The ways of a codec in and out: a checkpoint folder, here or on the Hugging Face Hub. Knows nothing about sounds."""

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch
from huggingface_hub import ModelHubMixin

from vae.checkpoint.files import PUBLISHED, CheckpointError, called
from vae.checkpoint.hub import LIBRARY, download, hub_name, in_a_sentence
from vae.checkpoint.weights import CPU, Checkpoint, load_checkpoint, write_checkpoint
from vae.device import within_memory
from vae.files import write_atomically

if TYPE_CHECKING:
    from typing_extensions import Self

TAGS = ("audio", "audio-generation", "one-shot", "variational-autoencoder")
NAMING_FOLDERS = ("config.json", "README.md")
"""Files that tell where on this computer the sounds of the training are."""


class Pretrained(ModelHubMixin, library_name=LIBRARY, tags=[*TAGS]):
    """A model that is loaded from a checkpoint folder and saved as one.

    Attributes:
        folder: the folder that it was loaded from; None if it never was in one.
        config: the checkpoint's config.json, as JSON values.
    """

    folder: Path | None = None

    def __new__(cls, checkpoint: Checkpoint | None = None) -> "Self":
        """Makes it as any object: the mixin would copy the whole model into its own idea of a configuration.

        Without an argument, too, as it is made when another process is sent one.
        """
        return object.__new__(cls)

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._model = checkpoint.model
        self.config = checkpoint.config

    @classmethod
    def load(cls, folder: str | Path, device: torch.device = CPU) -> "Self":
        """Reads a checkpoint folder.

        Args:
            folder: the folder.
            device: where its model runs; `vae.device.choose_device` finds one.

        Raises:
            CheckpointError: the folder cannot be used; the message says why.
            DeviceError: the device has too little memory for the model.
        """
        with within_memory(device):
            loaded = cls(load_checkpoint(Path(folder), device))
        loaded.folder = Path(folder)
        return loaded

    @classmethod
    def from_pretrained(
        cls,
        pretrained_model_name_or_path: str | Path,
        *,
        revision: str | None = None,
        device: torch.device = CPU,
        **options: Any,
    ) -> "Self":
        """Reads a checkpoint folder or, if there is none of this name, downloads it from the Hub.

        Args:
            pretrained_model_name_or_path: a folder, `user/name` or `user/name@revision`.
            revision: a branch, a tag or a commit on the Hub; main if None.
            device: as in `load`.
            options: `token`, `cache_dir`, `local_files_only` and `force_download`, as the Hub's own library has them.

        Raises:
            HubError: it cannot be had; the message says why.
            CheckpointError: as in `load`.
            DeviceError: as in `load`.
        """
        asked = hub_name(pretrained_model_name_or_path)
        if asked is None:
            return cls.load(Path(pretrained_model_name_or_path).expanduser(), device)
        return cls.load(download(asked[0], revision or asked[1], **options), device)

    def save_pretrained(self, save_directory: str | Path, **options: Any) -> str | None:
        """Writes a folder that opens here and elsewhere: model, library, card and figures, and no audio.

        The home folder is written as `~`, where the files say what was learned from.

        Args:
            save_directory: the folder; a new one.
            options: of `huggingface_hub.ModelHubMixin.save_pretrained`.

        Raises:
            CheckpointError: it is the folder that this was loaded from.
            HubError: it cannot be written.
        """
        if self.folder and Path(save_directory).resolve() == self.folder.resolve():
            raise CheckpointError(f"{called(self.folder)} is this checkpoint's own folder: choose another.")
        with in_a_sentence(str(options.get("repo_id") or Path(save_directory).name)):
            return super().save_pretrained(save_directory, **options)

    def push_to_hub(self, repo_id: str, **options: Any) -> str:
        """Writes what `save_pretrained` does to the Hub: the address of the commit.

        Args:
            repo_id: `user/name`; it is made if it is not there.
            options: of `huggingface_hub.ModelHubMixin.push_to_hub`: `private`, `token`, `branch`, `commit_message` …

        Raises:
            HubError: the Hub does not take it; the message says why.
        """
        with in_a_sentence(repo_id, options.get("branch")):
            return super().push_to_hub(repo_id, **options)

    def _save_pretrained(self, save_directory: Path) -> None:
        if self.folder is None:
            write_checkpoint(save_directory, self._model, self.config)
            return
        for name in PUBLISHED:
            if (self.folder / name).is_file():
                shutil.copyfile(self.folder / name, save_directory / name)
        for name in NAMING_FOLDERS:
            if (path := save_directory / name).is_file():
                write_atomically(path, without_home(path.read_text(encoding="utf-8")).encode())


def without_home(text: str) -> str:
    """A text, JSON too, with `~` for the home folder of whoever runs this."""
    home = Path.home()
    if home.name:
        for written in (json.dumps(str(home))[1:-1], str(home), home.as_posix()):
            text = re.sub(re.escape(written) + r"(?![\w.-])", "~", text)
    return text
