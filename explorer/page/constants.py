"""The numbers and names that the page's scripts share with Python; the stage hands them over.

`static/core/constants.js` describes the ones that the scripts read.
"""

from dataclasses import asdict
from typing import Any

from explorer.kit.formats import FORMATS
from explorer.kit.kit import (
    HUMANISE_RANGE,
    LENGTHS,
    MAX_RATCHET,
    MAX_SONG,
    MAX_VELOCITY,
    PADS,
    PATTERNS,
    STEPS,
    SWING_RANGE,
    TEMPO_RANGE,
)
from explorer.kit.notes import NAMES, REACHED
from explorer.kit.opening import MAX_ZIP_BYTES
from explorer.kit.options import MAX_KIT_NAME
from explorer.page.ways import ways
from explorer.server.limits import MAX_UPLOAD_BYTES
from explorer.server.maps import colourings
from vae.recipes.constants import constants as recipe_constants
from vae.recipes.sheet import (
    CHOKES,
    DECAY_RANGE,
    LEVEL_RANGE,
    MAX_NAME,
    MAX_TAG,
    MAX_TAGS,
    PAN_RANGE,
    PITCH_RANGE,
)


def constants() -> dict[str, Any]:
    """Returns the constants of recipes, ways of mixing, uploads and kits, JSON-able; ranges are [low, high]."""
    return {
        **recipe_constants(),
        "ways": [asdict(way) for way in ways()],
        "max_upload_bytes": MAX_UPLOAD_BYTES,
        "max_kit_bytes": MAX_ZIP_BYTES,
        "colour_steps": colourings.STEPS,
        "kit": {
            "pads": PADS,
            "steps": STEPS,
            "max_velocity": MAX_VELOCITY,
            "max_name": MAX_NAME,
            "tempo": list(TEMPO_RANGE),
            "swing": list(SWING_RANGE),
            "humanise": list(HUMANISE_RANGE),
            "level": list(LEVEL_RANGE),
            "pitch": list(PITCH_RANGE),
            "decay": list(DECAY_RANGE),
            "pan": list(PAN_RANGE),
            "chokes": CHOKES,
            "lengths": list(LENGTHS),
            "patterns": PATTERNS,
            "max_ratchet": MAX_RATCHET,
            "max_song": MAX_SONG,
            "formats": [{"name": each.name, "title": each.title, "words": each.words} for each in FORMATS],
            "keys": NAMES,
            "reach": list(REACHED),
            "max_kit_name": MAX_KIT_NAME,
            "max_tag": MAX_TAG,
            "max_tags": MAX_TAGS,
        },
    }
