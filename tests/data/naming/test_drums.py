"""Names that producers know, and names of everything else that is no drum."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae.data.labels import drum_of_path
from vae.data.naming.drums import LABELS, drum_of, label_of

MACHINES = {
    "TR-808": {
        **{f"BD{a}{b}": "kick" for a in ("00", "25", "75") for b in ("00", "50")},
        **{"SD0010": "snare", "CY7510": "cymbal", "OH25": "open_hat", "CH": "closed_hat", "LT50": "tom", "MT00": "tom"},
        **{"HT10": "tom", "LC25": "conga", "MC50": "conga", "HC00": "conga", "HC75": "conga", "RS": "rim", "CL": "rim"},
        **{"CP": "clap", "MA": "shaker", "CB": "cowbell"},
    },
    "TR-909": {
        **{"BT0A0A7": "kick", "BT7AAD0": "kick", "ST0T0S0": "snare", "HT0D3": "tom", "LT7D0": "tom", "RIM63": "rim"},
        **{"HHCD4": "closed_hat", "HHOD4": "open_hat", "OPCL1": "open_hat", "CSHD2": "cymbal", "RIDED4": "cymbal"},
        **{"HANDCLP1": "clap"},
    },
    "TR-606": {"606 BD": "kick", "606SD1": "snare", "606_CH": "closed_hat", "606-OH": "open_hat", "606 CY": "cymbal"},
    "TR-707": {"BassDrum1": "kick", "HhC": "closed_hat", "HhO": "open_hat", "Tamb": "shaker", "Cowbell": "cowbell"},
    "CR-78": {
        **{"CR-78 Bass Drum": "kick", "CR78_SD": "snare", "CR-78 Guiro 1": "shaker", "CR-78 Bongo High": "conga"},
        **{"CR78 HiHat Metal": "closed_hat", "CR-78 Claves": "rim", "CR-8000 Cymbal": "cymbal"},
    },
    "LinnDrum": {
        **{"kick": "kick", "snareh": "snare", "sst": "rim", "chhl": "closed_hat", "ohh": "open_hat"},
        **{"tomh": "tom", "tomll": "tom", "congahh": "conga", "congal": "conga", "cabasa": "shaker", "tamb": "shaker"},
        **{"cowb": "cowbell", "crash": "cymbal", "ride": "cymbal", "clap": "clap"},
    },
    "Boxes": {
        **{"DR-110 CHH": "closed_hat", "KR-55 Claves": "rim", "RX5_SD_01": "snare", "SDSV Kick": "kick"},
        **{"TRX-CH": "closed_hat", "SP12-Kick": "kick", "CHat_02": "closed_hat", "hatopen 2": "open_hat"},
        **{"HHop": "open_hat", "Kick-808": "kick", "Conga-808-Hi": "conga", "Hihat-Closed-707": "closed_hat"},
    },
    "DMX": {"DMX Kick 2": "kick", "DMX_RIMSHOT": "rim", "DMX HH OPEN": "open_hat", "DMX Timbale": "conga"},
    "MPC60": {"MPC60 Snr 03": "snare", "Mpc-Kick-01": "kick", "ClHat 2": "closed_hat", "OpHat 1": "open_hat"},
    "Loops & Hits": {
        **{"KSHMR_Kick_01": "kick", "OS_GK_snare_rim_crunch_F#": "snare", "TL_DRM_Clap_One_Shot_07": "clap"},
        **{"VEC1 Bassdrums Trancy 017": "kick", "VEC1 Close HH 12": "closed_hat", "VEC1 Open HH 03": "open_hat"},
        **{"VEC3 Cymbals Crash Clean 01": "cymbal", "VMH2 Snares 044": "snare", "VEE Hihat Closed 03": "closed_hat"},
        **{"Cymatics - Orchid Kick 12 (C#)": "kick", "Cymatics - Titan 808 3 (F#)": "kick", "808s 04": "kick"},
        **{"Cymatics - Eternity Open Hihat 4": "open_hat", "Cymatics - Percussion - Woodblock 2": "rim"},
    },
}  # fmt: skip
OTHERS = (
    """
CR-78 Metallic Beat|CR-78|Cr8kbass|Cr8zy|SD Card Dump|SDcard insert|UI Click|Mouse Click|Button Click 02
Church Bell|School Bell Ring|Doorbell|Bicycle Bell|Hat Stand Falling|Cowboy Hat Throw|Tom Cat Meow
Tomcat Yowl|Peeping Tom|Car Crash|Plane Crash|Waves Crash|Bus Ride|Bike Ride|Water Splash
Puddle Water Splash|Thunderclap|Thunder Clap Far|Crowd Clap|Twig Snap|Bone Snap|Kick Door Open
Karate Kick|Football Crowd Kick|Paint Brush|Toothbrush|Baby Rattle|Snake Rattle|Keys Jingle|Hockey Stick
Walking Stick Tick|China Plate|Door Wood Slam|Footstep Gravel|Sword Hit|Oh No Baby|RC Car|Symptom
Phantom Voice Whisper Nothing
""".replace("\n", "|")
    .strip("|")
    .split("|")
)


@pytest.mark.parametrize("machine", MACHINES)
def test_machines_and_packs_that_producers_own(machine: str) -> None:
    found = {name: label_of_path_in(machine, name) for name in MACHINES[machine]}
    assert found == MACHINES[machine]


def label_of_path_in(folder: str, name: str) -> str | None:
    found = drum_of_path(Path(folder, f"{name}.wav"))
    return found[0].label if found else None


@pytest.mark.parametrize("name", OTHERS)
def test_what_only_sounds_like_a_drum_is_none(name: str) -> None:
    assert label_of(name) in (None, "fx")


@pytest.mark.parametrize(
    "name", ["Hat (Open)", "Hat [Open]", "hat_(opened) 2", "Hi-Hat {Open}", "Hat (Sabian) (open)"]
)
def test_brackets_tell_how_open_a_hat_is(name: str) -> None:
    assert label_of(name) == "open_hat"
    assert label_of(name.upper()) == "open_hat"
    assert label_of(name.casefold().replace("opened", "closed").replace("open", "closed")) == "closed_hat"


def test_brackets_count_only_where_nothing_else_does() -> None:
    assert label_of("Snare (Kick Drum Room)") == "snare"
    assert label_of("Perc (Conga)") == "conga"


def test_what_is_not_certain_says_so() -> None:
    def sure(name: str) -> float:
        found = drum_of(name)
        assert found is not None
        return found.confidence

    for name in ("Kick", "BD0010", "Snare Zwölf", "Tom 3 Hi", "Hat (Open)", "CR-78 Kick", "TR-808 HC50"):
        assert sure(name) == 1, name
    for name in ("HC00", "hc_01", "Titan 808 3 (F#)"):
        assert sure(name) == 0.7, name
    for name in ("Xyzzy Crash", "Dusty Hat Xyzzy", "Xyzzy SD Blurb"):
        assert 0 < sure(name) < 0.7, name


def test_an_everyday_word_in_a_kit_is_the_drum() -> None:
    assert drum_of("Ride Bow Water") is None
    found = drum_of("Ride Bow Water", in_kit=True)
    assert found and (found.label, found.confidence) == ("cymbal", 1)


def test_a_folder_that_is_sure_is_before_a_name_that_is_not() -> None:
    found = {
        path: label_of_path_in(*path.split("/")) for path in ("Claps/Xyz SD Blurb", "Hats/HC00", "Vox/oh_01")
    }
    assert found == {"Claps/Xyz SD Blurb": "clap", "Hats/HC00": "closed_hat", "Vox/oh_01": "fx"}
    assert label_of_path_in("Claps", "Kick 3") == "kick"


CODES = {
    **{"bd": "kick", "sd": "snare", "cp": "clap", "rs": "rim"},
    **{"oh": "open_hat", "ch": "closed_hat", "cy": "cymbal", "cb": "cowbell"},
}


@given(
    code=st.sampled_from(sorted(CODES)),
    upper=st.booleans(),
    number=st.integers(0, 9999),
    form=st.sampled_from(
        ["{c}{n}", "{c}_{n}", "{c}-{n}", "{n} {c}", "{n}_{c}", "808{c}", "TR-909 {c} {n}", "CR-78_{c}_{n}"]
    ),
)
def test_codes_are_found_beside_numbers_and_machines(code: str, upper: bool, number: int, form: str) -> None:
    name = form.format(c=code.upper() if upper else code, n=number)
    found = drum_of(name)
    assert found and (found.label, found.confidence) == (CODES[code], 1)


@given(
    code=st.sampled_from(sorted(CODES)),
    letters=st.text(st.characters(codec="ascii", categories=["Ll"]), min_size=3, max_size=6),
)
def test_codes_within_words_are_no_codes(code: str, letters: str) -> None:
    word = f"{code}8{letters}"
    assert label_of(word) in (None, label_of(letters))


@given(st.text(max_size=40))
def test_any_text_gives_a_label_or_none(text: str) -> None:
    found = drum_of(text)
    assert found is None or (found.label in LABELS and 0 < found.confidence <= 1)
