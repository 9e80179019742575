"""The panels beside the map, in the order of their tabs.

A new panel is one more entry in `PANELS` and a folder `static/panels/NAME/` with its HTML, its style sheets and
`NAME.js`; `static/panels/panel.js` describes that script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from explorer.page.parts import STATIC, Column, Fragment, Markup, Part, Row, button, control
from explorer.page.ways import ways
from vae.checks import MAX_INTEGER
from vae.recipes.kinds.mix import DEFAULT_INTERPOLATION
from vae.recipes.kinds.shape import SHAPE_RANGE
from vae.recipes.qualities import QUALITIES

MORPH_RANGE = (-0.5, 1.5)
NOISE_LIMIT = 2.0
WHOLE = {"precision": 0, "minimum": 0, "maximum": MAX_INTEGER}
PATHS = [(way.title, way.name) for way in ways()]


@dataclass(frozen=True)
class Panel:
    """One panel.

    Attributes:
        title: text on its tab; in lower case, the panel's name.
        parts: its contents, from top to bottom.
        folder: the folder of its script, by default `static/panels/NAME`.
    """

    title: str
    parts: Sequence[Part]
    folder: Path | None = None

    @property
    def name(self) -> str:
        """The name that its element, its tab and its script share."""
        return self.title.lower()

    @property
    def script(self) -> Path:
        """The module whose default export builds it, as `static/panels/panel.js` describes."""
        return (self.folder or STATIC / "panels" / self.name) / f"{self.name}.js"


PANELS = (
    Panel(
        "Morph",
        [
            Fragment("panels/morph/morph", "corners"),
            control("morph", gr.Slider, *MORPH_RANGE, value=0.5, step=0.01, label="A to B", buttons=[]),
            control("interpolation", gr.Radio, PATHS, value=DEFAULT_INTERPOLATION, label="Way of mixing"),
            Fragment("panels/morph/strip", "strip-block"),
        ],
    ),
    Panel(
        "Vary",
        [
            Fragment("panels/vary/variations", "variations-block"),
            control("amount", gr.Slider, 0, NOISE_LIMIT, value=0, step=0.05, label="Amount", buttons=[]),
            Row(
                "dice",
                [
                    control("seed", gr.Number, 1, label="Dice", **WHOLE, min_width=90),
                    button("roll", "Roll again", min_width=90),
                ],
            ),
            Fragment("panels/vary/vary", "vary-block"),
        ],
    ),
    Panel(
        "Shape",
        [
            *(
                control(
                    f"shape-{name}",
                    gr.Slider,
                    *SHAPE_RANGE,
                    value=0,
                    step=0.1,
                    label=name.capitalize(),
                    buttons=[],
                    elem_classes="shape-slider",
                )
                for name in QUALITIES
            ),
            Fragment("panels/shape/shape", "shape-block"),
            Fragment("panels/shape/shape-matrix", "shape-matrix-block"),
            Fragment("panels/shape/dimensions", "dimensions-block"),
        ],
    ),
    Panel("Machine", [Fragment("panels/machine/machine", "machine-block")]),
    Panel("Compare", [Fragment("panels/compare/compare", "compare-block")]),
    Panel("Nearby", [Fragment("panels/nearby/nearby", "nearby-block")]),
    Panel("History", [Fragment("panels/history/history", "history-block")]),
)


def panels_of(panels: Sequence[Panel]) -> list[Part]:
    """The tabs, and below them a column for each panel."""
    columns = [Column(f"{panel.name}-panel", panel.parts, "tool") for panel in panels]
    return [_tab_bar(panels), *columns]


def _tab_bar(panels: Sequence[Panel]) -> Markup:
    """The tabs, the first one selected; `static/panels/panels.js` opens and closes their panels."""
    tabs = "".join(
        f'<button type="button" role="tab" id="{panel.name}-tab" aria-controls="{panel.name}-panel" '
        f'aria-selected="{str(i == 0).lower()}" tabindex="{-1 if i else 0}">{panel.title}</button>'
        for i, panel in enumerate(panels)
    )
    return Markup("tabs", f'<div role="tablist" aria-label="Tools">{tabs}</div>')
