"""Every engine of the drum machine by label and name."""

from vae.drum_machine.engines import clap, conga, cowbell, cymbal, fx, hats, kick, rim, shaker, snare, tom
from vae.drum_machine.parts import Engine

_ALL: tuple[Engine, ...] = (
    *kick.ENGINES,
    *snare.ENGINES,
    *clap.ENGINES,
    *rim.ENGINES,
    *hats.ENGINES,
    *tom.ENGINES,
    *cymbal.ENGINES,
    *cowbell.ENGINES,
    *conga.ENGINES,
    *shaker.ENGINES,
    *fx.ENGINES,
)

ENGINES: dict[str, dict[str, Engine]] = {}
"""`ENGINES[label][name]`, labels and engines in the order in which they are drawn."""

for _engine in _ALL:
    ENGINES.setdefault(_engine.label, {})[_engine.name] = _engine
