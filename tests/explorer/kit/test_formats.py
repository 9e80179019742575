"""The formats of an exported kit: WAV with its recipe, SFZ and MIDI."""

import io
import wave

import mido
import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from made_kits import BEAT, KIT, RATE, info_of, kit_of_pads

from explorer.kit.kit import Pattern
from explorer.kit.midi import midi_bytes
from explorer.kit.sfz import sfz_text
from explorer.kit.wav import tagged_wav
from vae.recipes.text import parse_recipe

KEYS = {pad: 36 + pad for pad in range(8)}


def test_a_wav_names_itself_and_its_recipe(exported):
    for name, slot in (("01-", KIT.slots[0]), ("03-", KIT.slots[2])):
        wav = next(data for file, data in exported.items() if file.startswith(name))
        info = info_of(wav)
        assert info["INAM"] == slot.name
        assert parse_recipe(info["ICMT"]) == slot.recipe
        with soundfile.SoundFile(io.BytesIO(wav)) as file:
            assert file.title == slot.name
            assert parse_recipe(file.comment) == slot.recipe
        with wave.open(io.BytesIO(wav)) as file:
            assert file.getnframes() > 1000


@given(st.integers(1, 50), st.text(max_size=40), st.integers(0, 60_000))
def test_metadata_of_any_length_keeps_the_wav_valid(samples, title, length):
    title = title.replace("\0", "").encode("utf-8", "ignore").decode()
    waveform = np.linspace(-1, 1, samples + 1, dtype=np.float32)
    wav = tagged_wav(waveform, RATE, bit_depth=24, title=title, comment="c" * length)
    assert info_of(wav) == {"INAM": title, "ICMT": "c" * length, "ISFT": "Hitmap"}
    assert soundfile.read(io.BytesIO(wav))[0].shape == (samples + 1,)


def test_the_sfz_maps_every_pad_to_a_key_and_a_file(exported):
    text = exported["kit.sfz"].decode()
    headers = [line.split() for line in text.splitlines() if line.startswith("<")]
    opcodes = [(words[0], dict(word.split("=", 1) for word in words[1:])) for words in headers]
    groups = [values for name, values in opcodes if name == "<group>"]
    regions = [values for name, values in opcodes if name == "<region>"]
    assert opcodes[0] == (
        "<global>",
        {"loop_mode": "one_shot", "amp_veltrack": "100", "ampeg_release": "0.05"},
    )
    assert (
        [g["key"] for g in groups] == [g["pitch_keycenter"] for g in groups] == ["39", "42"]
    )  # a clap, a hat
    assert [float(g["volume"]) for g in groups] == [-3.0, 0.0]
    assert groups[0]["group"] == groups[0]["off_by"] != groups[1]["group"]
    assert {r["sample"] for r in regions} == {name for name in exported if name[0].isdigit()}


@pytest.mark.parametrize("swing", [0.5, 0.58, 2 / 3])
@pytest.mark.parametrize("tempo", [60.0, 93.5, 174.0])
def test_the_midi_file_says_when_and_how_loud(tempo, swing):
    file = mido.MidiFile(
        file=io.BytesIO(midi_bytes(kit_of_pads(Pattern(tempo, swing, 0, BEAT), {}, {}, {}), KEYS))
    )
    notes, now = [], 0.0
    for message in file:
        now += message.time
        if message.type == "note_on" and message.velocity:
            notes.append((round(now / (60 / tempo), 3), message.note, message.velocity))
            assert message.channel == 9
    late = swing / 2
    expected = [(0, 36, 127), (2, 36, 127), (1, 37, 90), (3, 37, 90)]
    expected += [(beat + late, 38, 127) for beat in (0, 0.5, 1, 1.5)]
    np.testing.assert_allclose(sorted(notes), sorted(expected), atol=0.0015)
    assert file.length == pytest.approx(4 * 60 / tempo, rel=1e-5)


def test_sfz_of_nothing_is_still_sfz():
    assert "<global>" in sfz_text([])


def test_the_sfz_says_how_pads_are_mixed():
    kit = kit_of_pads(Pattern(), {"choke": 1, "pan": -0.5, "pitch": -1.25, "decay": 0.25}, {"choke": 1}, {})
    pads = [(index, KEYS[index], [f"{index}.wav"], sound) for index, sound in enumerate(kit.slots) if sound]
    first, second, third = (line for line in sfz_text(pads).splitlines() if line.startswith("<group>"))
    assert "group=1 off_by=1 off_mode=fast" in first and "group=1 off_by=1" in second
    assert "group=1 " not in third
    assert "pan=-50.0 transpose=-2 tune=75 ampeg_decay=0.250 ampeg_sustain=0" in first
    assert "pan" not in second and "ampeg_decay" not in second


def test_midi_has_the_hits_of_the_song():
    steps = ((90, *[0] * 31), *[(0,) * 32] * 7)
    ratchets = ((4, *[1] * 31), *[(1,) * 32] * 7)
    file = mido.MidiFile(
        file=io.BytesIO(midi_bytes(kit_of_pads(Pattern(60, steps=steps, ratchets=ratchets), {}), KEYS))
    )
    assert file.length == pytest.approx(8)
    assert sum(message.type == "note_on" for message in file) == 4
    mute = midi_bytes(kit_of_pads(Pattern(60, steps=steps), {"mute": True}), KEYS)
    assert not any(message.type == "note_on" for message in mido.MidiFile(file=io.BytesIO(mute)))
