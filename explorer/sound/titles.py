"""What to call a sound on screen, in words: "Between Snare 3 and Clap 1"."""

from vae.library.library import Library
from vae.library.places import Location, locate
from vae.recipes.recipe import (
    Latent,
    Mix,
    Noise,
    Offset,
    Phase,
    Place,
    Point,
    Prior,
    Recipe,
    Shape,
    is_crossfade,
)

MAX_TITLE = 90


def title_of(recipe: Recipe, library: Library) -> str:
    """Names what a recipe sounds like.

    Args:
        recipe: valid in this library.
        library: whose names to use.

    Returns:
        One line of at most `MAX_TITLE` characters.
    """
    if isinstance(recipe, Phase):
        rounds = f"{recipe.rounds} rounds" if recipe.rounds > 1 else "1 round"
        phase = f"phase of {rounds}" if recipe.rounds else "no phase"
        return f"{_shorten(title_of(recipe.of, library), MAX_TITLE - len(phase) - 2)}, {phase}"
    if isinstance(recipe, Point):
        return _shorten(sound_title(recipe.id, library))
    if isinstance(recipe, Place):
        return _shorten(_place_title(locate(recipe.x, recipe.y, library), library))
    title = _phrase(recipe, library)
    return _shorten(title[0].upper() + title[1:])


def sound_title(sound: int, library: Library) -> str:
    """A sound of the library with its kit: "Snare 3 · BJA Pacific"."""
    return f"{_name(sound, library)} · {library.kits[sound].replace('_', ' ')}"


def _place_title(location: Location, library: Library) -> str:
    names = [_name(sound, library) for sound in location.ids[:2]]
    if len(location.ids) == 1:
        return sound_title(location.ids[0], library)
    if not location.inside:
        return f"Far from any sound, nearest {names[0]}"
    return f"Between {names[0]} and {names[1]}"


def _phrase(recipe: Recipe, library: Library) -> str:
    match recipe:
        case Point(id):
            return _name(id, library)
        case Place(x, y):
            nearest, *others = locate(x, y, library).ids
            return f"near {_name(nearest, library)}" if others else _name(nearest, library)
        case Mix(of, weights):
            parts = [
                _phrase(part, library).removeprefix("near ")
                for part, weight in zip(of, weights, strict=True)
                if weight
            ]
            what = "crossfade" if is_crossfade(recipe) else "morph"
            return parts[0] if len(parts) == 1 else f"{what} of {', '.join(parts[:-1])} and {parts[-1]}"
        case Noise(of, amount):
            return f"{_phrase(of, library)} varied" if amount else _phrase(of, library)
        case Shape(of):
            return f"{_phrase(of, library)} shaped" if any(recipe.steps) else _phrase(of, library)
        case Offset(of, _, amounts):
            return f"{_phrase(of, library)} moved" if any(amounts) else _phrase(of, library)
        case Phase(of):
            return _phrase(of, library)
        case Prior(_, label):
            return f"a new {label.replace('_', ' ')}" if label else "a new sound"
        case Latent():
            return "a sound of your own"


def _name(sound: int, library: Library) -> str:
    return library.names[sound].removesuffix(f" ({library.kits[sound]})")


def _shorten(title: str, length: int = MAX_TITLE) -> str:
    return title if len(title) <= length else f"{title[: length - 1].rstrip()}…"
