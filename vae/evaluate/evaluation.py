"""The results of evaluation as typed values: metrics.json holds them; tables, cards and pictures show them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Spread:
    """One figure over many sounds: quartiles, 95th percentile, mean, and the number of sounds that have it."""

    median: float
    p25: float
    p75: float
    p95: float
    mean: float
    count: int

    @classmethod
    def of(cls, values: Sequence[float | None] | NDArray[np.floating]) -> "Spread | None":
        """The spread of the values that are not None; None if there are no such values."""
        there = np.array([value for value in values if value is not None], dtype=np.float64)
        if not len(there):
            return None
        low, middle, high, top = np.percentile(there, [25, 50, 75, 95]).tolist()
        return cls(middle, low, high, top, float(there.mean()), len(there))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any] | None) -> "Spread | None":
        """The inverse of `asdict`; None stays None."""
        return None if data is None else cls(**data)


Measures = dict[str, Spread | None]
"""A spread for each measure of a reconstruction, by the measure's name; see `reconstruction.measure`."""


@dataclass(frozen=True)
class LatentUse:
    """How much information the latent dimensions carry.

    Attributes:
        dims: number of dimensions.
        active_dims: number of dimensions that carry more than `losses.ACTIVE_NATS`.
        kl_per_dim: mean KL divergence of each, in nats.
    """

    dims: int
    active_dims: int
    kl_per_dim: list[float]


@dataclass(frozen=True)
class LabelFigures:
    """The main measures of the sounds with one label."""

    count: int
    envelope_db: Spread | None
    onset_error: Spread | None
    flatness_gap_db: Spread | None


@dataclass(frozen=True)
class MeasuredSound:
    """One sound and its error."""

    name: str
    label: str
    envelope_db: float


@dataclass(frozen=True)
class Rival:
    """Another checkpoint measured on the same sounds."""

    name: str
    sample_rate: int


@dataclass(frozen=True)
class MapFigures:
    """How faithful the map is; see `vae.evaluate.map`."""

    trustworthiness: float | None
    label_purity: Spread | None
    sounds: int


@dataclass(frozen=True)
class GenerationFigures:
    """How a set of new sounds compares with real ones; see `vae.evaluate.generation`."""

    frechet: Spread | None
    coverage: Spread | None
    novelty: Spread | None


@dataclass(frozen=True)
class MidpointFigures:
    """How far the middle of a mix is from the sound that is half way between its ends; see `vae.evaluate.between`.

    Attributes:
        count: number of triples.
        apart_db: how far the ends are from each other.
        errors_db: how far what each way gives is from the true middle.
        ratios: the same over the error of the decoded ends' average in dB: below 1 is nearer to the truth than that.
    """

    count: int
    apart_db: Spread | None
    errors_db: Measures
    ratios: Measures


@dataclass(frozen=True)
class BetweenFigures:
    """What lies between two sounds; see `vae.evaluate.between`.

    Attributes:
        default: the interpolation of a mix that names none.
        midpoint: by the kind of triple.
        ladders: share of the middle's energy within a semitone of the true middle pitch, by rung and way.
        loudness_lu: loudness of the middle minus the mean of its ends', by what is mixed and way.
    """

    default: str
    midpoint: dict[str, MidpointFigures]
    ladders: dict[str, Measures]
    loudness_lu: dict[str, Measures]

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "BetweenFigures":
        """The inverse of `asdict`.

        Raises:
            KeyError, TypeError: it is not what `asdict` made.
        """
        return cls(
            default=data["default"],
            midpoint={
                kind: MidpointFigures(
                    found["count"],
                    Spread.from_dict(found["apart_db"]),
                    _measures(found["errors_db"]),
                    _measures(found["ratios"]),
                )
                for kind, found in data["midpoint"].items()
            },
            ladders={rung: _measures(found) for rung, found in data["ladders"].items()},
            loudness_lu={what: _measures(found) for what, found in data["loudness_lu"].items()},
        )


@dataclass(frozen=True)
class LibraryFigures:
    """The figures of a library; each part is None if it could not be measured."""

    map: MapFigures | None = None
    smoothness: Measures | None = None
    generation: dict[str, GenerationFigures] | None = None


@dataclass(frozen=True)
class Evaluation:
    """All figures of one checkpoint.

    Attributes:
        held_out: number of held-out sounds that were measured; 0 if the training sounds were measured instead.
        measures: measures of reconstruction, by method.
        latent: how much information its dimensions carry.
        labels: the main measures by label.
        worst: the sounds with the largest errors, worst first.
        examples: representative sounds, from the smallest error to the largest.
        rival: another checkpoint among the methods.
        map: figures of the library's map.
        smoothness: evenness of its morphs, by interpolation.
        generation: figures of new sounds, by their source.
        between: what lies between two sounds; None in files from before it was measured.
    """

    held_out: int
    measures: dict[str, Measures]
    latent: LatentUse
    labels: dict[str, LabelFigures]
    worst: list[MeasuredSound]
    examples: list[MeasuredSound]
    rival: Rival | None
    map: MapFigures | None
    smoothness: Measures | None
    generation: dict[str, GenerationFigures] | None
    between: BetweenFigures | None = None

    def to_dict(self) -> dict[str, Any]:
        """The content of metrics.json as JSON values without NaN; inverse: `from_dict`."""
        figures = asdict(self)
        if self.between is None:
            del figures["between"]
        return figures

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Evaluation":
        """Reads the content of a metrics.json.

        Raises:
            KeyError, TypeError: it is not the content of a metrics.json.
        """
        rival, found, between = data.get("rival"), data["map"], data.get("between")
        return cls(
            held_out=data["held_out"],
            measures={method: _measures(measures) for method, measures in data["measures"].items()},
            latent=LatentUse(**data["latent"]),
            labels={label: LabelFigures(**_parts(figures)) for label, figures in data["labels"].items()},
            worst=[MeasuredSound(**sound) for sound in data["worst"]],
            examples=[MeasuredSound(**sound) for sound in data["examples"]],
            rival=Rival(**rival) if rival else None,
            map=MapFigures(**_parts(found)) if found else None,
            smoothness=_measures(data["smoothness"]) if data["smoothness"] else None,
            generation={name: GenerationFigures(**_parts(one)) for name, one in data["generation"].items()}
            if data["generation"]
            else None,
            between=BetweenFigures.from_dict(between) if between else None,
        )


def _measures(data: Mapping[str, Any]) -> Measures:
    return {name: Spread.from_dict(spread) for name, spread in data.items()}


def _parts(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a dataclass, spreads among them."""
    return {name: Spread(**value) if isinstance(value, dict) else value for name, value in data.items()}
