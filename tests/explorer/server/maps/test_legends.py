"""The legends of labels and kits: order, counts, guesses."""

import numpy as np

from explorer.server.maps.legends import index_of, kit_legend, legend
from explorer.server.maps.looks import LABEL_STYLES
from vae.data.labels import LABELS


def counted(entries):
    return [(entry["label"], entry["count"]) for entry in entries]


def test_drum_labels_come_first_among_drums():
    assert counted(legend(["zither", "snare", "kick", "snare"])) == [("kick", 1), ("snare", 2), ("zither", 1)]


def test_a_library_of_drums_has_the_legend_it_always_had():
    entries = legend([label for i, label in enumerate(reversed(LABELS)) for _ in range(i + 1)])
    assert [entry["label"] for entry in entries] == list(LABEL_STYLES)
    assert {entry["label"]: entry["dark"] for entry in entries} == {
        label: style.dark for label, style in LABEL_STYLES.items()
    }


def test_the_most_frequent_label_comes_first_elsewhere():
    labels = ["kick"] + ["door_wood"] * 3 + ["Église"] * 5 + [""] * 9 + ["axe"] * 3
    entries = legend(labels)
    assert counted(entries) == [("Église", 5), ("axe", 3), ("door_wood", 3), ("kick", 1), ("", 9)]
    assert [entry["title"] for entry in entries] == ["Église", "axe", "door wood", "kick", "no label"]


def test_a_legend_counts_guesses():
    labels = ["door", "door", "", "step"]
    entries = legend(labels, np.array([False, True, False, False]))
    assert {entry["label"]: entry["guessed"] for entry in entries} == {"door": 1, "step": 0, "": 0}


def test_kits_are_sorted_by_name_and_counted():
    entries = kit_legend(["b", "A_kit", "c", "b"])
    assert counted(entries) == [("A_kit", 1), ("b", 2), ("c", 1)]
    assert {entry["guessed"] for entry in entries} == {0}


def test_every_sound_finds_its_entry():
    rng = np.random.default_rng(0)
    labels = [f"label {i}" for i in rng.integers(300, size=2000)]
    entries = legend(labels)
    index = index_of(labels, entries)
    assert [entries[i]["label"] for i in index] == labels
    assert [entry["count"] for entry in entries] == np.bincount(index).tolist()
