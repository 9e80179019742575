"""How a kit is exported: format, name, and what its sound files are like."""

from dataclasses import dataclass

from explorer.kit.levelling import AS_IS, LEVELS
from explorer.sound.file_names import ROOM, plain, stem_of
from vae.checks import is_integer
from vae.recipes.checks import plain_text
from vae.recipes.sheet import KitError

BIT_DEPTHS = (16, 24)
SAMPLE_RATES = (44_100, 48_000)
MAX_BARS = 8
MAX_KIT_NAME = 40
USUAL_FORMAT = "sfz"
USUAL_TITLE, USUAL_STEM = "Hitmap kit", "kit"


@dataclass(frozen=True)
class ExportOptions:
    """How to write a kit.

    Attributes:
        bit_depth: bits per sample, 16 or 24.
        sample_rate: in Hz, 44100 or 48000.
        bars: least number of bars in the loop.
        mono: whether all is mono.
        level: how loud the files are, one of `explorer.kit.levelling.LEVELS`.
        format: name of the format, of those in `explorer.kit.formats.FORMATS`.
        name: the kit's name, which samplers show; empty for a usual one.
    """

    bit_depth: int = 16
    sample_rate: int = 44_100
    bars: int = 2
    mono: bool = False
    level: str = AS_IS
    format: str = USUAL_FORMAT
    name: str = ""

    def __post_init__(self) -> None:
        allowed = {"bit_depth": BIT_DEPTHS, "sample_rate": SAMPLE_RATES, "bars": range(1, MAX_BARS + 1)}
        if not all(is_integer(value := getattr(self, name)) and value in allowed[name] for name in allowed):
            raise KitError(
                "A kit is exported with 16 or 24 bits, at 44100 or 48000 Hz, with a loop of 1 to 8 bars."
            )
        if not isinstance(self.mono, bool):
            raise KitError("Whether a kit is exported in mono is true or false.")
        if not isinstance(self.level, str) or self.level not in LEVELS:
            raise KitError(f"The level of a kit's files is one of {', '.join(LEVELS)}.")
        if not isinstance(self.format, str):
            raise KitError("The format of a kit is a text.")
        if self.name != "":
            plain_text(self.name, "The name of a kit", MAX_KIT_NAME, KitError)

    @property
    def title(self) -> str:
        """The kit's name, as it is shown."""
        return self.name or USUAL_TITLE

    @property
    def stem(self) -> str:
        """The kit's name for files, plain ASCII."""
        return plain(self.name) or USUAL_STEM


def file_stem(number: int, label: str, name: str) -> str:
    """File name of a pad: "01-kick-808-long" for pad 1 with a kick named "808 long"; mixes as `stem_of` says."""
    kind, own = plain(label), stem_of(name)
    whole = own if kind in own or "--" in own else f"{kind}-{own}".strip("-")
    return f"{number:02d}-{whole[:ROOM].strip('-') or 'sound'}"
