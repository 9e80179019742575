"""Options that the commands which read a folder share."""

from pathlib import Path
from typing import Annotated

import typer

LabelTable = Annotated[
    Path | None, typer.Option("--labels", help="Table of your labels: labels.csv of --dry-run, corrected.")
]
Slices = Annotated[
    bool, typer.Option("--slice", help="Cut loops and recordings with several hits into their hits.")
]
