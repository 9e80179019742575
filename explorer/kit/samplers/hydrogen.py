"""Drum kits of Hydrogen: a compressed archive of one folder with the sounds and drumkit.xml, as its drumkit.xsd says.

http://hydrogen-music.org
"""

import gzip
import io
import tarfile
from collections.abc import Mapping
from xml.etree import ElementTree as ET

from explorer.kit.mix import FADE_SECONDS
from explorer.kit.rendered import RenderedKit
from explorer.kit.samplers.voices import Voice, voices
from explorer.kit.samplers.xml import Value, document, leaf, leaves

NAMESPACE = "http://www.hydrogen-music.org/drumkit"
NO_GROUP = -1
SHORTEST_RELEASE = 256
"""Frames in which Hydrogen lets a note that is cut off fade, at least."""


def hydrogen_files(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes a drum kit that Hydrogen imports: an instrument for each pad, whose takes alternate."""
    pads, files = voices(kit)
    files = {**files, "drumkit.xml": drumkit(pads, kit.options.title, kit.options.sample_rate)}
    return {f"{kit.options.stem}.h2drumkit": _archive(files, kit.options.title)}


def drumkit(pads: tuple[Voice, ...], title: str, sample_rate: int) -> bytes:
    """Returns drumkit.xml."""
    release = max(SHORTEST_RELEASE, round(FADE_SECONDS * sample_rate))
    root = ET.Element("drumkit_info", xmlns=NAMESPACE)
    about = {"author": "Hitmap", "info": "Made with Hitmap.", "license": "", "image": "", "imageLicense": ""}
    leaves(root, {"name": title, **about})
    component = ET.SubElement(ET.SubElement(root, "componentList"), "drumkitComponent")
    leaves(component, {"id": 0, "name": "Main", "volume": 1.0})
    instruments = ET.SubElement(root, "instrumentList")
    for number, voice in enumerate(pads):
        _instrument(ET.SubElement(instruments, "instrument"), number, voice, release)
    return document(root)


def _instrument(element: ET.Element, number: int, voice: Voice, release: int) -> None:
    values: dict[str, Value] = {
        "id": number,
        "name": voice.name,
        "volume": 1.0,
        "isMuted": not voice.strip.heard,
        "isSoloed": False,
        "pan": voice.pan,
        "pitchOffset": 0.0,
        "randomPitchFactor": 0.0,
        "gain": voice.strip.gain,
        "applyVelocity": True,
        "filterActive": False,
        "filterCutoff": 1.0,
        "filterResonance": 0.0,
        "Attack": 0,
        "Decay": 0,
        "Sustain": 1.0,
        "Release": release,
        "muteGroup": voice.strip.choke or NO_GROUP,
        "midiOutChannel": NO_GROUP,
        "midiOutNote": voice.note,
        "isStopNote": False,
        "sampleSelectionAlgo": "ROUND_ROBIN" if len(voice.files) > 1 else "VELOCITY",
        "isHihat": NO_GROUP,
        "lower_cc": 0,
        "higher_cc": 127,
    }
    leaves(element, values)
    leaves(element, {f"FX{effect}Level": 0.0 for effect in (1, 2, 3, 4)})
    component = ET.SubElement(element, "instrumentComponent")
    leaves(component, {"component_id": 0, "gain": 1.0})
    for name in voice.files:
        layer = ET.SubElement(component, "layer")
        leaf(layer, "filename", name)
        leaves(layer, {"min": 0.0, "max": 1.0, "gain": 1.0, "pitch": 0.0})


def _archive(files: Mapping[str, bytes], folder: str) -> bytes:
    """Returns files in one folder as a compressed archive, the same bytes for the same files."""
    packed = io.BytesIO()
    with (
        gzip.GzipFile(filename="", fileobj=packed, mode="wb", mtime=0) as compressed,
        tarfile.open(fileobj=compressed, mode="w", format=tarfile.USTAR_FORMAT) as archive,
    ):
        for name in sorted(files):
            entry = tarfile.TarInfo(f"{folder}/{name}")
            entry.size, entry.mode = len(files[name]), 0o644
            archive.addfile(entry, io.BytesIO(files[name]))
    return packed.getvalue()
