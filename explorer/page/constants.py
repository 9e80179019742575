"""The numbers and names that the page's scripts share with Python; the stage hands them over.

`static/core/constants.js` describes the ones that the scripts read.
"""

from dataclasses import asdict
from typing import Any

from explorer.kit.kit import HUMANISE_RANGE, MAX_VELOCITY, PADS, STEPS, SWING_RANGE, TEMPO_RANGE
from explorer.kit.opening import MAX_ZIP_BYTES
from explorer.page.ways import ways
from explorer.server.limits import MAX_UPLOAD_BYTES
from vae.recipes.constants import constants as recipe_constants
from vae.recipes.sheet import LEVEL_RANGE, MAX_NAME


def constants() -> dict[str, Any]:
    """Returns the constants of recipes, ways of mixing, uploads and kits, JSON-able; ranges are [low, high]."""
    return {
        **recipe_constants(),
        "ways": [asdict(way) for way in ways()],
        "max_upload_bytes": MAX_UPLOAD_BYTES,
        "max_kit_bytes": MAX_ZIP_BYTES,
        "kit": {
            "pads": PADS,
            "steps": STEPS,
            "max_velocity": MAX_VELOCITY,
            "max_name": MAX_NAME,
            "tempo": list(TEMPO_RANGE),
            "swing": list(SWING_RANGE),
            "humanise": list(HUMANISE_RANGE),
            "level": list(LEVEL_RANGE),
        },
    }
