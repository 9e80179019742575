import json
import shutil
from pathlib import Path

import pytest
from huggingface_hub import ModelCard, ModelCardData

from vae.checkpoint.files import CheckpointError
from vae.evaluate.evaluation import Evaluation
from vae.evaluate.report.card import renew_card
from vae.evaluate.report.metadata import DIGITS, metadata, without_front_matter

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path.parent for path in (ROOT / "checkpoints").glob("*/metrics.json"))


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_shipped_cards_say_what_was_measured(folder: Path):
    card = ModelCard.load(folder / "README.md")
    figures = json.loads((folder / "metrics.json").read_text("utf-8"))
    assert (card.data.library_name, card.data.pipeline_tag) == ("hitmap", "audio-to-audio")
    assert card.data.license in ("mit", "other")
    assert card.data.license == "mit" or (folder / card.data.license_link).is_file()
    said = {result.metric_type: result for result in card.data.eval_results}
    for name in ("envelope_db", "onset_error", "flatness_gap_db", "lsd", "mss"):
        assert said[name].metric_value == round(figures["measures"]["model"][name]["median"], DIGITS)
        assert said[name].dataset_name.startswith(f"{folder.name}: {figures['held_out']} sounds")
    assert said["trustworthiness"].metric_value == round(figures["map"]["trustworthiness"], DIGITS)
    default = figures.get("between", {}).get("default")
    middles = {
        kind: one["ratios"][default] for kind, one in figures.get("between", {}).get("midpoint", {}).items()
    }
    written = {one.dataset_config: one for one in card.data.eval_results if one.metric_type == "midpoint"}
    assert written.keys() == {kind for kind, spread in middles.items() if spread}
    for kind, one in written.items():
        assert one.metric_value == round(middles[kind]["median"], DIGITS)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_cards_are_renewed_without_touching_their_text(folder: Path, tmp_path: Path):
    copy = shutil.copytree(
        folder, tmp_path / folder.name, ignore=shutil.ignore_patterns("*.npz", "*.safetensors")
    )
    as_shipped = (copy / "README.md").read_bytes()
    figures = json.loads((copy / "metrics.json").read_text("utf-8"))
    figures["measures"]["model"]["envelope_db"]["median"] = 9.87654
    (copy / "metrics.json").write_text(json.dumps(figures), "utf-8")
    renew_card(copy)
    renewed = (copy / "README.md").read_text("utf-8")
    assert "value: 9.8765" in renewed
    assert without_front_matter(renewed) == without_front_matter(as_shipped.decode())
    shutil.copyfile(folder / "metrics.json", copy / "metrics.json")
    renew_card(copy)
    assert (copy / "README.md").read_bytes() == as_shipped


def test_the_licence_is_that_of_the_credits_and_nothing_else_of_them_is_taken():
    evaluation = Evaluation.from_dict(json.loads((SHIPPED[0] / "metrics.json").read_text("utf-8")))
    credits = "---\nlicense: cc0-1.0\nlibrary_name: other\nmodel-index: 3\n---\n\n## Authors\n"
    data = metadata("mine", evaluation, credits)
    assert (data.license, data.library_name, data.model_name) == ("cc0-1.0", "hitmap", "mine")
    assert isinstance(data, ModelCardData)
    assert metadata("mine", evaluation).license is None
    assert without_front_matter(credits) == "## Authors"
    assert without_front_matter("## Authors\n") == "## Authors"


def test_without_figures_there_is_no_metadata(tmp_path: Path):
    with pytest.raises(CheckpointError, match=r"has no metrics\.json: measure it with --update"):
        renew_card(tmp_path)
    for damaged in ("{", "[]", "{}"):
        (tmp_path / "metrics.json").write_text(damaged, "utf-8")
        with pytest.raises(CheckpointError, match=r"metrics\.json is damaged"):
            renew_card(tmp_path)
