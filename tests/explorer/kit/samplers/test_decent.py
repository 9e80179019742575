"""A DecentSampler preset, read as its guide says."""

import io
from xml.etree import ElementTree as ET

import numpy as np
import pytest
import soundfile
from stand_ins import RATE, rendered, wave

from explorer.kit.samplers.decent import decent_files


def groups_of(files):
    root = ET.fromstring(files["kit.dspreset"])
    assert root.tag == "DecentSampler"
    return root.findall("groups/group")


def test_every_pad_is_a_group_on_its_key():
    files = decent_files(rendered())
    groups = groups_of(files)
    assert [group.get("name") for group in groups] == [
        "Kick 1",
        "Snare <&> 2",
        "Closed Hat 3",
        "Open Hat 4",
        "Zap ü",
    ]
    samples = [group.find("sample") for group in groups]
    for sample in samples:
        assert sample.get("rootNote") == sample.get("loNote") == sample.get("hiNote")
        assert sample.get("ampEnvEnabled") == "false" and sample.get("path") in files
    assert [sample.get("rootNote") for sample in samples] == ["36", "38", "42", "46", "51"]


def test_level_place_and_choke_are_those_of_the_pads():
    groups = groups_of(decent_files(rendered()))
    assert [float(group.get("volume").removesuffix("dB")) for group in groups] == [-6, 3, 0, 0, 0]
    assert [float(group.get("pan")) for group in groups] == [-50, 0, 0, 0, 100]
    tags = [group.get("tags") for group in groups]
    assert tags == [group.get("silencedByTags") for group in groups]
    assert tags[2] == tags[3] and len(set(tags)) == 4


def test_takes_alternate():
    for group in groups_of(decent_files(rendered(humanise=0.4))):
        assert (group.get("seqMode"), group.get("seqLength")) == ("round_robin", "4")
        assert [sample.get("seqPosition") for sample in group] == ["1", "2", "3", "4"]


def test_pitch_and_decay_are_in_the_sounds():
    files = decent_files(rendered(bit_depth=24))
    octave_down, _ = soundfile.read(io.BytesIO(files["samples/02-snare-2.wav"]))
    assert len(octave_down) == pytest.approx(RATE, rel=0.01)
    faded, _ = soundfile.read(io.BytesIO(files["samples/05-open-hat-4.wav"]))
    plain = wave(4)[: len(faded)]
    at = RATE // 20
    window = slice(at - 50, at + 50)
    assert np.std(faded[window]) / np.std(plain[window]) == pytest.approx(np.exp(-4.5), rel=0.05)
