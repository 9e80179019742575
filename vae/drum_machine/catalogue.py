"""Every engine of the drum machine by label and name: `ENGINES["snare"]["acoustic"]`.

Sounds, checkpoints and other engines refer to engines only by these names. Labels are drawn in the order of
`ENGINES`, and the engines of a label in the order in which its file declares them.
"""

from vae.drum_machine.engine import Family
from vae.drum_machine.engines.clap import CLAP
from vae.drum_machine.engines.conga import CONGA
from vae.drum_machine.engines.cowbell import COWBELL
from vae.drum_machine.engines.cymbal import CYMBAL
from vae.drum_machine.engines.fx import FX
from vae.drum_machine.engines.hats import CLOSED_HAT, OPEN_HAT
from vae.drum_machine.engines.kick import KICK
from vae.drum_machine.engines.rim import RIM
from vae.drum_machine.engines.shaker import SHAKER
from vae.drum_machine.engines.snare import SNARE
from vae.drum_machine.engines.tom import TOM

_FAMILIES = (KICK, SNARE, CLAP, RIM, CLOSED_HAT, OPEN_HAT, TOM, CYMBAL, COWBELL, CONGA, SHAKER, FX)

ENGINES: dict[str, Family] = {family.label: family for family in _FAMILIES}
