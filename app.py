"""Hitmap from a fresh clone, and as a Space: `python app.py`."""

from explorer.app import main
from vae.command import run

if __name__ == "__main__":
    run(main)
