from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vae.data.labels import LABELS, display_name, label_of, label_of_path, read_drumkit, unique_names


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Kick", "kick"),
        ("bassdrum", "kick"),
        ("BassDrum", "kick"),
        ("c3 - bass drum 1", "kick"),
        ('Kick (Tama Superstar 22")', "kick"),
        ("BD_08", "kick"),
        ("bd1", "kick"),
        ("Snare Jazz", "snare"),
        ("jsnare_01", "snare"),
        ("Snare 2 Rimshot (Pearl Free Floating Maple 14x3.5)", "snare"),
        ("SN4_02", "snare"),
        ("Hand Clap", "clap"),
        ("Finger Snaps", "clap"),
        ("Stick", "rim"),
        ("Pearl Side Stick", "rim"),
        ("Rim Click (Pearl)", "rim"),
        ("rimshot", "rim"),
        ("Woodblock Hi", "rim"),
        ("Clave", "rim"),
        ("Pedal HH", "closed_hat"),
        ("Closed HH 3", "closed_hat"),
        ("closehihat3", "closed_hat"),
        ("g#3 - hi-hat pedal", "closed_hat"),
        ("VP Hat 1 Cl", "closed_hat"),
        ("HH_01", "closed_hat"),
        ("Hard_CHH_01", "closed_hat"),
        ("a#3 - hi-hat open", "open_hat"),
        ("Hi Hat Opened", "open_hat"),
        ("Sabian Hat Semi-Open", "open_hat"),
        ("Hat Op Phaser", "open_hat"),
        ("Side OHH", "open_hat"),
        ("openhat2", "open_hat"),
        ("ho_01", "open_hat"),
        ("Floor Tom", "tom"),
        ("tomhi2", "tom"),
        ("floortom_01", "tom"),
        ("ft_01", "tom"),
        ("Crash/Ride Bell (Paiste Rude Crash/Ride 18)", "cymbal"),
        ("crash16inch", "cymbal"),
        ("Ride Bell", "cymbal"),
        ("Bell", "cymbal"),
        ("Zildjian Splash Choke", "cymbal"),
        ("China", "cymbal"),
        ("RD2_01", "cymbal"),
        ("Cowbell", "cowbell"),
        ("Agogo Low (Pearl ECB-23)", "cowbell"),
        ("Dununba1 Bell Mute", "cowbell"),
        ("Triangle", "cowbell"),
        ("CB", "cowbell"),
        ("Dununba1 Head Hit", "conga"),
        ("Djembe1 Bass", "conga"),
        ("Cajon Slap", "conga"),
        ("Bongo Rim", "conga"),
        ("Maraca", "shaker"),
        ("Tambourine Pedal (Pearl PTM-10GH)", "shaker"),
        ("Cabasa", "shaker"),
        ("fxshake5", "shaker"),
        ("Whistle", "fx"),
        ("Zap 2", "fx"),
        ("xFX_6", "fx"),
        ("belofilms_GuitarStrums", "fx"),
        ("FX_Chh_01", "closed_hat"),
    ],
)
def test_names_of_real_kits(text: str, label: str) -> None:
    assert label_of(text) == label


@pytest.mark.parametrize(
    "text",
    [
        *("", "17", "Drum 1", "Sample: beats_08-37.flac", "c5 - ", "VariBreaks Drum 2", "redo super opaco"),
        *(
            "custom bottom",
            "what that chat",
            "Tom's collection",
            "bride override",
            "emptySample",
            "___",
            "\n",
        ),
    ],
)
def test_names_that_tell_nothing(text: str) -> None:
    assert label_of(text) is None


def test_every_label_names_itself() -> None:
    assert [label_of(label) for label in LABELS] == list(LABELS)


def test_the_description_comes_before_the_name_and_the_name_before_the_folder() -> None:
    path = Path("Kicks/99__someone__noise-tom1.wav")
    assert label_of_path(path, ["17", "Tom Mid"]) == ("tom", "kit")
    assert label_of_path(path, ["Snare"]) == ("snare", "kit")
    assert label_of_path(path) == ("tom", "name")
    assert label_of_path(Path("Claps/Kicks/01.wav")) == ("kick", "name")
    assert label_of_path(Path("kit/01.wav"), ["17"]) is None


def test_a_file_knows_best_whether_its_hat_is_open() -> None:
    assert label_of_path(Path("kit/hihat-semi-open-1.flac"), ["Pedal HH"]) == ("open_hat", "kit")
    assert label_of_path(Path("kit/HH2_01.aiff"), ["Hi Hat Opened"]) == ("open_hat", "kit")
    assert label_of_path(Path("kit/fxshake5.wav"), ["Pedal HH"]) == ("closed_hat", "kit")


@pytest.mark.parametrize("namespace", ["", ' xmlns="http://www.hydrogen-music.org/drumkit"'])
def test_reads_descriptions_with_and_without_namespace(tmp_path: Path, namespace: str) -> None:
    path = tmp_path / "drumkit.xml"
    path.write_text(
        f"""<drumkit_info{namespace}><name>Kit</name><instrumentList>
        <instrument><id>0</id><filename>flat.wav</filename><name>Kick &amp; Co</name></instrument>
        <instrument><name>Snare</name><instrumentComponent><layer><filename>sub/a.wav</filename></layer>
        <layer><filename>b.wav</filename></layer></instrumentComponent></instrument>
        <instrument><name></name><layer><filename>unnamed.wav</filename></layer></instrument>
        <instrument><name>Tom</name><layer><filename>b.wav</filename></layer></instrument>
        </instrumentList></drumkit_info>"""
    )
    assert read_drumkit(path) == {"flat.wav": ["Kick & Co"], "a.wav": ["Snare"], "b.wav": ["Snare", "Tom"]}


@pytest.mark.parametrize(
    "content", [b"", b"<drumkit_info><name>", b"\xff\xfe\x00", b'<?xml encoding="nope"?>']
)
def test_damaged_descriptions_are_refused_in_one_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "drumkit.xml").write_bytes(content)
    with pytest.raises(ValueError, match=r"^drumkit\.xml cannot be read as a kit's description\.$"):
        read_drumkit(tmp_path / "drumkit.xml")


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("PearlKick-Softest", "Pearl Kick Softest"),
        ("808_Kick_Long", "808 Kick Long"),
        ("EE_Hat_Cl_Bs", "EE Hat Cl Bs"),
        ("bd_01", "BD 01"),
        ("124101__connersaw8__crash", "Crash"),
        ("Djembe1 Slap", "Djembe1 Slap"),
        ("Größe\nzwei", "Größe Zwei"),
        ("---", "Sound"),
        ("x" * 300, "X" + "x" * 79),
        ("bad\udcff", "Bad"),
    ],
)
def test_names_for_people(stem: str, name: str) -> None:
    assert display_name(stem) == name


@given(
    sounds=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["K", "L"])), max_size=8),
    taken=st.sets(st.sampled_from(["a", "b (K)", "b (K) 2"])),
)
def test_names_are_unique_and_kept_where_they_can_be(sounds: list[tuple[str, str]], taken: set[str]) -> None:
    names, kits = [name for name, _ in sounds], [kit for _, kit in sounds]
    unique = unique_names(names, kits, taken)
    assert len({*unique, *taken}) == len(names) + len(taken)
    for name, kit, free in zip(names, kits, unique, strict=True):
        assert (
            free == name
            if names.count(name) == 1 and name not in taken
            else free.startswith(f"{name} ({kit})")
        )
