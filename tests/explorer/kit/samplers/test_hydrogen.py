"""A Hydrogen drum kit: read by its schema's names, and by Hydrogen itself where that is installed."""

import io
import os
import shutil
import subprocess
import tarfile
from xml.etree import ElementTree as ET

import pytest
import soundfile
from stand_ins import rendered

from explorer.kit.samplers.hydrogen import NAMESPACE, hydrogen_files

H2CLI = shutil.which("h2cli")
needs_hydrogen = pytest.mark.skipif(H2CLI is None, reason="Hydrogen is not installed (Debian: hydrogen)")
NAMES = {"h": NAMESPACE}


def unpacked(files):
    (data,) = files.values()
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        return {entry.name: archive.extractfile(entry).read() for entry in archive}


def instruments(files, folder="Hitmap kit"):
    return ET.fromstring(unpacked(files)[f"{folder}/drumkit.xml"]).findall(
        "h:instrumentList/h:instrument", NAMES
    )


def values(elements, name):
    return [element.findtext(f"h:{name}", namespaces=NAMES) for element in elements]


def test_every_pad_is_an_instrument():
    found = instruments(hydrogen_files(rendered()))
    assert values(found, "name") == ["Kick 1", "Snare <&> 2", "Closed Hat 3", "Open Hat 4", "Zap ü"]
    assert values(found, "midiOutNote") == ["36", "38", "42", "46", "51"]
    assert values(found, "muteGroup") == ["-1", "-1", "1", "1", "-1"]
    assert [float(gain) for gain in values(found, "gain")] == pytest.approx(
        [0.5012, 1.4125, 1, 1, 1], abs=1e-4
    )
    assert [float(pan) for pan in values(found, "pan")] == [-0.5, 0, 0, 0, 1]
    assert values(found, "isMuted") == ["false"] * 4 + ["true"]


def test_takes_alternate_and_every_layer_is_a_sound_in_the_archive():
    files = hydrogen_files(rendered(humanise=0.3))
    inside = unpacked(files)
    for instrument in instruments(files):
        assert values([instrument], "sampleSelectionAlgo") == ["ROUND_ROBIN"]
        names = [layer.text for layer in instrument.iterfind(".//h:filename", NAMES)]
        assert len(set(names)) == 4
        for name in names:
            assert soundfile.info(io.BytesIO(inside[f"Hitmap kit/{name}"])).frames > 1000


def test_a_kit_is_called_as_its_maker_says():
    files = hydrogen_files(rendered(name="Été & co"))
    assert set(files) == {"ete-co.h2drumkit"}
    assert len(instruments(files, "Été & co")) == 5


@needs_hydrogen
@pytest.mark.slow
@pytest.mark.parametrize("humanise", [0.0, 0.3])
def test_hydrogen_finds_the_kit_valid_and_installs_it(tmp_path, humanise):
    (data,) = hydrogen_files(rendered(humanise)).values()
    file = tmp_path / "kit.h2drumkit"
    file.write_bytes(data)
    environment = {**os.environ, "HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    for option in ("-c", "-i"):
        told = subprocess.run(
            [H2CLI, "-d", "alsa", option, str(file)],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        if option == "-c":
            assert "is valid" in told.stdout
    installed = {path.name for path in (tmp_path / ".hydrogen/data/drumkits/Hitmap kit").iterdir()}
    assert installed == {name.split("/")[1] for name in unpacked({"": data})}
