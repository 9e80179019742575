"""The front matter of README.md is what the Hub takes for a Space, and says the same as the requirements.

https://huggingface.co/docs/hub/spaces-config-reference
"""

import re
from pathlib import Path

import pytest
import yaml
from huggingface_hub import SpaceCard, SpaceHardware
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
KNOWN = {
    *(
        "title",
        "emoji",
        "colorFrom",
        "colorTo",
        "sdk",
        "sdk_version",
        "python_version",
        "app_file",
        "base_path",
    ),
    *(
        "fullWidth",
        "header",
        "short_description",
        "models",
        "datasets",
        "tags",
        "thumbnail",
        "pinned",
        "license",
    ),
    *(
        "suggested_hardware",
        "startup_duration_timeout",
        "custom_headers",
        "disable_embedding",
        "preload_from_hub",
    ),
}
COLOURS = {"red", "yellow", "green", "blue", "indigo", "purple", "pink", "gray"}
ZERO_GPU_PYTHONS, ZERO_GPU_TORCHES = {"3.10.13", "3.12.12"}, ["2.8.0", "2.9.1", "2.10.0", "2.11.0"]


@pytest.fixture(scope="module")
def card():
    return SpaceCard.load(ROOT / "README.md").data


@pytest.fixture(scope="module")
def requirements() -> dict[str, Requirement]:
    lines = (ROOT / "requirements.txt").read_text("utf-8").splitlines()
    return {one.name: one for line in lines if not line.startswith("#") for one in [Requirement(line)]}


def test_every_field_is_known_and_fits(card):
    fields = card.to_dict()
    assert set(fields) <= KNOWN
    assert set(fields) >= {"header", "thumbnail", "tags", "models", "short_description", "suggested_hardware"}
    assert {fields["colorFrom"], fields["colorTo"]} <= COLOURS
    assert fields["header"] in {"mini", "default"}
    assert len(fields["short_description"]) <= 60
    assert fields["suggested_hardware"] in {one.value for one in SpaceHardware}
    assert all(isinstance(fields[name], str) for name in ("title", "sdk_version", "python_version"))


def test_the_files_that_it_names_are_there(card):
    assert (ROOT / card.app_file).is_file() and (ROOT / card.thumbnail).is_file()
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert card.license == "mit" and text.startswith("MIT License")


def test_gradio_is_the_one_of_the_requirements(card, requirements):
    assert card.sdk == "gradio" and str(requirements["gradio"].specifier) == f"=={card.sdk_version}"


def test_zero_gpu_takes_this_python_and_has_a_torch_for_it(card, requirements):
    torch = requirements["torch"]
    assert card.python_version in ZERO_GPU_PYTHONS
    assert torch.marker is None and list(torch.specifier.filter(ZERO_GPU_TORCHES)) == ZERO_GPU_TORCHES


def test_the_block_is_plain_yaml():
    block = re.match(r"---\n(.*?)\n---\n", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)[1]
    assert yaml.safe_load(block)["title"] == "Hitmap"
