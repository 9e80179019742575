"""Packages as Linux distributions lay them out, of games above all: things with names, and no drums."""

from pathlib import Path

from touched import labels, named, touch


def test_the_folders_around_a_package_are_no_category(tmp_path: Path) -> None:
    """However few its sounds are, and though its name has a word for something heard."""
    where = "frozen-quest-data/usr/share/games/frozen-quest/snd"
    touch(tmp_path, *(f"{where}/{name}" for name in ("door open", "sword hit", "zorble", "wolf howl")))
    touch(tmp_path, f"{where}/ambience/hum", *(f"other-data/usr/share/other/sound/{i}" for i in "abc"))
    found = named(tmp_path)
    assert {name: naming.label for name, naming in found.items() if naming.label} == {
        **{"door open": "door", "sword hit": "sword", "wolf howl": "wolf", "hum": "ambience"},
    }
    assert found["zorble"].label is None
    assert {naming.kit for naming in (found["a"], found["hum"])} == {None}


def test_a_package_may_be_named_after_what_is_heard(tmp_path: Path) -> None:
    touch(tmp_path, *(f"Pack/Footsteps/{i}" for i in "abcde"), *(f"Zorbles/{i}" for i in "fgh"))
    found = labels(tmp_path)
    assert found["c"] == "footsteps"
    assert found["g"] == "zorbles"


def test_what_is_also_heard_beside_drums_makes_no_drum_kit(tmp_path: Path) -> None:
    effects = ["badpill", "goodpill", "sinks", "crazylaugh", "savepoint"]
    found = named(touch(tmp_path, *(f"rolling/{name}" for name in ("click", "crash", *effects))))
    assert not any(naming.among_drums for naming in found.values())
    assert found["crash"].label != "cymbal"
    drums = labels(touch(tmp_path / "kit", *(f"perc/{name}" for name in ("tom", "crash", *effects))))
    assert drums["crash"] == "cymbal"


def test_a_folder_with_a_drums_code_does_not_outweigh_the_names_in_it(tmp_path: Path) -> None:
    root = touch(tmp_path, *(f"sounds/hh60/engine_{what}" for what in ("start", "inside", "stop")))
    touch(root, *(f"sounds/{name}" for name in ("door open", "door close", "wind", "rain", "horn")))
    found = labels(root)
    assert found["engine_start"] == "engine"
    assert (
        labels(touch(tmp_path / "drums", *(f"hh/{i}" for i in range(4)), "bd/5", "sn/6"))["2"] == "closed_hat"
    )


def test_a_folder_of_two_packages_is_one_category(tmp_path: Path) -> None:
    for package in ("bear-hunt", "other"):
        where = f"{package}-data/usr/share/{package}"
        touch(
            tmp_path, f"{where}/ambience/{package} hum", *(f"{where}/ambience/{package}{i}" for i in range(3))
        )
    assert {*labels(tmp_path).values()} == {"ambience"}
