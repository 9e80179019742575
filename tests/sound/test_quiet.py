import subprocess
import sys
from pathlib import Path

PROGRAM = """
import os, sys
from vae.sound.quiet import quiet_libraries

with quiet_libraries():
    os.write(2, b"a library's note")
    print("the bar", file=sys.stderr)
print("afterwards", file=sys.stderr)
os.write(2, b"as before")
"""


def test_only_what_python_says_is_seen() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stderr == "the bar\nafterwards\nas before"
