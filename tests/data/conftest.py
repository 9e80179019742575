from pathlib import Path

import pytest
from made_sounds import noise, write


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two kits: one described, one with names that tell."""
    folder = tmp_path / "sounds"
    write(folder / "Acoustic" / "01.wav", noise(1))
    write(folder / "Acoustic" / "02.flac", noise(2))
    (folder / "Acoustic" / "drumkit.xml").write_text(
        "<drumkit_info><instrumentList><instrument><name>Bass Drum</name><layer><filename>01.wav</filename></layer>"
        "</instrument><instrument><filename>02.flac</filename><name>Pedal HH</name></instrument></instrumentList>"
        "</drumkit_info>"
    )
    write(folder / "Machine" / "Snares" / "808_Snare_1.wav", noise(3))
    write(folder / "Machine" / "clap.aiff", noise(4))
    return folder
