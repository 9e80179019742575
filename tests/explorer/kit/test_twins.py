"""The page's scripts and Python play the same kit in the same way."""

import json
import shutil
import subprocess
from dataclasses import asdict
from pathlib import Path
from random import Random

import pytest

from explorer.kit.hits import bars, draw, hits
from explorer.kit.kit import LENGTHS, PADS, PATTERNS, Beat, Kit, Pattern, data_of
from explorer.kit.mix import mix, usual_choke, velocity_gain
from explorer.kit.notes import notes
from vae.recipes.kinds import Point
from vae.recipes.sheet import Entry

SCRIPT = Path(__file__).parents[2] / "js" / "kit" / "played.js"
ROUNDS = 2
CHOKES = {
    "closed_hat": 1,
    "open_hat": 1,
    "Hi-Hat": 1,
    "hihats": 1,
    "hat_909": 1,
    "hatch": 0,
    "chat": 0,
    "": 0,
}

SOUNDS = [
    ("kick", "Kick 808 3"),
    ("Bass_Drum", "deep"),
    ("snare", "Rimshot 2"),
    ("snare", "Snare Brush 1"),
    ("closed_hat", "Pedal"),
    ("open_hat", "Hat 909"),
    ("tom", "Floor tom"),
    ("tom", "High 2"),
    ("cymbal", "Ride 4"),
    ("cowbell", "Agogo 3"),
    ("fx", "Zap"),
    ("", "open hi-hat"),
    ("Église", "足音 snare_2"),
]


def made(random: Random) -> Kit:
    """Any kit, with everything that a kit may say."""

    def rows(length: int, *values: int) -> list[list[int]]:
        return [random.choices(values, k=length) for _ in range(PADS)]

    def beat() -> dict[str, list[list[int]]]:
        length = random.choice(LENGTHS)
        values = {"steps": rows(length, 0, 0, 60, 127)}
        if random.random() < 0.6:
            values |= {"chances": rows(length, 100, 50, 7), "ratchets": rows(length, 1, 1, 2, 3, 4)}
        return values

    def slot() -> Entry | None:
        if random.random() < 0.2:
            return None
        entry = Entry(Point(3), "Sound", "drum-machine", random.uniform(-24, 6))
        if random.random() < 0.3:
            return entry
        return Entry(
            *(Point(3), "Sound", "drum-machine", 0),
            mute=random.random() < 0.3,
            solo=random.random() < 0.1,
            choke=random.randrange(5),
            pitch=random.uniform(-24, 24),
            decay=random.choice([None, 0.3]),
            pan=random.uniform(-1, 1),
        )

    others = [Beat(**beat()) for _ in range(PATTERNS - 1)]
    song = random.choices(range(PATTERNS), k=random.randrange(1, 6))
    pattern = Pattern(random.uniform(40, 240), random.uniform(0.5, 0.75), 0, **beat())
    return Kit(tuple(slot() for _ in range(PADS)), pattern, tuple(others), tuple(song))


@pytest.mark.skipif(shutil.which("node") is None, reason="needs Node.js")
def test_page_and_exports_mix_and_hit_the_same():
    random = Random(3)
    kits = [Kit(), *(made(random) for _ in range(40))]
    sounds = [random.choices(SOUNDS, k=random.randrange(9)) for _ in range(200)]
    given = {
        "kits": [data_of(kit) for kit in kits],
        "labels": list(CHOKES),
        "sounds": sounds,
        "rounds": ROUNDS,
    }
    run = subprocess.run(
        ["node", SCRIPT],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    found = json.loads(run.stdout)
    assert found["chokes"] == [usual_choke(label) for label in CHOKES] == list(CHOKES.values())
    assert found["keys"] == [notes(kit) for kit in sounds]
    assert found["gains"] == pytest.approx([velocity_gain(velocity) for velocity in (1, 64, 127)])
    for kit, played in zip(kits, found["played"], strict=True):
        assert played["isKit"] and played["bars"] == bars(kit)
        for there, here in zip(played["strips"], mix(kit), strict=True):
            assert (there is None) == (here is None)
            assert here is None or there == pytest.approx(asdict(here))
        wanted = hits(kit, ROUNDS)
        assert len(played["hits"]) == len(wanted)
        for there, here in zip(played["hits"], wanted, strict=True):
            assert there == pytest.approx(asdict(here))
    assert sum(len(hits(kit)) for kit in kits) > 1000


def test_chance_is_even_and_another_one_in_every_round():
    drawn = [draw(number, 0, pad, step) for number in range(20) for pad in range(8) for step in range(32)]
    assert len(set(drawn)) == len(drawn)
    for part in range(10):
        assert sum(part <= 10 * value < part + 1 for value in drawn) == pytest.approx(512, rel=0.15)
