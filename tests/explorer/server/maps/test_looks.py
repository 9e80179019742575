"""How labels look: the drums as always, hundreds of others apart from them and from each other."""

import numpy as np
import pytest
from contrast import DARK_PANEL, LIGHT_PANEL, contrast, oklab

from explorer.server.maps.looks import COLOURS, GREY, LABEL_STYLES, MARKS, assorted, looks_of
from vae.data.labels import LABELS

NAMES = [f"Category {i}" for i in range(400)]


def test_every_drum_label_has_a_style_of_its_own():
    assert set(LABEL_STYLES) == set(LABELS)
    for field in ("dark", "light", "symbol", "outline"):
        assert len({getattr(style, field) for style in LABEL_STYLES.values()}) == len(LABELS)


def test_drums_look_the_same_in_any_company():
    among = dict(zip([*NAMES[:30], *LABELS], looks_of([*NAMES[:30], *LABELS]), strict=True))
    assert looks_of(LABELS) == list(LABEL_STYLES.values()) == [among[label] for label in LABELS]
    kick = LABEL_STYLES["kick"]
    assert (kick.dark, kick.light, kick.symbol) == ("#e69f00", "#a86a00", "circle")


@pytest.mark.parametrize(("dark", "light"), COLOURS)
def test_colours_stand_out_from_both_themes(dark, light):
    assert contrast(dark, DARK_PANEL) >= 3
    assert contrast(light, LIGHT_PANEL) >= 3


@pytest.mark.parametrize("theme", [0, 1])
def test_colours_are_distinct_and_none_is_the_grey_of_no_label(theme):
    """Further ones are at least as far from all as the nearest two drums are from each other."""
    grey = (GREY.dark, GREY.light)
    places = np.stack([oklab(pair[theme]) for pair in (*COLOURS, grey)])
    gaps = np.linalg.norm(places[:, None] - places[None], axis=-1) + 9 * np.eye(len(places))
    assert gaps.min() > 0.05


def test_a_colour_has_nearly_the_same_hue_in_both_themes():
    for dark, light in COLOURS:
        hues = [np.degrees(np.arctan2(*oklab(colour)[:0:-1])) for colour in (dark, light)]
        assert abs((hues[0] - hues[1] + 180) % 360 - 180) < 15, (dark, light)


def test_marks_have_names_and_outlines_of_their_own():
    assert len({symbol for symbol, _ in MARKS}) == len({outline for _, outline in MARKS}) == len(MARKS)


@pytest.mark.parametrize("count", [1, 2, 13, 60, 300, 400])
def test_hundreds_of_labels_differ_by_colour_and_mark_together(count):
    mixed = [*LABELS[: count % 13], *NAMES[:count]]
    looks = looks_of(mixed)
    assert len({(look.dark, look.symbol) for look in looks}) == len(mixed)
    assert len({(look.light, look.outline) for look in looks}) == len(mixed)


def test_the_first_labels_differ_by_colour_alone():
    assert len({look.dark for look in looks_of(NAMES[:36])}) == 36
    assert len({look.dark for look in looks_of([*LABELS, *NAMES[:24]])}) == 36


def test_kits_differ_by_colour_and_mark_together():
    looks = assorted(700)
    assert len({(look.dark, look.symbol) for look in looks}) == 700
    assert looks[:12] == list(LABEL_STYLES.values())


def test_no_label_is_grey_and_takes_no_look_from_others():
    assert looks_of(["", "door", "unnamed"]) == [GREY, *looks_of(["door"]), GREY]
