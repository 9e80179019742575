"""What lies between is judged by the truth: a codec that finds it scores 0, and a cross-fade of tones scores 1."""

import io
from dataclasses import replace
from itertools import pairwise

import librosa
import numpy as np
import pytest
from PIL import Image

from vae.checkpoint.codec import Codec
from vae.data import triples
from vae.evaluate import between
from vae.evaluate.between import AVERAGE, DECODED, NEARER, TRUTH, Bench, Effort, measure_between
from vae.evaluate.between_pictures import between_picture, ladder
from vae.evaluate.evaluation import BetweenFigures
from vae.evaluate.table import between_grids
from vae.recipes.kinds import Latent
from vae.recipes.kinds.mix import DEFAULT_INTERPOLATION, INTERPOLATIONS
from vae.sound.audio import to_one_shot
from vae.sound.measures import FINE, envelope_db

RATE = 44_100
SMALL = Effort(engines=3, changes=2, pitches=1, pairs=3)


class PitchCodec:
    """Knows tones alone: its latent is the octave of the fundamental, its spectrogram the waveform itself."""

    sample_rate, num_samples, latent_dim, channels = RATE, RATE, 1, 1

    def encode(self, waveforms, sample_rate):
        hertz = np.abs(np.fft.rfft(waveforms)).argmax(-1)
        return np.round(8 * np.log2(hertz))[:, None].astype(np.float32) / 8

    def decode(self, z, **options):
        return prepared(triples.tone(2 ** float(z[0])))

    def decode_spectrogram(self, z):
        return self.decode(z)[None]

    def keeping_silence(self, z, varied):
        return varied

    def between(self, spectrograms, weights, way):
        octaves = [self.encode(one, RATE)[0] for one in spectrograms]
        return self.decode_spectrogram(np.average(octaves, axis=0, weights=weights))

    def spectrogram_to_waveform(self, spectrogram, image=None):
        return spectrogram[0]


class WideCodec(PitchCodec):
    """The same in stereo, and shorter than its longest sound."""

    end = 30_000

    def decode(self, z, **options):
        middle = super().decode(z)[: self.end]
        return np.stack([1.25 * middle, 0.75 * middle])

    def decode_spectrogram(self, z):
        return PitchCodec().decode(z)[None]

    def spectrogram_to_waveform(self, spectrogram, image=None):
        return spectrogram[0, : self.end]


def prepared(waveform):
    return to_one_shot(waveform, RATE, target_rate=RATE, num_samples=RATE).waveform


def sine(hz: float) -> np.ndarray:
    return np.sin(2 * np.pi * hz * np.arange(RATE) / RATE).astype(np.float32)


@pytest.fixture(scope="module")
def small():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(between, "FULL", SMALL)
        patch.setattr(between, "SOUNDS_FOR_ALL", 1)
        patch.setattr(between, "STEPS", (5, 12))
        yield


@pytest.fixture(scope="module")
def library(drum_set, untrained_codec, library_of):
    latents = untrained_codec.encode(drum_set.waveforms, RATE)
    return replace(library_of(48), latents=latents, coordinates=latents[:, :2])


@pytest.fixture(scope="module")
def figures(small, untrained_codec, library, drum_set) -> BetweenFigures:
    return measure_between(untrained_codec, library, drum_set.waveforms[:8], progress=False)


@pytest.fixture(scope="module")
def octaves(library_of):
    return replace(library_of(80, 1), latents=np.linspace(2, 12, 80, dtype=np.float32)[:, None])


def test_a_codec_that_knows_pitch_finds_the_middle_and_its_cross_fade_does_not(octaves):
    bench = Bench(PitchCodec(), octaves)
    ends = np.stack([prepared(triples.tone(hz)) for hz in (128, 256)])
    truth = prepared(triples.tone(2**7.5))
    found = bench.measure(triples.Triple("tones", ends, truth, 2**7.5), np.array([[7], [8], [7.5]]), RATE)
    for way in ("natural", "glide", "lerp"):
        assert found.errors_db[way] == found.errors_db[DECODED] == 0
    assert found.errors_db[AVERAGE] > 2
    assert found.errors_db[NEARER] > 2
    assert found.errors_db["crossfade"] == pytest.approx(found.errors_db[AVERAGE], rel=0.01)
    assert found.shares["lerp"] == found.shares[TRUTH] > 0.8
    assert found.shares[AVERAGE] < 0.01
    assert found.loudness_lu["lerp"] == found.loudness_lu[TRUTH] == pytest.approx(0, abs=0.5)
    summary = between._midpoint([found, found])
    assert summary.ratios["lerp"].median == 0
    assert summary.ratios["crossfade"].median == pytest.approx(1, abs=0.01)
    assert AVERAGE not in summary.ratios
    assert summary.count == 2


def test_sounds_of_any_length_and_width_are_measured_in_mono_and_at_the_longest(octaves):
    ends = Latent.from_array(np.array([7], np.float32)), Latent.from_array(np.array([8], np.float32))
    expected = Bench(PitchCodec(), octaves).middles(ends)
    for way, middle in Bench(WideCodec(), octaves).middles(ends).items():
        assert middle.shape == (RATE,)
        heard, meant = middle[: WideCodec.end], expected[way][: WideCodec.end]
        np.testing.assert_allclose(heard / np.abs(heard).max(), meant / np.abs(meant).max(), atol=1e-5)
        assert not middle[WideCodec.end :].any()


def test_the_share_at_a_pitch_is_one_of_it_and_none_of_its_neighbours():
    assert between.pitch_share(sine(200), 200, RATE) == pytest.approx(1, abs=1e-6)
    assert between.pitch_share(sine(200), 200 * 2 ** (0.9 / 12), RATE) == pytest.approx(1, abs=1e-3)
    assert between.pitch_share(sine(200), 200 * 2 ** (1.1 / 12), RATE) == pytest.approx(0, abs=1e-3)
    both = sine(200) + sine(400)
    assert between.pitch_share(both, 200 * 2**0.5, RATE) == pytest.approx(0, abs=1e-3)
    assert between.pitch_share(both, 400, RATE) == pytest.approx(0.5, abs=1e-3)
    assert between.pitch_share(0.1 * both, 400, RATE) == pytest.approx(0.5, abs=1e-3)
    assert between.pitch_share(np.zeros(RATE, np.float32), 400, RATE) == 0


def test_half_as_strong_as_both_ends_is_six_lower_and_between_them_is_the_mean():
    end = sine(500)
    assert between.loudness_gap_lu(end / 2, [end, end], RATE) == pytest.approx(-6.02, abs=0.01)
    assert between.loudness_gap_lu(end / 2, [end, end / 4], RATE) == pytest.approx(0, abs=0.01)


def test_the_error_is_that_of_64_bands_50_db_deep(drum_set):
    """The definition, written out with librosa."""
    mel = librosa.filters.mel(sr=RATE, n_fft=2048, n_mels=64)

    def blocks(waveform):
        unit = waveform / np.sqrt(np.square(waveform, dtype=np.float64).sum())
        power = mel @ np.abs(librosa.stft(unit.astype(np.float32), n_fft=2048, hop_length=256)) ** 2
        return power[:, : power.shape[1] // 3 * 3].reshape(64, -1, 3).mean(2)

    for first, second in pairwise(drum_set.waveforms[:6]):
        truth, other = blocks(first), blocks(second)
        floor = truth.max() * 1e-5
        error = np.abs(10 * np.log10(np.maximum(truth, floor) / np.maximum(other, floor)))
        expected = error[(truth > floor) | (other > floor)].mean()
        assert envelope_db(first, second, RATE, FINE) == pytest.approx(expected, rel=1e-4)


def test_every_figure_of_what_lies_between_is_there(figures):
    kinds = ["left-out engines", "other engines", "retuned", "re-damped", "re-tilted", "real sounds"]
    assert [(kind, found.count) for kind, found in figures.midpoint.items()] == list(
        zip(kinds, [3, 3, 2, 2, 2, 6], strict=True)
    )
    assert figures.default == DEFAULT_INTERPOLATION
    for found in figures.midpoint.values():
        assert set(found.errors_db) == {*INTERPOLATIONS, NEARER, AVERAGE, DECODED}
        assert set(found.ratios) == set(found.errors_db) - {AVERAGE}
        assert all(spread.median > 0 for spread in found.errors_db.values())
        assert found.apart_db.median > found.errors_db[NEARER].median
    assert list(figures.ladders) == [
        "toms, 5 semitones",
        "toms, 12 semitones",
        "tones, 5 semitones",
        "tones, 12 semitones",
    ]
    for rung in figures.ladders.values():
        assert set(rung) == {*INTERPOLATIONS, AVERAGE, DECODED, TRUTH}
        assert rung[TRUTH].median > 0.8 > rung["crossfade"].median
    assert {what: found["lerp"].count for what, found in figures.loudness_lu.items()} == {
        "triples": 12,
        "ladders": 4,
        "random pairs": 3,
    }


def test_without_real_sounds_the_made_ones_have_the_same_figures(
    figures, small, untrained_codec, library, drum_set
):
    found = measure_between(untrained_codec, library, drum_set.waveforms[:0], progress=False)
    assert set(found.midpoint) == {"left-out engines", "other engines"}
    assert found.midpoint == {kind: figures.midpoint[kind] for kind in found.midpoint}
    assert found.ladders == figures.ladders
    assert found.loudness_lu["triples"]["lerp"].count == 6


def test_every_change_is_made_of_other_sounds_where_there_are_enough(drum_set):
    found = between.real_triples(drum_set.waveforms, RATE, Effort(changes=4))
    assert {kind: len(group) for kind, group in found.items()} == dict.fromkeys(triples.CHANGES, 4)
    retuned = {one.middle.tobytes() for one in found["retuned"]}
    assert len(retuned & {one.ends[0].tobytes() for one in found["re-damped"]}) < 2
    for group in found.values():
        assert all(envelope_db(*one.ends, RATE, FINE) >= between.LEAST_GAP_DB for one in group)


def test_a_small_library_is_measured_with_fewer_triples_but_with_some_of_each():
    assert Effort(48, 18, 5, 60).of(1) == Effort(48, 18, 5, 60)
    assert Effort(48, 18, 5, 60).of(0.5) == Effort(24, 9, 2, 30)
    assert Effort(48, 18, 5, 60).of(0.001) == Effort(1, 1, 1, 1)


def test_the_tables_mark_the_default_and_name_every_kind(figures):
    midpoint, ladders, loudness = between_grids(figures)
    for grid in (midpoint, ladders, loudness):
        assert f"{DEFAULT_INTERPOLATION} (default)" in grid.columns
        assert all(len(row) == len(grid.columns) + 1 for row in grid.rows)
    assert midpoint.rows[0][0] == "left-out engines (3)"
    assert midpoint.columns[:2] == ["ends, dB", "dB average, dB"]
    shown = f"{figures.midpoint['retuned'].ratios['lerp'].median:.2f} ("
    assert midpoint.rows[2][1 + midpoint.columns.index("lerp")].startswith(shown)
    heard = f"{figures.loudness_lu['random pairs']['lerp'].median:+.1f} ("
    assert heard in loudness.rows[2][1 + loudness.columns.index("lerp")]


def test_a_model_of_another_rate_is_measured_at_its_own(small, checkpoints_of_thesis):
    codec, library, sounds = checkpoints_of_thesis
    found = measure_between(codec, library, sounds, progress=False)
    assert found.midpoint["real sounds"].count == 6
    assert all(rung[TRUTH].median > 0.8 for rung in found.ladders.values())


@pytest.fixture(scope="module")
def checkpoints_of_thesis(drum_set, library_of):
    import torch

    from vae.checkpoint.weights import Checkpoint
    from vae.model.presets import PRESETS
    from vae.model.thesis import SPECTROGRAM, ThesisConfig, ThesisVAE

    torch.manual_seed(0)
    model = ThesisVAE(ThesisConfig(latent_dim=4, filters=(8, 8, 8, 8, 8))).eval().requires_grad_(False)
    config = {"preset": "thesis", "model": model.config.to_dict(), "spectrogram": SPECTROGRAM.to_dict()}
    codec = Codec(Checkpoint(model, SPECTROGRAM, config, PRESETS["thesis"]))
    shape = {"target_rate": codec.sample_rate, "num_samples": codec.num_samples}
    sounds = np.stack([to_one_shot(one, RATE, **shape).waveform for one in drum_set.waveforms[:8]])
    latents = codec.encode(sounds, codec.sample_rate)
    library = replace(library_of(8), latents=latents, coordinates=latents[:, :2])
    return codec, library, sounds


def test_the_picture_shows_both_ways_and_is_small(untrained_codec, library, drum_set):
    both = between_picture(untrained_codec, library, drum_set.subset(range(8)))
    one = between_picture(untrained_codec, library, drum_set.subset([]))
    assert len(both) < 200_000
    wide, narrow = (Image.open(io.BytesIO(picture)) for picture in (both, one))
    assert wide.width > 1.7 * narrow.width
    assert len(set(wide.convert("L").tobytes())) > 50


def test_the_truth_of_a_picture_goes_up_step_by_step(octaves):
    from vae.evaluate.between_pictures import Morph

    sounds = ladder(
        Bench(PitchCodec(), octaves), Morph("Tone", lambda share: triples.tone(128 * 2**share), RATE)
    )
    for way in (DEFAULT_INTERPOLATION, "lerp", TRUTH):
        hertz = [int(np.abs(np.fft.rfft(sound)).argmax()) for sound in sounds[way]]
        np.testing.assert_allclose(hertz, 128 * 2 ** np.linspace(0, 1, 5), rtol=0.01)
    np.testing.assert_allclose(sounds["lerp"], sounds[TRUTH], atol=1e-6)
    assert between.pitch_share(sounds["crossfade"][2], 181, RATE) < 0.01
