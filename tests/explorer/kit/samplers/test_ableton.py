"""A Drum Rack: what Live reads of a pad, and nothing of the rack that it was made of."""

import gzip
import io
import re
from xml.etree import ElementTree as ET

import pytest
import soundfile
from stand_ins import rendered

from explorer.kit.samplers.ableton import ableton_files


def rack(files):
    return ET.fromstring(gzip.decompress(files["kit.adg"]))


def value(element, path):
    return element.find(path).get("Value")


def test_every_pad_plays_its_sample_on_its_key():
    files = ableton_files(rendered())
    pads = rack(files).findall(".//DrumBranchPreset")
    assert [128 - int(value(pad, "ZoneSettings/ReceivingNote")) for pad in pads] == [36, 38, 42, 46, 51]
    assert [value(pad, "Name") for pad in pads] == [
        "Kick 1",
        "Snare <&> 2",
        "Closed Hat 3",
        "Open Hat 4",
        "Zap ü",
    ]
    assert [value(pad, "ZoneSettings/ChokeGroup") for pad in pads] == ["0", "0", "1", "1", "0"]
    for pad in pads:
        path = value(pad, ".//UserSample/Value/SampleRef/FileRef/RelativePath")
        info = soundfile.info(io.BytesIO(files[path]))
        assert int(value(pad, ".//SampleRef/DefaultDuration")) == info.frames
        assert value(pad, ".//SampleRef/FileRef/RelativePathType") == "3"
    assert "Ableton Project Info/" in files


def test_pads_are_mixed_as_on_the_page():
    mixers = rack(ableton_files(rendered())).findall(".//DrumBranchPreset//AudioBranchMixerDevice")
    assert [float(value(mixer, "Volume/Manual")) for mixer in mixers] == pytest.approx(
        [0.5012, 1.4125, 1, 1, 1], abs=1e-4
    )
    assert [float(value(mixer, "Panorama/Manual")) for mixer in mixers] == [-0.5, 0, 0, 0, 1]


def test_nothing_of_the_librarys_own_rack_is_left():
    files = ableton_files(rendered(name="My kit"))
    text = gzip.decompress(files["my-kit.adg"]).decode()
    assert not re.search(r"/Users/|KeyMidi|userfolder|\.aif", text)
    root = ET.fromstring(text)
    assert value(root, ".//DrumGroupDevice/UserName") == "My kit"
    cells = root.findall(".//DrumCell")
    assert len(cells) == 5
    for cell in cells:
        assert {value(cell, f"{name}/Manual") for name in ("Voice_Filter_On", "Effect_On")} == {"false"}
        assert value(cell, "Voice_VelocityToVolume/Manual") == "1"


def test_a_pad_that_has_takes_plays_the_first():
    files = ableton_files(rendered(humanise=0.5))
    assert sorted(name for name in files if name.endswith(".wav")) == [
        f"Samples/Imported/{stem}-v1.wav"
        for stem in ("01-kick-1", "02-snare-2", "04-closed-hat-3", "05-open-hat-4", "06-fx-zap-u")
    ]


def test_the_same_kit_gives_the_same_bytes():
    assert ableton_files(rendered()) == ableton_files(rendered())
