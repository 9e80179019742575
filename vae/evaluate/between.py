"""What lies between two sounds: is it the sound that is half way between them, or both at once?

The `midpoint` of a way to mix is its error divided by that of the average of the decoded ends in dB, which is what
cross-fading two spectrograms gives: 1 is no better than that, 0 is the true middle. The errors are of the envelope in
64 mel bands (`vae.sound.measures.FINE`); the truth comes from `vae.data.triples`. Pitch ladders tell whether two tones
become one; loudness, whether the middle is as strong as its ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, cast

import numpy as np
from tqdm import tqdm

from vae.checkpoint.codec import Codec
from vae.data import triples
from vae.data.rows import Rows
from vae.data.triples import CHANGES, LADDERS, STEPS, Triple
from vae.drum_machine.parts import SAMPLE_RATE
from vae.evaluate.evaluation import BetweenFigures, Measures, MidpointFigures, Spread
from vae.evaluate.morphs import draw_pairs
from vae.evaluate.table import AVERAGE
from vae.library.library import Library
from vae.recipes.kinds import Latent, Mix, Point
from vae.recipes.kinds.mix import DEFAULT_INTERPOLATION, INTERPOLATIONS
from vae.recipes.recipe import Recipe
from vae.recipes.voice import CodecVoice
from vae.sound.audio import to_one_shot
from vae.sound.loudness import loudness_lu
from vae.sound.measures import FINE, envelope_db
from vae.sound.measures.pairs import mono, with_length

LEFT_OUT, OTHERS, REAL = "left-out engines", "other engines", "real sounds"
NEARER, DECODED, TRUTH = "nearer end", "truth, decoded", "truth"
REFERENCES = (NEARER, AVERAGE, DECODED, TRUTH)
"""What the ways to mix are compared with: the nearer of the two ends, the average of the two decoded spectrograms, the
true middle encoded and decoded, and the true middle itself."""
SEED, SEED_OF_PAIRS = 1_283, 1_289
LEAST_GAP_DB = 2.0
"""Real sounds whose two changed versions are nearer than this are left out: a short hat hardly has a decay."""
BATCH = 10

Row = dict[str, float]
"""A value for each way and reference."""


@dataclass(frozen=True)
class Effort:
    """How much is measured; each number is a most.

    Attributes:
        engines: triples of left-out engines, and of other engines.
        changes: triples of real sounds by each of `CHANGES`.
        pitches: pairs in each rung of a ladder.
        pairs: pairs of the library's sounds.
    """

    engines: int = 48
    changes: int = 18
    pitches: int = 5
    pairs: int = 60

    def of(self, share: float) -> "Effort":
        """A share, 0 to 1, of it, but of everything at least one."""
        parts = (self.engines, self.changes, self.pitches, self.pairs)
        return Effort(*(max(1, round(share * part)) for part in parts))


FULL = Effort()
SOUNDS_FOR_ALL = 500
"""A library of fewer sounds is measured with fewer triples in proportion: small trainings need not wait."""


def pitch_share(waveform: np.ndarray, hz: float, sample_rate: int) -> float:
    """The share of a sound's energy (samples,) that lies within a semitone of a frequency, 0 to 1."""
    power = np.abs(np.fft.rfft(waveform.astype(np.float64))) ** 2
    octaves = np.abs(np.log2(np.maximum(np.fft.rfftfreq(len(waveform), 1 / sample_rate), 1e-3) / hz))
    return float(power[octaves < 1 / 12].sum() / max(power.sum(), 1e-12))


def loudness_gap_lu(middle: np.ndarray, ends: Iterable[np.ndarray], sample_rate: int) -> float:
    """The loudness of a sound (samples,) minus the mean loudness of its ends, in LU."""
    level = np.mean([loudness_lu(end, sample_rate) for end in ends])
    return float(loudness_lu(middle, sample_rate) - level)


def made_triples(effort: Effort) -> dict[str, list[Triple]]:
    """Triples of the drum machine, of left-out engines and of others."""
    found = {}
    for number, kind in enumerate((LEFT_OUT, OTHERS)):
        engines = triples.engines(held_out=kind == LEFT_OUT)
        order = np.random.default_rng([SEED, number]).permutation(len(engines))
        mixed = [engines[index] for index in order]
        each = -(-effort.engines // len(engines))
        drawn = triples.synthesised_triples(kind, mixed, each, seed=SEED + number)
        found[kind] = list(islice(drawn, effort.engines))
    return found


def real_triples(waveforms: np.ndarray | Rows, sample_rate: int, effort: Effort) -> dict[str, list[Triple]]:
    """Triples of real sounds (N, samples) by each of `CHANGES`, of other sounds each if there are enough."""
    found: dict[str, list[Triple]] = {}
    for number, kind in enumerate(CHANGES if len(waveforms) else ()):
        order = np.roll(np.random.default_rng(SEED).permutation(len(waveforms)), -number * effort.changes)
        every = (triples.changed(kind, waveforms[index], sample_rate) for index in order)
        apart = (
            one for one in every if envelope_db(one.ends[0], one.ends[1], sample_rate, FINE) >= LEAST_GAP_DB
        )
        found[kind] = list(islice(apart, effort.changes))
    return found


class Bench:
    """Mixes and measures with one checkpoint."""

    def __init__(self, codec: Codec, library: Library) -> None:
        self.codec = codec
        self.voice = CodecVoice(codec, library)
        self.rate = codec.sample_rate

    def prepared(self, waveforms: Iterable[np.ndarray], sample_rate: int) -> np.ndarray:
        """Sounds (N, samples) in the codec's own rate and length."""
        shape = {"target_rate": self.rate, "num_samples": self.codec.num_samples}
        return np.stack([to_one_shot(one, sample_rate, **shape).waveform for one in waveforms])

    def heard(self, recipe: Recipe) -> np.ndarray:
        """The sound of a recipe in mono, (codec.num_samples,): silence follows a shorter one."""
        return with_length(mono(self.voice.waveform(recipe)), self.codec.num_samples)

    def middles(self, ends: tuple[Recipe, Recipe]) -> dict[str, np.ndarray]:
        """What lies half way by every interpolation, and the average of the decoded ends in dB: (samples,) each."""
        mixes = {way: Mix(ends, (0.5, 0.5), cast(Any, way)) for way in INTERPOLATIONS}
        decoded = [self.codec.decode_spectrogram(end.latent(self.voice.world)) for end in ends]
        average = ((decoded[0] + decoded[1]) / 2).astype(np.float32)
        found = {way: self.heard(mix) for way, mix in mixes.items()}
        middle = self.codec.spectrogram_to_waveform(average)
        return found | {AVERAGE: with_length(middle, self.codec.num_samples)}

    def loudness(self, middles: Mapping[str, np.ndarray], ends: Iterable[Recipe]) -> Row:
        """`loudness_gap_lu` of what lies between two recipes."""
        sounds = [self.heard(end) for end in ends]
        return {way: loudness_gap_lu(middle, sounds, self.rate) for way, middle in middles.items()}

    def measure(self, triple: Triple, latents: np.ndarray, sample_rate: int) -> "Measured":
        """Measures a triple at this sample rate with the latents (3, latent_dim) of its ends and middle."""
        first, last, truth = self.prepared((*triple.ends, triple.middle), sample_rate)
        recipes = Latent.from_array(latents[0]), Latent.from_array(latents[1])
        middles = self.middles(recipes) | {DECODED: self.heard(Latent.from_array(latents[2]))}
        errors = {way: envelope_db(truth, middle, self.rate, FINE) for way, middle in middles.items()}
        errors[NEARER] = min(envelope_db(truth, end, self.rate, FINE) for end in (first, last))
        shares = None
        if triple.middle_hz:
            heard = middles | {TRUTH: truth}
            shares = {way: pitch_share(one, triple.middle_hz, self.rate) for way, one in heard.items()}
        return Measured(
            apart_db=envelope_db(first, last, self.rate, FINE),
            errors_db=errors,
            loudness_lu=self.loudness(middles, recipes)
            | {TRUTH: loudness_gap_lu(truth, (first, last), self.rate)},
            shares=shares,
        )


@dataclass(frozen=True)
class Measured:
    """The figures of one triple; the rows have a value for each way and reference."""

    apart_db: float
    errors_db: Row
    loudness_lu: Row
    shares: Row | None


def measure_between(
    codec: Codec, library: Library, held_out: np.ndarray | Rows, *, progress: bool = True
) -> BetweenFigures:
    """Measures what lies between two sounds.

    Args:
        codec: the model.
        library: its library, of at least two sounds.
        held_out: (N, samples) real sounds that training never saw, at the codec's rate; may be none.
        progress: show a progress bar on a terminal.
    """
    effort = FULL.of(min(1.0, len(library) / SOUNDS_FOR_ALL))
    bench = Bench(codec, library)
    made, real = made_triples(effort), real_triples(held_out, bench.rate, effort)
    rungs: dict[str, list[Triple]] = {}
    for kind in LADDERS:
        for semitones in STEPS:
            pairs = list(islice(triples.ladder(kind, semitones), effort.pitches))
            rungs[pairs[0].kind] = pairs
    every = [(one, SAMPLE_RATE) for found in (made, rungs) for group in found.values() for one in group]
    every += [(one, bench.rate) for group in real.values() for one in group]
    total = len(every) + effort.pairs
    measured: dict[str, list[Measured]] = defaultdict(list)
    with tqdm(total=total, desc="Between", unit="pair", disable=None if progress else True) as bar:
        for (triple, rate), latents in zip(every, _latents(bench, every), strict=True):
            measured[triple.kind].append(bench.measure(triple, latents, rate))
            bar.update()
        random = []
        for first, second in draw_pairs(len(library), pairs=effort.pairs, seed=SEED_OF_PAIRS):
            ends = Point(first), Point(second)
            random.append(bench.loudness(bench.middles(ends), ends))
            bar.update()
    groups = {kind: measured[kind] for kind in (*made, *real)}
    if real:
        groups[REAL] = [one for kind in real for one in measured[kind]]
    return BetweenFigures(
        default=DEFAULT_INTERPOLATION,
        midpoint={kind: _midpoint(found) for kind, found in groups.items() if found},
        ladders={rung: _spreads([one.shares or {} for one in measured[rung]]) for rung in rungs},
        loudness_lu={
            "triples": _spreads([one.loudness_lu for kind in (*made, *real) for one in measured[kind]]),
            "ladders": _spreads([one.loudness_lu for rung in rungs for one in measured[rung]]),
            "random pairs": _spreads(random),
        },
    )


def _latents(bench: Bench, every: Sequence[tuple[Triple, int]]) -> Iterator[np.ndarray]:
    """Latents (3, latent_dim) of both ends and the middle of every triple, given with its sample rate."""
    for start in range(0, len(every), BATCH):
        batch = every[start : start + BATCH]
        waveforms = [bench.prepared((*one.ends, one.middle), sample_rate) for one, sample_rate in batch]
        latents = bench.codec.encode(list(np.concatenate(waveforms)), bench.rate)
        yield from latents.reshape(len(batch), 3, -1)


def _midpoint(found: Sequence[Measured]) -> MidpointFigures:
    ratios = [
        {way: error / one.errors_db[AVERAGE] for way, error in one.errors_db.items() if way != AVERAGE}
        for one in found
        if one.errors_db[AVERAGE] > 0
    ]
    return MidpointFigures(
        count=len(found),
        apart_db=Spread.of([one.apart_db for one in found]),
        errors_db=_spreads([one.errors_db for one in found]),
        ratios=_spreads(ratios),
    )


def _spreads(rows: Sequence[Row]) -> Measures:
    """The spread of each way's values over the rows; ways first, then the references."""
    there = [way for way in (*INTERPOLATIONS, *REFERENCES) if rows and way in rows[0]]
    return {way: Spread.of([row[way] for row in rows]) for way in there}
