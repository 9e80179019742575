"""Kits and links of version 0.1 open, and say the same again."""

import base64
import json
import zlib
from pathlib import Path
from urllib.parse import parse_qs

from explorer.kit.export import save_text
from explorer.kit.opening import open_kit
from explorer.server.kits import restore, to_recipes_json
from explorer.sound.shelf import find_checkpoints
from vae.recipes.text import parse_recipe, to_json

ROOT = Path(__file__).parents[3]
KIT = (ROOT / "tests" / "golden" / "kit-0.1.json").read_bytes()
LINK = (ROOT / "tests" / "golden" / "link-0.1.txt").read_text("utf-8").strip()


def test_a_kit_of_version_0_1_is_written_byte_by_byte_as_it_was():
    saved = open_kit(KIT)
    assert save_text(saved.kit, saved.fingerprints).encode() == KIT
    assert saved.listed == 0
    kinds = {part.kind for slot in saved.kit.slots if slot for part in slot.recipe.walk()}
    assert kinds == {"point", "place", "mix", "noise", "shape", "offset", "prior", "latent", "phase"}


def test_a_link_of_version_0_1_opens_its_sound_and_its_kit():
    values = {name: value for name, (value,) in parse_qs(LINK.lstrip("#"), strict_parsing=True).items()}
    assert to_json(parse_recipe(values["recipe"])) == values["recipe"]
    packed = base64.urlsafe_b64decode(values["kit"] + "=" * (-len(values["kit"]) % 4))
    text = zlib.decompress(packed, wbits=-15)
    shelf = find_checkpoints(ROOT / "checkpoints")
    back = restore(shelf, base64.b64encode(text).decode())
    assert back["kit"] == json.loads(text)["kit"]
    assert (
        json.loads(to_recipes_json(shelf, json.dumps(back["kit"]))["text"])["kit"] == json.loads(text)["kit"]
    )
