"""SFZ instruments: https://sfzformat.com."""

from collections.abc import Sequence

from vae.recipes.sheet import CHOKES, Entry


def sfz_text(pads: Sequence[tuple[int, int, Sequence[str], Entry]]) -> str:
    """Returns an SFZ instrument: each pad on a key of its own; several files of one pad alternate.

    Pads sound as `explorer.kit.mix` says, and cut each other off as `explorer.kit.hits` does.

    Args:
        pads: (index of the pad from 0, its MIDI note, its file names, its sound) for each.
    """
    lines = ["// Made with Hitmap; open recipes.json there to edit this kit.", ""]
    lines += ["<global> loop_mode=one_shot amp_veltrack=100 ampeg_release=0.05", ""]
    for index, note, names, sound in pads:
        turns = f" seq_length={len(names)}" if len(names) > 1 else ""
        lines.append(
            f"<group> key={note} pitch_keycenter={note} volume={sound.level:.2f}{_played(index, sound)}{turns}"
        )
        for position, name in enumerate(names, 1):
            lines.append(f"<region> sample={name}" + (f" seq_position={position}" if turns else ""))
    return "\n".join(lines) + "\n"


def _played(index: int, sound: Entry) -> str:
    """The opcodes of a pad's pan, pitch and fade, and of what cuts it off: its own next note, or its choke group."""
    group = sound.choke or CHOKES + 1 + index
    opcodes = [f"group={group} off_by={group} off_mode=fast note_polyphony=1"]
    if sound.pan:
        opcodes.append(f"pan={100 * sound.pan:.1f}")
    if cents := round(100 * sound.pitch):
        opcodes.append(f"transpose={cents // 100} tune={cents % 100}")
    if sound.decay is not None:
        opcodes.append(f"ampeg_decay={sound.decay:.3f} ampeg_sustain=0")
    return " " + " ".join(opcodes)
