"""Labels for the samples of a soundfont: drums by their names, other instruments by the words that names share."""

from collections.abc import Sequence

from vae.data.labels import LabelSource
from vae.data.naming.categories import SHARED, by_words, content_words
from vae.data.naming.drums import drum_of

UNKNOWN_INSTRUMENT = "fx"


def label_samples(names: Sequence[str]) -> list[tuple[str, LabelSource, float]]:
    """The label of every sample, where it is from and how sure it is.

    A font is of instruments, so words for drums mean drums. "Piano C4" and "Piano E4" are a piano if there are a few.

    Args:
        names: (N,), as the font calls its samples.
    """
    drums = [drum_of(name) for name in names]
    others = [index for index, drum in enumerate(drums) if drum is None or drum.label == "fx"]
    words = dict(zip(others, by_words([names[index] for index in others]), strict=True))
    shared = [word for word in words.values() if word]
    labels: list[tuple[str, LabelSource, float]] = []
    for index, drum in enumerate(drums):
        word = words.get(index)
        if (
            word
            and sum(one[0] == word[0] for one in shared) >= SHARED
            and word[0] in content_words(names[index])
        ):
            labels.append((word[0], "name", word[1]))
        elif drum:
            labels.append((drum.label, "name", drum.confidence))
        else:
            labels.append((UNKNOWN_INSTRUMENT, "unknown", 0.0))
    return labels
