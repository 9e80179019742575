"""Whole folders of names: drums where a collection speaks of drums, and otherwise its own categories."""

import unicodedata
from pathlib import Path

import pytest
from touched import labels, named, touch

from vae.data.naming.collection import name_collection
from vae.data.scan import scan

DRUMS = ["Kick 1", "Kick 2", "Snare 1", "Snare 2", "Closed Hat", "Tom Lo", "Crash", "Ride"]
EFFECTS = [
    "UI Click",
    "Church Bell",
    "Hat Stand Falling",
    "Tom Cat Meow",
    "Door Wood Slam",
    "Footstep Gravel",
    "Sword Hit",
]


def test_a_folder_of_effects_has_no_drums(tmp_path: Path) -> None:
    found = named(touch(tmp_path / "Effects", *EFFECTS))
    assert {name: naming.label for name, naming in found.items()} == {
        **{"UI Click": "ui", "Church Bell": "church", "Hat Stand Falling": "stand", "Tom Cat Meow": "cat"},
        **{"Door Wood Slam": "door", "Footstep Gravel": "footstep", "Sword Hit": "sword"},
    }
    assert not any(naming.among_drums for naming in found.values())


def test_effects_among_drums_are_no_drums_either(tmp_path: Path) -> None:
    found = named(touch(tmp_path / "All", *EFFECTS, *DRUMS))
    assert [found[name].label for name in DRUMS] == [
        *("kick", "kick", "snare", "snare", "closed_hat", "tom", "cymbal", "cymbal"),
    ]
    drums = {
        "kick",
        "snare",
        "clap",
        "rim",
        "closed_hat",
        "open_hat",
        "tom",
        "cymbal",
        "cowbell",
        "conga",
        "shaker",
    }
    assert not drums & {found[name].label for name in EFFECTS}


def test_each_folder_speaks_for_itself(tmp_path: Path) -> None:
    root = touch(tmp_path, *(f"Drums/{name}" for name in DRUMS), *(f"Fight/kick {i}" for i in range(4)))
    touch(root, *(f"Fight/punch {i}" for i in range(8)), *(f"Doors/crash {i}" for i in range(5)))
    found = labels(root)
    assert found["Kick 1"] == "kick"
    assert found["Crash"] == "cymbal"
    assert {found[f"kick {i}"] for i in range(4)} == {"fight"}
    assert found["crash 3"] == "doors"


def test_a_pack_of_one_drum_speaks_of_drums(tmp_path: Path) -> None:
    found = named(touch(tmp_path / "Pack", *(f"Orchid Kick {i}" for i in range(9))))
    assert {(naming.label, naming.confidence) for naming in found.values()} == {("kick", 1.0)}


def test_unmistakable_drums_are_drums_anywhere(tmp_path: Path) -> None:
    found = labels(
        touch(tmp_path / "Game", "snare roll", "door 1", "door 2", "door 3", "wind", "rain", "sword")
    )
    assert found["snare roll"] == "snare"
    assert found["door 2"] == "door"


def test_folders_are_categories(tmp_path: Path) -> None:
    touch(
        tmp_path, "Sounds/Doors/Wood/a", "Sounds/Doors/Metal/b", "Sounds/Footsteps/Wood/c", "Sounds/Magic/d"
    )
    found = named(tmp_path)
    assert {name: naming.label for name, naming in found.items()} == {
        **{"a": "doors", "b": "doors", "c": "footsteps", "d": "magic"},
    }
    assert {naming.confidence for naming in found.values()} == {1.0}


def test_the_same_folder_below_two_is_named_with_them(tmp_path: Path) -> None:
    touch(tmp_path, "Swords/Stone/a", "Doors/Stone/b", "Doors/Glass Panes/c")
    assert labels(tmp_path) == {"a": "swords stone", "b": "doors stone", "c": "doors"}


def test_category_folders_are_no_kits(tmp_path: Path) -> None:
    root = touch(tmp_path / "Game", *(f"{folder}/{i}" for folder in ("Doors", "Swords") for i in range(3)))
    assert {naming.kit for naming in named(root).values()} == {"Game"}


@pytest.mark.parametrize("above", ["core", "usr/share/games/wesnoth/data/core"])
def test_a_heap_is_named_by_its_names(above: str, tmp_path: Path) -> None:
    """Wherever it lies: a folder above it, of a package, holds as much of the collection."""
    names = [
        f"{who}-{what}-{i}"
        for who in ("wolf", "zombie", "blorb")
        for what in ("hit", "die")
        for i in range(9)
    ]
    found = labels(
        touch(tmp_path / "wesnoth", *(f"{above}/sounds/{name}" for name in names), f"{above}/ambient/birds")
    )
    assert {found[name] for name in names} == {"wolf", "zombie", "blorb"}
    assert found["wolf-die-3"] == "wolf"
    assert found["blorb-hit-1"] == "blorb"
    assert found["birds"] == "ambient"


def test_a_word_that_several_names_share_is_before_one_of_its_own(tmp_path: Path) -> None:
    names = [
        "Church Bell",
        "Bicycle Bell",
        "Mouse Click",
        "Pen Click",
        "Wooden Door Creak",
        "Door Slam",
        "Axe",
    ]
    found = labels(touch(tmp_path / "Game", *names))
    assert list(map(found.get, names)) == ["bell", "bell", "click", "click", "door", "door", "axe"]


def test_a_maker_before_every_name_is_no_category(tmp_path: Path) -> None:
    names = [f"Bluezone_{what}_{i}" for what in ("door", "creature", "engine") for i in range(3)]
    assert set(labels(touch(tmp_path / "Pack", *names)).values()) == {"door", "creature", "engine"}


def test_names_without_a_word_have_no_label(tmp_path: Path) -> None:
    found = named(touch(tmp_path / "Take", "001", "sound002", "A", "x-7"))
    assert {(naming.label, naming.source, naming.confidence) for naming in found.values()} == {
        (None, "unknown", 0.0)
    }


CAT_IDS = {
    **{"DOORWood_Slam Hard_ABC_Lib": "door wood", "WEAPSwrd_Metal Hit_ABC_Lib": "weapon sword"},
    **{"FEETHmn_Gravel Run_ABC_Lib": "footsteps human", "UIClick_Soft_ABC_Lib": "interface click"},
    **{"DOORGate_Creaking Gate_ABC_Lib": "door gate", "AMBForst_Forest Night_ABC_Lib": "ambience forest"},
    **{"ANMLWcat-Lion_Roar_ABC_Lib": "animal wild cat", "GUNMisc_Shot_ABC_Lib": "gun"},
    **{"BELLLrg_Church_A_L": "bell large"},
}  # fmt: skip


def test_cat_ids_of_the_universal_category_system(tmp_path: Path) -> None:
    found = named(touch(tmp_path / "UCS", *CAT_IDS))
    assert {name: naming.label for name, naming in found.items()} == CAT_IDS
    assert {naming.confidence for naming in found.values()} == {1.0}


@pytest.mark.parametrize(
    ("table", "wanted"),
    [
        ("file,label\nA.wav,Creaky door\nsub/b.wav,Sword\n", {"a": "Creaky door", "b": "Sword"}),
        ("\ufefffilename;fold;category\na.wav;1;dog\nB;2;rooster\n", {"a": "dog", "b": "rooster"}),
        ("slice_file_name\tclass\nx\\a.WAV\tsiren\nb.wav\t\n", {"a": "siren", "b": None}),
        ("file,price\na.wav,3\n", {"a": None, "b": None}),
        ("", {"a": None, "b": None}),
    ],
)
def test_tables_of_labels(tmp_path: Path, table: str, wanted: dict[str, str | None]) -> None:
    root = touch(tmp_path / "data", "audio/a", "audio/b")
    (root / "meta").mkdir()
    (root / "meta" / "things.csv").write_text(table, encoding="utf-8")
    found = named(root)
    assert {
        name: naming.label if naming.source == "list" else None for name, naming in found.items()
    } == wanted


def test_tables_tell_files_of_one_name_apart_by_their_folders(tmp_path: Path) -> None:
    root = touch(tmp_path / "data", "doors/01", "swords/01", "swords/02", "bells/01", "bells/03")
    (root / "all.csv").write_text(
        "path,category\nC:\\old\\Doors\\01.WAV,creak\nswords/01.wav,clash\n02.wav,clang\n"
    )
    assert [naming.label for naming in name_collection(scan([root])[0]).namings] == [
        *("bells", "bells", "creak", "clash", "clang"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_in_the_encodings_of_spreadsheets(tmp_path: Path, encoding: str) -> None:
    root = touch(tmp_path / "data", "Größe", "é")
    (root / "t.csv").write_bytes(
        "sep=;\r\nfilename;Category\r\nGröße.wav;Tür\r\né.wav;Café\r\n".encode(encoding)
    )
    assert labels(root) == {"Größe": "Tür", "é": "Café"}


def test_a_report_is_no_table_of_labels(tmp_path: Path) -> None:
    root = touch(tmp_path / "data", "a")
    (root / "report.csv").write_text("file,used,label,label_from\na.wav,yes,kick,neighbours\n")
    assert labels(root) == {"a": None}


def test_cat_ids_among_other_names(tmp_path: Path) -> None:
    root = touch(tmp_path / "All", *CAT_IDS, *DRUMS, *(f"wobble {i}" for i in range(9)), "WOODBlock_1_a")
    found = labels(root)
    assert {name: found[name] for name in CAT_IDS} == CAT_IDS
    assert found["WOODBlock_1_a"] == "rim"
    assert found["Kick 1"] == "kick"


@pytest.mark.parametrize(
    "change",
    [
        str.upper,
        lambda name: unicodedata.normalize("NFD", name),
        lambda name: unicodedata.normalize("NFC", name),
        lambda name: f"C:\\Kits\\{name}",
        lambda name: f"sub\\{name}",
        lambda name: f"samples/{unicodedata.normalize('NFD', name).title()}",
    ],
)
@pytest.mark.parametrize("on_disk", ["NFC", "NFD"])
def test_kits_are_described_as_file_systems_compare_names(tmp_path: Path, change, on_disk: str) -> None:
    written = {"Grösse é 1.wav": "Bass Drum", "ändern.wav": "Snare", "plain.wav": "Cowbell"}
    root = touch(
        tmp_path / "Kit", *(unicodedata.normalize(on_disk, name.removesuffix(".wav")) for name in written)
    )
    layers = "".join(
        f"<instrument><name>{drum}</name><filename>{change(name)}</filename></instrument>"
        for name, drum in written.items()
    )
    (root / "drumkit.xml").write_text(f"<drumkit_info>{layers}</drumkit_info>", encoding="utf-8")
    found = {unicodedata.normalize("NFC", name): naming for name, naming in named(root).items()}
    assert {name: (naming.label, naming.source, naming.confidence) for name, naming in found.items()} == {
        "Grösse é 1": ("kick", "kit", 1.0),
        "ändern": ("snare", "kit", 1.0),
        "plain": ("cowbell", "kit", 1.0),
    }


def test_names_that_differ_in_case_alone_keep_what_is_written_of_each(tmp_path: Path) -> None:
    root = touch(tmp_path / "Kit", "one", "ONE")
    (root / "drumkit.xml").write_text(
        "<k><instrument><name>Snare</name><filename>one.wav</filename></instrument>"
        "<instrument><name>Kick</name><filename>ONE.wav</filename></instrument></k>"
    )
    assert labels(root) == {"one": "snare", "ONE": "kick"}
