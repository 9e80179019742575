"""Sounds of which no name tells anything: grouped by how they sound."""

from pathlib import Path

import numpy as np
from made_sounds import RATE, load, noise, tone, write

from vae.data.naming.likeness import label_by_likeness

EACH = 12


def sounds() -> np.ndarray:
    """Three kinds, `EACH` of each: low tones, high tones, short noises; a second long."""
    rows = np.zeros((3 * EACH, RATE), np.float32)
    for index in range(EACH):
        for kind, made in enumerate((tone(60 + index), tone(1500 + 20 * index, 20.0), noise(index, 0.06))):
            rows[kind * EACH + index, : len(made)] = made
    return rows


def test_groups_alike_get_the_label_that_their_members_share() -> None:
    labels = [None if index % 2 else ("thud", "bleep", "hiss")[index // EACH] for index in range(3 * EACH)]
    found, sure = label_by_likeness(sounds(), [str(index) for index in range(36)], labels, RATE)
    assert found == [*["thud"] * EACH, *["bleep"] * EACH, *["hiss"] * EACH]
    given = np.array([label is not None for label in labels])
    assert (sure[given] == 1).all()
    assert ((sure[~given] > 0) & (sure[~given] < 1)).all()


def test_groups_alike_get_the_word_that_their_names_share() -> None:
    names = [f"x{index} {('gurgle', 'plonk', 'q')[index // EACH]}" for index in range(3 * EACH)]
    found, sure = label_by_likeness(sounds(), names, [None] * 36, RATE)
    assert set(found[:EACH]) == {"gurgle"}
    assert set(found[EACH : 2 * EACH]) == {"plonk"}
    assert set(found[2 * EACH :]) == {"unnamed 1"}
    assert (sure[: 2 * EACH] > 0).all()
    assert (sure[2 * EACH :] == 0).all()


def test_few_sounds_stay_unnamed() -> None:
    found, sure = label_by_likeness(sounds()[:2], ["a", "b"], [None, None], RATE)
    assert found == ["unnamed"] * 2
    assert sure.tolist() == [0, 0]


def test_groups_hold_one_kind_in_whatever_order_sounds_come() -> None:
    order = np.random.default_rng(0).permutation(36)
    for indices in (np.arange(36), order):
        found, _ = label_by_likeness(sounds()[indices], [""] * 36, [None] * 36, RATE)
        kinds: dict[str, set[int]] = {}
        for label, index in zip(found, indices, strict=True):
            if label != "unnamed":
                kinds.setdefault(label, set()).add(index // EACH)
        assert all(len(kind) == 1 for kind in kinds.values())
        assert set.union(*kinds.values()) == {0, 1, 2}


def test_a_folder_of_effects_is_never_guessed_among_drums(tmp_path: Path) -> None:
    for index in range(EACH):
        write(tmp_path / "Game" / f"door {index}.wav", tone(60 + index))
        write(tmp_path / "Game" / f"sword {index}.wav", noise(index, 0.06))
        write(tmp_path / "Game" / f"{index}.wav", tone(60.5 + index))
        write(tmp_path / "Drums" / f"kick {index}.wav", tone(45.2 + index))
        write(tmp_path / "Drums" / f"snare {index}.wav", noise(100 + index))
        write(tmp_path / "Drums" / f"cowbell {index}.wav", tone(800 + 10 * index))
        write(tmp_path / "Drums" / f"{index}.wav", tone(45.7 + index))
    dataset = load(tmp_path)
    guesses = {
        (Path(source["path"]).parts[-2], label)
        for source, label, origin in zip(dataset.sources, dataset.labels, dataset.label_sources, strict=True)
        if origin == "neighbours"
    }
    assert guesses == {("Game", "door"), ("Drums", "kick")}


def test_a_table_beside_the_sounds_is_not_left_out(tmp_path: Path) -> None:
    for index in range(3):
        write(tmp_path / "audio" / f"{index}.wav", noise(index))
    (tmp_path / "labels.csv").write_text("file,label\n0.wav,Creak\n1.wav,Creak\n2.wav,Slam\n")
    (tmp_path / "prices.csv").write_text("what,price\n0,1\n")
    dataset = load(tmp_path)
    assert dataset.labels == ("Creak", "Creak", "Slam")
    assert dataset.label_sources == ("list",) * 3
    assert [one.path for one in dataset.left_out] == ["prices.csv"]
