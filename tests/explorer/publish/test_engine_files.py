"""What a page without a server gets of a checkpoint whose sounds end freely, in stereo, with what the model misses."""

import json
from pathlib import Path

import numpy as np
import pytest
from tiny_checkpoint import make_checkpoint

from explorer.publish.engine_files import write_engine
from vae import Codec
from vae.checkpoint.files import CheckpointError
from vae.drum_machine.library import write_library
from vae.library.library import Library
from vae.model.detail import BANDS, FRAMES
from vae.sound.stereo.image import CODE_SIZE


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("drums")
    write_library(folder, count=16, seed=4)
    return folder


def test_every_file_is_there_and_the_settings_fit_them(data: Path, tmp_path: Path) -> None:
    made = make_checkpoint(tmp_path / "made", data, whole=True)
    write_engine(tmp_path / "site", made)
    settings = json.loads((tmp_path / "site" / "engine.json").read_text("utf-8"))
    codec, library = Codec.load(made), Library.load(made)
    assert settings["detail"] == {"bands": BANDS, "frames": FRAMES}
    assert settings["compared_dims"] == settings["model"]["latent_dim"] + CODE_SIZE
    assert codec.latent_dim - settings["compared_dims"] == codec.detail_dims
    assert (settings["sounds"], settings["stereo"]) == (len(library), True)
    files = settings["files"]
    silences = set(files["silence"].values())
    single = {name for name in files.values() if isinstance(name, str)}
    for name in single | silences | {*files["linear_parts"]}:
        assert (tmp_path / "site" / name).stat().st_size > 0, name
    dims = settings["model"]["latent_dim"]
    assert {(tmp_path / "site" / name).stat().st_size for name in silences} == {dims * (dims + 1) // 2 * 4}
    assert np.isfinite([settings["reach"], settings["latent_spacing"], settings["typical_distance"]]).all()


def test_the_thesis_is_refused_in_one_sentence(data: Path, tmp_path: Path) -> None:
    made = make_checkpoint(tmp_path / "thesis", data, preset="thesis")
    with pytest.raises(CheckpointError, match=r"only those of the studio preset can\.$"):
        write_engine(tmp_path / "site", made)
