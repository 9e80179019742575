"""What the sliders of a checkpoint change is measured and stored for the page."""

import json
import shutil
from pathlib import Path

import numpy as np

from explorer.calibrate import main
from explorer.sound.calibration import FILE_NAME
from vae.recipes.qualities import QUALITIES


def test_the_command_measures_every_slider_and_says_so(checkpoints: Path, tmp_path: Path, capsys) -> None:
    folder = Path(shutil.copytree(checkpoints / "drum-machine", tmp_path / "mine"))
    main(folder, sounds=4, seed=1, device="cpu")
    report = json.loads((folder / FILE_NAME).read_text("utf-8"))
    assert tuple(report["qualities"]) == QUALITIES
    assert (report["sounds"], report["seed"]) == (4, 1)
    assert {np.shape(report[name]) for name in ("matrix", "crosstalk", "median")} == {(5, 5)}
    assert all(0 <= share <= 1 for share in report["monotone"])
    np.testing.assert_allclose(np.diag(report["crosstalk"]), 1)
    shown = capsys.readouterr().out
    assert all(name in shown for name in QUALITIES)
