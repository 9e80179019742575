"""Where everything is on the page, as one value: Gradio lays it out, and so does a page without a server."""

from collections.abc import Sequence

import gradio as gr

from explorer.page.panels import Panel, panels_of
from explorer.page.parts import Column, Fragment, Part, Piece, Row, button, control

CHECKPOINT, UPLOAD = "checkpoint", "upload"


def layout(choices: Sequence[tuple[str, str]], default: str, panels: Sequence[Panel], stage: Part) -> Part:
    """The page from its outermost element on.

    Args:
        choices: checkpoints, each as it is shown and by its name.
        default: the name of the one that is open at first.
        panels: those beside the map.
        stage: what stands last: dialogs, and what starts the scripts.
    """
    chooser = control(CHECKPOINT, gr.Dropdown, list(choices), value=default, label="Sounds", filterable=False)
    header = Row(
        "header",
        [
            Row(
                "explore",
                [Fragment("header/brand", "brand-block"), chooser, Fragment("header/find", "find-block")],
            ),
            Row(
                "create",
                [
                    button("surprise", "Surprise me"),
                    Piece(UPLOAD, _upload),
                    Piece("record", _record),
                    Fragment("header/actions", "actions-block"),
                ],
            ),
        ],
    )
    side = Column("side", [Fragment("card/card", "card-block"), Column("tools", panels_of(panels))])
    parts: list[Part] = [header, Fragment("map/map", "map-block"), side, Fragment("kit/pads", "pads"), stage]
    return Column("page", [Column("stage", parts)])


def _upload(elem_id: str) -> gr.UploadButton:
    return gr.UploadButton("Your sounds…", type="filepath", elem_id=elem_id, size="md")


def _record(elem_id: str) -> gr.Button:
    return gr.Button("Record", elem_id=elem_id)
