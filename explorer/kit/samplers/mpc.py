"""Drum programs of Akai's MPC, version 2: XML with 128 pads, and the samples in the same folder.

Akai has not published the format: names, ranges and usual values are those of programs that MPCs have written. They
load programs whose pads are all there, whether they hold a sound or not.
"""

import json
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from explorer.kit.rendered import RenderedKit
from explorer.kit.samplers.voices import Voice, voices
from explorer.kit.samplers.xml import Value, document, leaf, leaves

PADS = 128
LAYERS = 4
FIRST_NOTE = 36
"""The usual note of pad A01; the next pads have the next notes, around the end."""

CYCLE, BY_VELOCITY = 0, 1
"""How a pad chooses between its layers."""

NO_SLICE = 129
LIT = 0x2ED3A6
"""The colour of pads that hold a sound."""

CENTRE = 0.5
SIX_DB = 6.0
"""The level of a pad at its highest, 1.0."""

_CURVES = {"AttackCurve": 0.375, "DecayCurve": 0.375, "ReleaseCurve": 0.375}
_SHORT = 0.047244


def mpc_files(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes a drum program: pads 1 to 8 are those of the kit, their takes are layers that alternate."""
    pads, files = voices(kit)
    return {**files, f"{kit.options.stem}.xpm": program(pads, kit.options.title)}


def volume(level_db: float) -> float:
    """Returns a level as a fader's position, 0 to 1: 40 dB for a factor of ten, 6 dB at the top."""
    return float(min(1.0, 10 ** ((level_db - SIX_DB) / 40)))


def program(pads: tuple[Voice, ...], title: str) -> bytes:
    """Returns the program."""
    root = ET.Element("MPCVObject")
    version = ET.SubElement(root, "Version")
    leaves(version, {"File_Version": "2.1", "Application": "MPC-V", "Application_Version": "2.10.0.0"})
    leaf(version, "Platform", "Linux")
    drum = ET.SubElement(root, "Program", type="Drum")
    leaf(drum, "ProgramName", title)
    held = {voice.pad.index: voice for voice in pads}
    leaf(drum, "ProgramPads-v2.10", _colours(held))
    _channel(drum, 0.0, CENTRE, route=2)
    leaves(drum, {"Pitch": 0.0, "TuneCoarse": 0, "TuneFine": 0, "Mono": "False", "Program_Polyphony": 16})
    instruments = ET.SubElement(drum, "Instruments")
    for pad in range(PADS):
        _instrument(ET.SubElement(instruments, "Instrument", number=str(pad + 1)), held.get(pad))
    notes, groups = ET.SubElement(drum, "PadNoteMap"), ET.SubElement(drum, "PadGroupMap")
    for pad, note in enumerate(pad_notes({index: voice.note for index, voice in held.items()}), 1):
        leaf(ET.SubElement(notes, "PadNote", number=str(pad)), "Note", note)
        leaf(ET.SubElement(groups, "PadGroup", number=str(pad)), "Group", 0)
    ET.SubElement(drum, "QLinkAssignments")
    return document(root)


def pad_notes(wanted: Mapping[int, int]) -> list[int]:
    """Returns a note for each pad, no two the same: those wanted, and the usual ones as far as they are left."""
    usual = [(FIRST_NOTE + pad) % PADS for pad in range(PADS)]
    taken = set(wanted.values())
    left = iter([note for note in usual if note not in taken])
    return [wanted[pad] if pad in wanted else next(left) for pad in range(PADS)]


def _colours(held: Mapping[int, Voice]) -> str:
    colours = {f"value{pad}": LIT if pad in held else 0 for pad in range(PADS)}
    whole = {"Universal": {"value0": False}, "Type": {"value0": 4}, "universalPad": LIT, "pads": colours}
    return json.dumps({"ProgramPads-v2.10": {**whole, "UnusedPads": {"value0": 1}}}, indent=1)


def _channel(element: ET.Element, level_db: float, place: float, route: int) -> None:
    """A channel strip: that of the program, or of a pad."""
    leaf(element, "CueBusEnable", "False")
    routes: dict[str, Value] = {"AudioRoute": route, "AudioRouteSubIndex": 0, "AudioRouteChannelBitmap": 3}
    leaves(ET.SubElement(element, "AudioRoute"), {**routes, "InsertsEnabled": "True"})
    leaves(element, {f"Send{number}": 0.0 for number in (1, 2, 3, 4)})
    leaves(element, {"Volume": volume(level_db), "Mute": "False", "Solo": "False", "Pan": place})
    leaf(element, "AutomationFilter", 1)


def _instrument(element: ET.Element, voice: Voice | None) -> None:
    """A pad, which plays its sounds to the end; another sound of its group, or its own next one, cuts them off."""
    level_db, place = (voice.level_db, (1 + voice.pan) / 2) if voice else (0.0, CENTRE)
    _channel(element, level_db, place, route=0)
    leaves(
        element,
        {"FilterKeytrack": 0.0, "FilterType": 2, "Cutoff": 1.0, "Resonance": 0.0, "FilterEnvAmt": 0.0},
    )
    for kind in ("Filter", "Volume", "Pitch"):
        leaves(element, {f"{kind}Hold": 0.0, f"{kind}DecayType": "True", f"{kind}ADEnvelope": "True"})
        leaves(
            element,
            {f"{kind}Attack": 0.0, f"{kind}Decay": _SHORT, f"{kind}Sustain": 1.0, f"{kind}Release": 0.0},
        )
        leaves(element, {f"{kind}{name}": value for name, value in _CURVES.items()})
    leaves(
        element,
        {"PitchEnvAmount": 0.5, "VelocityToPitch": 0.0, "VelocitySensitivity": 1.0, "VelocityToPan": 0.0},
    )
    alternates = voice is not None and len(voice.files) > 1
    played: dict[str, Value] = {
        "TuneCoarse": 0,
        "TuneFine": 0,
        "Mono": "True",
        "Polyphony": 1,
        "LowNote": 0,
        "HighNote": 127,
        "IgnoreBaseNote": "False",
        "ZonePlay": CYCLE if alternates else BY_VELOCITY,
        "MuteGroup": voice.strip.choke if voice else 0,
        "OneShot": "True",
        "TriggerMode": 0,
    }
    leaves(element, played)
    leaves(element, {f"{kind}Target{number}": 0 for kind in ("Mute", "Simult") for number in (1, 2, 3, 4)})
    layers = ET.SubElement(element, "Layers")
    files = list(zip(voice.files, voice.frames, strict=True)) if voice else []
    for number in range(LAYERS):
        file, frames = files[number] if number < len(files) else ("", 0)
        _layer(ET.SubElement(layers, "Layer", number=str(number + 1)), file, frames)


def _layer(element: ET.Element, file: str, frames: int) -> None:
    values: dict[str, Value] = {
        "Active": "True",
        "Volume": 1.0,
        "Pan": CENTRE,
        "Pitch": 0.0,
        "TuneCoarse": 0,
        "TuneFine": 0,
        "VelStart": 0,
        "VelEnd": 127,
        "SampleStart": 0,
        "SampleEnd": 0,
        "LoopStart": 0,
        "LoopEnd": 0,
        "LoopCrossfadeLength": 0,
        "LoopTune": 0,
        "RootNote": 0,
        "KeyTrack": "False",
        "SampleName": file.removesuffix(".wav"),
        "SampleFile": file,
        "SliceIndex": NO_SLICE,
        "Direction": 0,
        "Offset": 0,
        "SliceStart": 0,
        "SliceEnd": frames,
        "SliceLoopStart": 0,
        "SliceLoop": 0,
    }
    leaves(element, values)
