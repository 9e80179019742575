"""SFZ instruments: https://sfzformat.com."""

from collections.abc import Sequence

FIRST_NOTE = 36
"""The key of the first pad: C2, the bass drum of General MIDI."""


def sfz_text(pads: Sequence[tuple[int, Sequence[str], float]]) -> str:
    """Returns an SFZ instrument: each pad on a key from C2 (MIDI note 36) up; several files of one pad alternate.

    Args:
        pads: (index of the pad from 0, its file names, its level in dB) for each.
    """
    lines = ["// Made with Hitmap; open recipes.json there to edit this kit.", ""]
    lines += ["<global> loop_mode=one_shot amp_veltrack=100 ampeg_release=0.05", ""]
    for index, names, level in pads:
        note = FIRST_NOTE + index
        turns = f" seq_length={len(names)}" if len(names) > 1 else ""
        lines.append(f"<group> key={note} pitch_keycenter={note} volume={level:.2f}{turns}")
        for position, name in enumerate(names, 1):
            lines.append(f"<region> sample={name}" + (f" seq_position={position}" if turns else ""))
    return "\n".join(lines) + "\n"
