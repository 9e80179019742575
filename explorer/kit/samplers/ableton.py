"""Drum Racks of Ableton Live 12, in a folder that Live takes for a project, so that it finds the samples.

Ableton has not published the format. The rack that is filled here is the one of the library `ableton-device-creator`,
which Live itself has written.
"""

import copy
import gzip
from collections.abc import Mapping
from functools import cache
from xml.etree import ElementTree as ET

from ableton_device_creator.bundled import DRUM_RACK_TEMPLATE
from ableton_device_creator.core import decode_adg

from explorer.kit.rendered import RenderedKit
from explorer.kit.samplers.voices import Voice, voices

PROJECT = "Ableton Project Info/"
SAMPLES = "Samples/Imported/"
IN_PROJECT = "3"
"""The type of a path that is relative to the project."""

HIGHEST = 128
"""Racks count keys from the top."""

_CELL = {
    "Voice_Transpose": 0,
    "Voice_Detune": 0,
    "Voice_VelocityToVolume": 1,
    "Voice_ModulationAmount": 0,
    "Voice_Envelope_Attack": 0.0001,
    "Voice_Envelope_Hold": 60,
    "Voice_Envelope_Decay": 60,
    "Voice_PlaybackStart": 0,
    "Voice_PlaybackLength": 1,
    "Volume": 0,
    "Pan": 0,
}
"""What each pad's sampler is set to: the sample as it is, to its end."""


def ableton_files(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes a rack with a pad for each sound; of takes it has the first, because its pads play one sample each."""
    pads, files = voices(kit, SAMPLES)
    used = {SAMPLES + voice.files[0] for voice in pads}
    samples = {name: data for name, data in files.items() if name in used}
    return {
        **samples,
        PROJECT: b"",
        f"{kit.options.stem}.adg": rack(pads, kit.options.title, kit.options.sample_rate),
    }


def rack(pads: tuple[Voice, ...], title: str, sample_rate: int) -> bytes:
    """Returns a rack, compressed as Live does it."""
    root, branch = _template()
    root = copy.deepcopy(root)
    _set(root, ".//DrumGroupDevice/UserName", title)
    branches = _found(root, ".//BranchPresets")
    for number, voice in enumerate(sorted(pads, key=lambda one: one.note)):
        filled = copy.deepcopy(branch)
        filled.set("Id", str(number))
        _fill(filled, voice, sample_rate)
        branches.append(filled)
    xml = b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="utf-8")
    return gzip.compress(xml, mtime=0)


@cache
def _template() -> tuple[ET.Element, ET.Element]:
    """An empty rack, and a pad of it, neither with a trace of what it was made of; not to be changed."""
    root = ET.fromstring(decode_adg(DRUM_RACK_TEMPLATE))
    branches = _found(root, ".//BranchPresets")
    branch = branches[0]
    branches.clear()
    for part in (root, branch):
        for parent in list(part.iter()):
            for child in [child for child in parent if child.tag in ("KeyMidi", "SourceContext")]:
                _forget(parent, child)
    for number in range(16):
        _set(root, f".//MacroDisplayNames.{number}", f"Macro {number + 1}")
    _set(root, ".//DrumGroupDevice/NumVisibleMacroControls", "0")
    for path in root.findall(".//FileRef/*"):
        if path.tag in ("RelativePath", "Path"):
            path.set("Value", "")
    return root, branch


def _forget(parent: ET.Element, child: ET.Element) -> None:
    """Takes away what a macro controls, and empties what says where something came from."""
    if child.tag == "KeyMidi":
        parent.remove(child)
    else:
        for inner in list(child):
            child.remove(inner)


def _fill(branch: ET.Element, voice: Voice, sample_rate: int) -> None:
    cell, mixer = _found(branch, ".//DrumCell"), _found(branch, ".//AudioBranchMixerDevice")
    for name, value in _CELL.items():
        _set(cell, f"{name}/Manual", value)
    for name in ("Voice_Filter_On", "Effect_On"):
        _set(cell, f"{name}/Manual", "false")
    sample = _found(cell, "UserSample/Value/SampleRef")
    reference = {"RelativePathType": IN_PROJECT, "RelativePath": SAMPLES + voice.files[0], "Path": ""}
    for name, text in {**reference, "OriginalFileSize": "0", "OriginalCrc": "0"}.items():
        _set(sample, f"FileRef/{name}", text)
    _set(sample, "LastModDate", 0)
    _set(sample, "DefaultDuration", voice.frames[0])
    _set(sample, "DefaultSampleRate", sample_rate)
    _set(mixer, "Volume/Manual", f"{voice.strip.gain:.8f}")
    _set(mixer, "Panorama/Manual", f"{voice.pan:.8f}")
    _set(branch, "Name", voice.name)
    _set(branch, "ZoneSettings/ReceivingNote", HIGHEST - voice.note)
    _set(branch, "ZoneSettings/ChokeGroup", voice.strip.choke)


def _found(element: ET.Element, path: str) -> ET.Element:
    found = element.find(path)
    if found is None:
        raise LookupError(f"The drum rack of ableton-device-creator has no {path}.")
    return found


def _set(element: ET.Element, path: str, value: str | float) -> None:
    _found(element, path).set("Value", str(value))
