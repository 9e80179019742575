import json

import pytest
import torch

from vae.checkpoint.codec import Codec
from vae.checkpoint.files import CheckpointError
from vae.checkpoint.weights import load_checkpoint, save_checkpoint
from vae.model.studio import VAE, VAEConfig
from vae.sound.spectrogram import SpectrogramConfig

CONFIG = VAEConfig(latent_dim=4, channels=8)


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "mine"
    path.mkdir()
    save_checkpoint(path, VAE(CONFIG), SpectrogramConfig(), {"seed": 0})
    return path


def test_round_trip_at_half_precision(tmp_path):
    torch.manual_seed(1)
    model = VAE(CONFIG)
    save_checkpoint(tmp_path, model, SpectrogramConfig(), {"seed": 1})
    found = load_checkpoint(tmp_path)
    assert found.spectrogram_config == SpectrogramConfig()
    assert found.model.config == CONFIG
    assert found.config["training"] == {"seed": 1}
    for name, tensor in model.state_dict().items():
        assert torch.equal(found.model.state_dict()[name], tensor.half().float())
    json.dumps(Codec.load(tmp_path).config)


def edit(path, **changes):
    config = json.loads((path / "config.json").read_text())
    (path / "config.json").write_text(json.dumps(config | changes))


def truncate(path):
    content = (path / "model.safetensors").read_bytes()
    (path / "model.safetensors").write_bytes(content[: len(content) // 2])


def poison(path):
    model = VAE(CONFIG)
    with torch.no_grad():
        model.linear.bias[0] = float("nan")
    save_checkpoint(path, model, SpectrogramConfig(), {})


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda p: (p / "config.json").unlink(), "no config.json"),
        (lambda p: (p / "config.json").write_text("{"), "not valid JSON"),
        (lambda p: (p / "config.json").write_text("[]"), "no format version"),
        (lambda p: (p / "config.json").write_bytes(b"\xff\xfe\x00"), "not valid JSON"),
        (lambda p: edit(p, format=99), "format 99"),
        (lambda p: edit(p, format=True), "no format version"),
        (lambda p: edit(p, model={"latent_dim": 8}), "does not fit"),
        (lambda p: edit(p, model={"latent_dim": 10**12}), "does not describe a model"),
        (lambda p: edit(p, model={"latent_dim": "many"}), "does not describe a model"),
        (lambda p: edit(p, model={"wings": 2}), "does not describe a model"),
        (lambda p: edit(p, spectrogram={"hop_length": 0}), "does not describe a model"),
        (lambda p: edit(p, model=None), "does not describe a model"),
        (lambda p: (p / "model.safetensors").unlink(), "is missing"),
        (lambda p: (p / "model.safetensors").write_bytes(b""), "is damaged"),
        (truncate, "is damaged"),
        (poison, "not finite"),
    ],
)
def test_damage_is_refused_with_one_sentence_that_names_the_file(folder, damage, reason):
    damage(folder)
    with pytest.raises(CheckpointError) as caught:
        load_checkpoint(folder)
    message = str(caught.value)
    assert reason in message
    assert "mine" in message
    assert "\n" not in message
    assert str(folder.parent) not in message
