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
class LibraryFigures:
    """The figures of a library; each part is None if it could not be measured."""

    map: MapFigures | None = None
    smoothness: Measures | None = None
    generation: dict[str, GenerationFigures] | None = None


@dataclass(frozen=True)
class Evaluation:
    """All figures of one checkpoint.

    Attributes:
        held_out: number of held-out sounds; 0 if the training sounds were measured instead.
        measures: measures of reconstruction, by method.
        latent: how much information its dimensions carry.
        labels: the main measures by label.
        worst: the sounds with the largest errors, worst first.
        examples: representative sounds, from the smallest error to the largest.
        rival: another checkpoint among the methods.
        map: figures of the library's map.
        smoothness: evenness of its morphs, by interpolation.
        generation: figures of new sounds, by their source.
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

    def to_dict(self) -> dict[str, Any]:
        """The content of metrics.json as JSON values without NaN; inverse: `from_dict`."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Evaluation":
        """Reads the content of a metrics.json.

        Raises:
            KeyError, TypeError: it is not the content of a metrics.json.
        """
        rival, found = data.get("rival"), data["map"]
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
        )


def _measures(data: Mapping[str, Any]) -> Measures:
    return {name: Spread.from_dict(spread) for name, spread in data.items()}


def _parts(data: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a dataclass, spreads among them."""
    return {name: Spread(**value) if isinstance(value, dict) else value for name, value in data.items()}
