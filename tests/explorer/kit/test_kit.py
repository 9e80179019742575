import io
import json
import struct
import wave
import zipfile
from collections.abc import Callable
from types import SimpleNamespace

import mido
import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from recipe_strategies import RECIPES

from explorer.kit import formats
from explorer.kit.export import export_kit, save_text
from explorer.kit.kit import PADS, STEPS, Kit, Pattern, data_of, kit_of
from explorer.kit.loop import mix_loop, step_beats, velocity_gain
from explorer.kit.midi import midi_bytes
from explorer.kit.opening import MAX_ZIP_BYTES, open_kit
from explorer.kit.random import CORE, random_slots
from explorer.kit.rendered import VARIATIONS, ExportOptions, RenderedKit, file_stem
from explorer.kit.sfz import sfz_text
from explorer.kit.wav import tagged_wav
from explorer.sound.render import Renderer, Sound
from vae.recipes.checks import RecipeError
from vae.recipes.kinds import Noise, Point, Prior
from vae.recipes.sheet import LEVEL_RANGE, MAX_NAME, Entry, KitError
from vae.recipes.text import parse_recipe, to_json

RATE = 44_100
PRINTABLE = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=MAX_NAME)
SLOTS = st.builds(Entry, RECIPES, PRINTABLE, PRINTABLE, st.floats(*LEVEL_RANGE))
ROWS = st.lists(st.integers(0, 127), min_size=STEPS, max_size=STEPS)
PATTERNS = st.builds(
    Pattern,
    st.floats(40, 240),
    st.floats(0.5, 0.75),
    st.floats(0, 1),
    st.lists(ROWS, min_size=PADS, max_size=PADS),
)
KITS = st.builds(Kit, st.lists(st.none() | SLOTS, min_size=PADS, max_size=PADS), PATTERNS)


def row(*steps: int, velocity: int = 127) -> tuple[int, ...]:
    return tuple(velocity if step in steps else 0 for step in range(STEPS))


def rows(*given: tuple[int, ...]) -> tuple[tuple[int, ...], ...]:
    return (*given, *[row()] * (PADS - len(given)))


BEAT = rows(row(0, 8), row(4, 12, velocity=90), row(1, 3, 5, 7))
KIT = Kit(
    (
        Entry(Point(3), "808 long", "drum-machine", -3.0),
        None,
        Entry(Noise(Point(5), 0.5, 7), "Hat · 低 ü", "drum-machine"),
        *[None] * 5,
    ),
    Pattern(97.0, 0.62, 0.0, BEAT),
)


@pytest.fixture(scope="module")
def render(codec, built) -> Callable[..., Sound]:
    renderer = Renderer(codec, built)
    return lambda recipe, checkpoint: renderer.render(recipe)


@pytest.fixture(scope="module")
def exported(render) -> dict[str, bytes]:
    return unzip(export_kit(KIT, render, {"drum-machine": "abc"}))


def unzip(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def info_of(wav: bytes) -> dict[str, str]:
    """RIFF INFO, read by the letter of the format."""
    assert struct.unpack("<I", wav[4:8])[0] == len(wav) - 8
    at, found = 12, {}
    while at < len(wav):
        name, size = wav[at : at + 4], struct.unpack("<I", wav[at + 4 : at + 8])[0]
        if name == b"LIST" and wav[at + 8 : at + 12] == b"INFO":
            inner, end = at + 12, at + 8 + size
            while inner < end:
                length = struct.unpack("<I", wav[inner + 4 : inner + 8])[0]
                text = wav[inner + 8 : inner + 8 + length].rstrip(b"\0").decode()
                found[wav[inner : inner + 4].decode()] = text
                inner += 8 + length + length % 2
        at += 8 + size + size % 2
    assert at == len(wav)
    return found


@given(KITS)
def test_a_kit_is_exactly_its_json(kit):
    data = data_of(kit)
    assert kit_of(json.loads(json.dumps(data))) == kit
    assert data_of(kit_of(data)) == data


@given(KITS, st.dictionaries(PRINTABLE, st.text("0123456789abcdef", min_size=12, max_size=12), max_size=3))
def test_recipes_json_opens_the_same_kit(kit, fingerprints):
    saved = open_kit(save_text(kit, fingerprints).encode())
    assert saved.kit == kit and saved.fingerprints == fingerprints


@settings(max_examples=15)
@given(KITS.filter(lambda kit: any(kit.slots)))
def test_an_exported_zip_opens_the_same_kit(kit):
    def render(recipe, checkpoint):
        sound = np.sin(np.arange(2000) * (0.01 + len(to_json(recipe)) % 50 / 50)).astype(np.float32)
        return Sound(sound, RATE, np.zeros((1, 1), np.float32), SimpleNamespace(label="kick"))

    assert open_kit(export_kit(kit, render, {}, ExportOptions(bars=1))).kit == kit


@given(KITS, st.data())
def test_a_damaged_kit_is_a_kit_or_one_sentence(kit, data):
    text = save_text(kit, {})
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 6)))
    damaged = text[:start] + data.draw(st.text(max_size=4)) + text[end:]
    try:
        open_kit(damaged.encode("utf-8", "replace"))
    except RecipeError as error:
        assert 10 < len(str(error)) < 200 and str(error).endswith(".")


@given(st.binary(max_size=200) | st.binary(max_size=100).map(lambda tail: b"PK\x03\x04" + tail))
def test_foreign_bytes_are_one_sentence(data):
    with pytest.raises(KitError, match=r"\.$"):
        open_kit(data)


@pytest.mark.parametrize(
    "change",
    [
        {"tempo": 10},
        {"tempo": True},
        {"tempo": "120"},
        {"tempo": None},
        {"swing": 0.9},
        {"humanise": -0.1},
        {"steps": []},
        {"steps": [[0] * STEPS] * 9},
        {"steps": [[128] * STEPS] * PADS},
        {"steps": [[1.5] * STEPS] * PADS},
        {"steps": [[True] * STEPS] * PADS},
        {"more": 1},
    ],
)
def test_a_wrong_pattern_is_one_sentence(change):
    data = data_of(KIT)
    data["pattern"].update(change)
    with pytest.raises(KitError, match=r"\.$"):
        kit_of(data)


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"name": "a\nb"},
        {"name": "x" * 61},
        {"level": 7},
        {"recipe": {"kind": "x"}},
        {"checkpoint": 1},
    ],
)
def test_a_wrong_pad_is_one_sentence(change):
    data = data_of(KIT)
    data["slots"][0].update(change)
    with pytest.raises(RecipeError, match=r"\.$"):
        kit_of(data)


def test_the_zip_holds_what_a_producer_needs(exported):
    sounds = [name for name in exported if name[0].isdigit()]
    assert set(exported) == {*sounds, "kit.sfz", "pattern.mid", "loop.wav", "recipes.json"}
    assert [name[:3] for name in sounds] == ["01-", "03-"]
    assert sounds[0].endswith("-808-long.wav") and all(name.isascii() for name in sounds)


def test_the_same_kit_gives_the_same_bytes(render):
    first, again = (export_kit(KIT, render, {}) for _ in range(2))
    assert first == again


@pytest.mark.parametrize(("bits", "rate"), [(16, 44_100), (24, 44_100), (16, 48_000), (24, 48_000)])
def test_wavs_have_the_bits_and_the_rate_and_sound_the_same(render, bits, rate):
    files = unzip(export_kit(KIT, render, {}, ExportOptions(bits, rate, 1)))
    truth = render(Point(3), "").waveform
    for name, data in files.items():
        if name.endswith(".wav"):
            info = soundfile.info(io.BytesIO(data))
            assert (info.subtype, info.samplerate, info.channels) == (f"PCM_{bits}", rate, 1)
    heard, _ = soundfile.read(io.BytesIO(next(files[n] for n in sorted(files) if n.startswith("01-"))))
    if rate == RATE:
        np.testing.assert_allclose(heard, truth[: len(heard)], atol=2.0 ** (1 - bits))
    spectrum, wanted = (np.abs(np.fft.rfft(w, rate_)[:15_000]) for w, rate_ in ((heard, rate), (truth, RATE)))
    assert np.abs(spectrum / rate - wanted / RATE).max() < 0.01 * (wanted / RATE).max()


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


def test_a_humanised_kit_takes_turns(render):
    pattern = Pattern(120, 0.5, 0.3, BEAT)
    files = unzip(export_kit(Kit(KIT.slots, pattern), render, {}))
    for number, slot in ((1, KIT.slots[0]), (3, KIT.slots[2])):
        takes = [files[n] for n in sorted(files) if n.startswith(f"0{number}-") and "-v" in n]
        recipes = {info_of(wav)["ICMT"] for wav in takes}
        assert len(takes) == len(recipes) == len(set(takes)) == VARIATIONS
        assert all(parse_recipe(text).of == slot.recipe for text in recipes)
    assert files["kit.sfz"].count(b"seq_length=4") == 2
    assert [files["kit.sfz"].count(b"seq_position=%d" % n) for n in (1, 2, 3, 4)] == [2] * 4


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


@pytest.mark.parametrize("swing", [0.5, 0.66, 0.75])
def test_the_loop_has_every_hit_at_its_time(swing):
    click = np.ones(1, np.float32)
    pattern = Pattern(117.0, swing, 0, rows(row(0, 3, 14, 15), row(6, velocity=64)))
    loop = mix_loop([[click], [click], *[[]] * 6], [0, -6, *[0] * 6], pattern, RATE, bars=3)
    beat = 60 / 117 * RATE
    assert len(loop) == round(12 * beat)
    wanted = {
        round((4 * bar + step_beats(step, swing)) * beat) for bar in range(3) for step in (0, 3, 6, 14, 15)
    }
    assert set(np.flatnonzero(loop).tolist()) == wanted
    quiet = loop[round(step_beats(6, swing) * beat)] / loop[0]
    assert quiet == pytest.approx(velocity_gain(64) * 10 ** (-6 / 20), rel=1e-5)


def test_what_rings_past_the_end_of_the_loop_sounds_on_at_its_start():
    tail = np.full(3 * RATE, 0.1, np.float32)
    pattern = Pattern(240.0, 0.5, 0, rows(row(15)))
    loop = mix_loop([[tail], *[[]] * 7], [0] * 8, pattern, RATE, bars=1)
    assert len(loop) == RATE and loop.sum() == pytest.approx(tail.sum(), rel=1e-5)


def test_the_hits_of_a_pad_take_turns_in_the_loop():
    one, two = np.array([1.0], np.float32), np.array([0.5], np.float32)
    loop = mix_loop([[one, two], *[[]] * 7], [0] * 8, Pattern(120, 0.5, 0, rows(row(0, 4, 8))), RATE, bars=1)
    assert (loop[loop > 0] / loop.max()).tolist() == [1, 0.5, 1]


def test_the_loop_never_clips():
    loud = np.full(RATE, 0.95, np.float32)
    loop = mix_loop([[loud]] * 8, [6.0] * 8, Pattern(240, 0.5, 0, (row(*range(16)),) * 8), RATE, bars=1)
    assert np.abs(loop).max() == pytest.approx(0.99, abs=1e-6)


def test_without_a_pattern_there_is_no_loop(render):
    files = unzip(export_kit(Kit(KIT.slots), render, {}))
    assert "loop.wav" not in files and "pattern.mid" not in files


def test_another_format_is_one_function_and_one_entry(render, monkeypatch):
    def track_list(kit: RenderedKit) -> dict[str, bytes]:
        lines = [f"{pad.index + 1} {pad.sound.name}: {take.name}" for pad in kit.pads for take in pad.played]
        return {"tracks.txt": "\n".join([*lines, f"{kit.options.bit_depth} bits"]).encode()}

    before = unzip(export_kit(KIT, render, {}))
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, track_list))
    after = unzip(export_kit(KIT, render, {}))
    lines = after.pop("tracks.txt").decode().splitlines()
    assert after == before
    assert [line.split(": ")[0] for line in lines[:-1]] == ["1 808 long", "3 Hat · 低 ü"]
    assert all(line.split(": ")[1] in before for line in lines[:-1]) and lines[-1] == "16 bits"


def test_an_empty_kit_is_not_exported(render):
    with pytest.raises(KitError, match="put a sound"):
        export_kit(Kit(), render, {})


@pytest.mark.parametrize(
    "options", [(17, 44_100, 2), (16, 22_050, 2), (16, 44_100, 0), (16, 44_100, True), ("16", 44_100, 2)]
)
def test_odd_options_are_refused(options):
    with pytest.raises(KitError, match=r"\.$"):
        ExportOptions(*options)


@pytest.mark.parametrize(
    ("number", "label", "name", "stem"),
    [
        (1, "kick", "808 long", "01-kick-808-long"),
        (2, "kick", "Kick 3", "02-kick-3"),
        (3, "closed_hat", "../../etc/passwd", "03-closed-hat-etc-passwd"),
        (8, "", "鼓", "08-sound"),
    ],
)
def test_file_names(number, label, name, stem):
    assert file_stem(number, label, name) == stem


def packed(entries: dict[str, bytes], way: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", way) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


GOOD = save_text(KIT, {}).encode()
SOUND = {"recipe": {"kind": "point", "id": 1}, "name": "x", "checkpoint": "x", "level": 0}


def locked() -> bytes:
    data = bytearray(packed({"recipes.json": GOOD}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def broken_body() -> bytes:
    data = bytearray(packed({"recipes.json": GOOD}))
    data[60:90] = bytes(30)
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        packed({"other.txt": b"hello"}),
        packed({"recipes.json": b"[]"}),
        packed({"recipes.json": b"\xff\xfe"}),
        packed({"recipes.json": GOOD.replace(b'"format": 1', b'"format": 2')}),
        packed({"recipes.json": b" " * (8 << 20)}),
        packed({"a/b/../../recipes.json": GOOD}),
        packed({**{f"{i}.txt": b"" for i in range(300)}, "recipes.json": GOOD}),
        packed({**{f"{i}.txt": b"" for i in range(30_000)}, "recipes.json": GOOD}),
        packed({"recipes.json": GOOD}, zipfile.ZIP_LZMA),
        packed({"recipes.json": GOOD}, zipfile.ZIP_BZIP2),
        packed({"recipes.json": GOOD}, zipfile.ZIP_LZMA).replace(GOOD[:8], bytes(8))[:-200] + bytes(200),
        packed({"recipes.json": GOOD})[:-30],
        locked(),
        broken_body(),
        b"PK\x05\x06" + bytes(18),
        b"[" * 100_000,
        bytes(MAX_ZIP_BYTES + 1),
        json.dumps({"app": "hitmap", "format": 1, "checkpoints": {"a": 1}, "kit": data_of(KIT)}).encode(),
        *(
            json.dumps({"app": "hitmap", "format": 2, "checkpoints": {}, **rest}).encode()
            for rest in (
                {"sounds": {}},
                {"sounds": [5]},
                {"sounds": [{"recipe": {"kind": "point", "id": 1}}]},
                {"sounds": [SOUND | {"recipe": {}}]},
                {"sounds": [SOUND | {"file": 1}]},
                {"format": 1, "sounds": [SOUND]},
                {"format": 3, "sounds": [SOUND]},
                {"format": [], "sounds": [SOUND]},
                {"format": 1, "kit": None},
            )
        ),
    ],
)
def test_a_hostile_file_is_one_sentence(data):
    with pytest.raises(RecipeError) as caught:
        open_kit(data)
    assert str(caught.value).endswith(".") and "\n" not in str(caught.value)


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    taken = []
    read = zipfile.ZipExtFile.read
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda self, n=-1: taken.append(n) or read(self, n))
    with pytest.raises(KitError, match="at most"):
        open_kit(packed({"recipes.json": b" " * (64 << 20), "bomb.wav": bytes(64 << 20)}))
    assert len(taken) == 1 and 0 < taken[0] < 1 << 20


def test_a_zip_that_was_packed_again_in_a_folder_opens():
    assert open_kit(packed({"My kit/recipes.json": GOOD, "__MACOSX/._x": b""})).kit == KIT


@pytest.mark.parametrize("source", ["map", "prior"])
def test_a_random_kit_has_one_sound_a_label(built, source):
    slots = random_slots(built, "drum-machine", 7, source)
    labels = [
        built.labels[slot.recipe.id] if isinstance(slot.recipe, Point) else slot.recipe.label
        for slot in slots
    ]
    assert len(set(labels)) == PADS and tuple(labels[: len(CORE)]) == CORE
    assert slots == random_slots(built, "drum-machine", 7, source)
    assert slots != random_slots(built, "drum-machine", 8, source)
    assert all(isinstance(slot.recipe, Point if source == "map" else Prior) for slot in slots)


def test_a_library_with_few_labels_fills_the_pads(library):
    assert len(random_slots(library, "x", 0, "map")) == PADS


@pytest.mark.parametrize(
    ("seed", "source"), [(-1, "map"), (1.5, "map"), (True, "map"), ("1", "map"), (1, "x"), (1, None)]
)
def test_odd_random_kits_are_refused(built, seed, source):
    with pytest.raises(KitError, match=r"\.$"):
        random_slots(built, "drum-machine", seed, source)


def test_sfz_of_nothing_is_still_sfz():
    assert "<global>" in sfz_text([])
