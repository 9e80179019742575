"""The zip that a kit leaves as."""

import io

import numpy as np
import pytest
import soundfile
from made_kits import BEAT, KIT, RATE, info_of, unzip

from explorer.kit import formats
from explorer.kit.export import export_kit
from explorer.kit.formats import KitFormat
from explorer.kit.kit import Kit, Pattern
from explorer.kit.opening import open_kit
from explorer.kit.options import ExportOptions, file_stem
from explorer.kit.rendered import VARIATIONS, RenderedKit
from vae.recipes.kinds import Point
from vae.recipes.sheet import KitError
from vae.recipes.text import parse_recipe


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


def test_another_format_is_one_function_and_one_entry(render, monkeypatch):
    def track_list(kit: RenderedKit) -> dict[str, bytes]:
        lines = [f"{pad.index + 1} {pad.sound.name}: {take.name}" for pad in kit.pads for take in pad.played]
        return {"tracks.txt": "\n".join([*lines, f"{kit.options.bit_depth} bits"]).encode()}

    before = unzip(export_kit(KIT, render, {}))
    entry = KitFormat("tracks", "Track list", "For people", track_list)
    monkeypatch.setattr(formats, "FORMATS", (*formats.FORMATS, entry))
    assert unzip(export_kit(KIT, render, {})) == before
    after = unzip(export_kit(KIT, render, {}, ExportOptions(format="tracks")))
    lines = after.pop("tracks.txt").decode().splitlines()
    assert set(after) == {"recipes.json", "pattern.mid", "loop.wav"}
    assert all(before[name] == data for name, data in after.items())
    assert [line.split(": ")[0] for line in lines[:-1]] == ["1 808 long", "3 Hat · 低 ü"]
    assert all(line.split(": ")[1] in before for line in lines[:-1]) and lines[-1] == "16 bits"


@pytest.mark.parametrize("name", [known.name for known in formats.FORMATS])
def test_a_kit_in_any_format_has_its_beat_and_opens_again(render, name):
    data = export_kit(KIT, render, {}, ExportOptions(format=name, bars=1))
    assert data == export_kit(KIT, render, {}, ExportOptions(format=name, bars=1))
    assert {"recipes.json", "pattern.mid", "loop.wav"} < set(unzip(data))
    assert open_kit(data).kit == KIT


def test_an_unknown_format_is_refused(render):
    with pytest.raises(KitError, match="sfz, decentsampler"):
        export_kit(KIT, render, {}, ExportOptions(format="sf2"))


def test_an_empty_kit_is_not_exported(render):
    with pytest.raises(KitError, match="put a sound"):
        export_kit(Kit(), render, {})


@pytest.mark.parametrize(
    "options",
    [
        (17, 44_100, 2),
        (16, 22_050, 2),
        (16, 44_100, 0),
        (16, 44_100, True),
        ("16", 44_100, 2),
        (16, 44_100, 2, False, "loud"),
        (16, 44_100, 2, False, None),
        (16, 44_100, 2, False, "peak", 1),
        (16, 44_100, 2, False, "peak", "sfz", "x" * 41),
        (16, 44_100, 2, False, "peak", "sfz", "a\nb"),
    ],
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
        (4, "église_été", "Église été 3", "04-eglise-ete-3"),
        (5, "足音", "足音 2", "05-2"),
        (8, "", "鼓", "08-sound"),
    ],
)
def test_file_names(number, label, name, stem):
    assert file_stem(number, label, name) == stem
