"""The formats of an exported kit: WAV with its recipe, SFZ and MIDI."""

import io
import wave

import mido
import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from made_kits import BEAT, KIT, RATE, info_of

from explorer.kit.kit import Pattern
from explorer.kit.midi import midi_bytes
from explorer.kit.sfz import sfz_text
from explorer.kit.wav import tagged_wav
from vae.recipes.text import parse_recipe


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
    assert [g["key"] for g in groups] == [g["pitch_keycenter"] for g in groups] == ["36", "38"]
    assert [float(g["volume"]) for g in groups] == [-3.0, 0.0]
    assert {r["sample"] for r in regions} == {name for name in exported if name[0].isdigit()}


@pytest.mark.parametrize("swing", [0.5, 0.58, 2 / 3])
@pytest.mark.parametrize("tempo", [60.0, 93.5, 174.0])
def test_the_midi_file_says_when_and_how_loud(tempo, swing):
    file = mido.MidiFile(file=io.BytesIO(midi_bytes(Pattern(tempo, swing, 0, BEAT), [0, 1, 2])))
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
