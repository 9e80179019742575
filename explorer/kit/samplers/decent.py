"""Presets of DecentSampler: https://decentsampler-developers-guide.readthedocs.io."""

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from explorer.kit.mix import FADE_SECONDS
from explorer.kit.rendered import RenderedKit
from explorer.kit.samplers.voices import Voice, voices
from explorer.kit.samplers.xml import document

FOLDER = "samples"


def decent_files(kit: RenderedKit) -> Mapping[str, bytes]:
    """Writes a preset beside its samples: a group for each pad, whose takes alternate and are cut off as on the page.

    Without an amplitude envelope a sample plays to its end, however short the note is.
    """
    pads, files = voices(kit, f"{FOLDER}/")
    root = ET.Element("DecentSampler")
    groups = ET.SubElement(root, "groups")
    for voice in pads:
        group = ET.SubElement(groups, "group", _group(voice))
        note = str(voice.note)
        for position, name in enumerate(voice.files, 1):
            zone = {"rootNote": note, "loNote": note, "hiNote": note, "ampEnvEnabled": "false"}
            turn = {"seqPosition": str(position)} if len(voice.files) > 1 else {}
            ET.SubElement(group, "sample", {"path": f"{FOLDER}/{name}", **zone, **turn})
    return {**files, f"{kit.options.stem}.dspreset": document(root)}


def _group(voice: Voice) -> dict[str, str]:
    tag = f"choke{voice.strip.choke}" if voice.strip.choke else f"pad{voice.pad.index + 1}"
    values = {
        "name": voice.name,
        "volume": f"{voice.level_db:.2f}dB",
        "pan": f"{100 * voice.pan:.1f}",
        "ampVelTrack": "1",
        "tags": tag,
        "silencedByTags": tag,
        "silencingMode": "fast",
        "silencingDecay": f"{FADE_SECONDS:.3f}",
    }
    if len(voice.files) > 1:
        values |= {"seqMode": "round_robin", "seqLength": str(len(voice.files))}
    return values
