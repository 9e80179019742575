"""How each label looks everywhere: the twelve drum labels as always, and any other names, hundreds of them, apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from explorer.sound.labels import NO_LABEL


@dataclass(frozen=True)
class LabelStyle:
    """How a label looks everywhere: on the map, in the legend, around the spectrogram.

    Attributes:
        dark: colour on the dark theme, at least 3:1 against it.
        light: the same hue for the light theme, at least 3:1 against white.
        symbol: the name of its mark.
        outline: the mark as an SVG path in a box from -1 to 1.
    """

    dark: str
    light: str
    symbol: str
    outline: str


_CIRCLE = "M-.8 0a.8 .8 0 1 0 1.6 0a.8 .8 0 1 0-1.6 0z"
_SQUARE = "M-.72-.72h1.44v1.44h-1.44z"
_DIAMOND = "M0-1L1 0L0 1L-1 0z"
_UP = "M0-.9L.95 .75H-.95z"
_DOWN = "M0 .9L.95-.75H-.95z"
_LEFT = "M-.9 0L.75-.95V.95z"
_RIGHT = "M.9 0L-.75-.95V.95z"
_CROSS = "M-.3-.9h.6v.6h.6v.6h-.6v.6h-.6v-.6h-.6v-.6h.6z"
_X = "M-.9-.5L-.5-.9L0-.4L.5-.9L.9-.5L.4 0L.9 .5L.5 .9L0 .4L-.5 .9L-.9 .5L-.4 0z"
_STAR = "M0-1L.25-.34L.95-.31L.4 .13L.59 .81L0 .42L-.59 .81L-.4 .13L-.95-.31L-.25-.34z"
_PENTAGON = "M0-.9L.86-.28L.53 .73H-.53L-.86-.28z"
_HEXAGON = "M-.8-.46L0-.92L.8-.46V.46L0 .92L-.8 .46z"

LABEL_STYLES = {
    "kick": LabelStyle("#e69f00", "#a86a00", "circle", _CIRCLE),
    "snare": LabelStyle("#56b4e9", "#1b7fc4", "square", _SQUARE),
    "clap": LabelStyle("#d984b5", "#b0497f", "diamond", _DIAMOND),
    "rim": LabelStyle("#f0e442", "#857600", "cross", _CROSS),
    "closed_hat": LabelStyle("#00b386", "#00785a", "triangle-up", _UP),
    "open_hat": LabelStyle("#7fd6b5", "#2c8f70", "triangle-down", _DOWN),
    "tom": LabelStyle("#ff7a3d", "#cc470c", "pentagon", _PENTAGON),
    "cymbal": LabelStyle("#b3a8ff", "#6f5fd9", "star", _STAR),
    "cowbell": LabelStyle("#ff9da7", "#cf4a61", "hexagon", _HEXAGON),
    "conga": LabelStyle("#c99b6d", "#8c6239", "triangle-left", _LEFT),
    "shaker": LabelStyle("#a0cbe8", "#4681a6", "triangle-right", _RIGHT),
    "fx": LabelStyle("#a9d65c", "#5b861b", "x", _X),
}
"""The drum labels, in the order of a legend."""

_FURTHER_COLOURS = (
    *(("#9a4cda", "#591987"), ("#cb4453", "#781827"), ("#5d8094", "#254759"), ("#6b89f9", "#2123af")),
    *(("#b6770b", "#6b4300"), ("#efd3f1", "#704674"), ("#d556ce", "#9f1b9a"), ("#0a73f3", "#0052b4")),
    *(("#f84b4e", "#a21924"), ("#86f9c4", "#055c3e"), ("#b665a4", "#80146f"), ("#936e7c", "#583744")),
    *(("#ac72e3", "#8258aa"), ("#889cd7", "#45558a"), ("#e47b80", "#834145"), ("#c94e0c", "#9e441d")),
    *(("#a488a1", "#986694"), ("#e53973", "#c8105c"), ("#7183bd", "#5268ba"), ("#51aebd", "#3f6b73")),
    *(("#8766bb", "#593888"), ("#767f5e", "#767f5e"), ("#8470e5", "#643fd1"), ("#8b8a47", "#504f2e")),
)
"""Colours for the dark and the light theme, the most distinct first. As Glasbey et al. (2007) choose them: each is the
one of a grid in OKLab that is farthest from those before it, the drums' and grey among them, in the worse theme;
distances as seen with deuteranopia and protanopia (Machado et al., 2009) count 2.2 times, because marks differ too."""

_FURTHER_MARKS = (
    ("hourglass", "M-.9-.9H.9L-.9 .9H.9z"),
    ("bowtie", "M-.9-.9L.9 .9V-.9L-.9 .9z"),
    ("diamond-tall", "M0-1L.62 0L0 1L-.62 0z"),
    ("diamond-wide", "M-1 0L0-.62L1 0L0 .62z"),
    ("triangle-ne", "M-.9-.8H.8V.9z"),
    ("triangle-sw", "M-.8-.9V.8H.9z"),
    ("hexagram", "M0-1L.29-.5H.87L.58 0L.87 .5H.29L0 1L-.29 .5H-.87L-.58 0L-.87-.5H-.29z"),
    ("star-diamond", "M0-1L.36-.36L1 0L.36 .36L0 1L-.36 .36L-1 0L-.36-.36z"),
)

COLOURS = (*((style.dark, style.light) for style in LABEL_STYLES.values()), *_FURTHER_COLOURS)
MARKS = (*((style.symbol, style.outline) for style in LABEL_STYLES.values()), *_FURTHER_MARKS)
GREY = LabelStyle("#aab3c0", "#69727f", "circle", _CIRCLE)
"""Of sounds without a label; no label's."""


def assorted(count: int, *, but_colours: Sequence[str] = ()) -> list[LabelStyle]:
    """Looks that differ by colour and mark together; the first 36 differ by each colour alone, the drums' first.

    Args:
        count: how many; from several hundred on, they repeat.
        but_colours: colours (dark theme) to leave out.
    """
    colours = [pair for pair in COLOURS if pair[0] not in but_colours] or list(COLOURS)
    looks = []
    for i in range(count):
        lap, which = divmod(i, len(colours))
        at = COLOURS.index(colours[which])
        symbol, outline = MARKS[(at + lap) % len(MARKS)]
        looks.append(LabelStyle(*colours[which], symbol, outline))
    return looks


def looks_of(labels: Sequence[str]) -> list[LabelStyle]:
    """The look of each of several different labels: the drum labels' own, grey for no label, others apart from these.

    Args:
        labels: each once, those that should be the most distinct first.
    """
    drums = [LABEL_STYLES[label].dark for label in labels if label in LABEL_STYLES]
    others = iter(assorted(len(labels), but_colours=drums))
    return [
        LABEL_STYLES[label] if label in LABEL_STYLES else next(others) if label not in NO_LABEL else GREY
        for label in labels
    ]
