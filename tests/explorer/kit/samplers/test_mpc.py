"""An MPC drum program: all pads, their notes and layers, and the samples beside it."""

import io
from xml.etree import ElementTree as ET

import pytest
import soundfile
from stand_ins import rendered

from explorer.kit.samplers.mpc import mpc_files, pad_notes, volume


def program(files):
    root = ET.fromstring(files["kit.xpm"])
    assert root.tag == "MPCVObject"
    drum = root.find("Program")
    assert drum.get("type") == "Drum"
    return drum


def test_all_pads_are_there_and_those_of_the_kit_hold_its_sounds():
    files = mpc_files(rendered())
    drum = program(files)
    instruments = drum.findall("Instruments/Instrument")
    assert [int(one.get("number")) for one in instruments] == list(range(1, 129))
    names = [one.findtext("Layers/Layer/SampleName") for one in instruments]
    assert names[:6] == ["01-kick-1", "02-snare-2", "", "04-closed-hat-3", "05-open-hat-4", "06-fx-zap-u"]
    assert not any(names[6:])
    for one in instruments[:2]:
        layer = one.find("Layers/Layer")
        frames = soundfile.info(io.BytesIO(files[layer.findtext("SampleFile")])).frames
        assert int(layer.findtext("SliceEnd")) == frames


def test_notes_are_those_of_general_midi_and_no_two_pads_share_one():
    drum = program(mpc_files(rendered()))
    notes = [int(one.findtext("Note")) for one in drum.findall("PadNoteMap/PadNote")]
    assert [notes[pad] for pad in (0, 1, 3, 4, 5)] == [36, 38, 42, 46, 51]
    assert sorted(notes) == list(range(128))
    assert pad_notes({})[:3] == [36, 37, 38]


def test_pads_are_mixed_as_on_the_page():
    instruments = program(mpc_files(rendered())).findall("Instruments/Instrument")[:6]
    assert [one.findtext("MuteGroup") for one in instruments] == ["0", "0", "0", "1", "1", "0"]
    assert [float(one.findtext("Pan")) for one in instruments] == [0.25, 0.5, 0.5, 0.5, 0.5, 1.0]
    assert float(instruments[3].findtext("Volume")) == pytest.approx(0.7079, abs=1e-3)
    assert float(instruments[0].findtext("Volume")) == pytest.approx(0.5012, abs=1e-3)
    assert (volume(6.0), volume(20.0)) == (1.0, 1.0)


def test_takes_are_layers_in_turn():
    instruments = program(mpc_files(rendered(humanise=0.2))).findall("Instruments/Instrument")
    layers = [layer.findtext("SampleName") for layer in instruments[0].findall("Layers/Layer")]
    assert layers == [f"01-kick-1-v{take}" for take in (1, 2, 3, 4)]
    assert [instruments[pad].findtext("ZonePlay") for pad in (0, 2)] == ["0", "1"]
