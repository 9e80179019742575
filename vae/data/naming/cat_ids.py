"""CatIDs of the Universal Category System (universalcategorysystem.com, public) in file names. Knows only text."""

import re

from vae.data.naming.categories import content_words
from vae.data.naming.everyday import EVERYDAY


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.strip().split(maxsplit=1) for pair in text.split(","))


_CATEGORIES = _pairs(
    """
    AIR air, AERO aircraft, ALRM alarm, AMB ambience, ANML animal, BEEP beep, BELL bell, BIRD bird, BOAT boat,
    BLLT bullet, TOON cartoon, CERM ceramics, CHAIN chain, CHEM chemicals, CLOCK clock, CLOTH cloth, COM
    communications, CMPT computer, CREA creature, CRWD crowd, DSGN designed, DESTR destruction, DIRT dirt, DOOR
    door, DRWR drawer, ELEC electricity, EQUIP equipment, EXPL explosion, FART fart, FGHT fight, FIRE fire, FRWK
    fireworks, FOLY foley, FOOD food, FEET footsteps, FOOT footsteps, GAME game, GEO geothermal, GLAS glass, GORE
    gore, GUN gun, HORN horn, HMN human, ICE ice, LASR laser, LETHR leather, LIQ liquid, MACH machine, MAG magic,
    MECH mechanical, METL metal, MOTR motor, MOVE movement, MUSC musical, NATD disaster, OBJ object, PAPR paper,
    PLAS plastic, RAIN rain, ROBT robot, ROCK rock, ROPE rope, RUBR rubber, SCI scifi, SNOW snow, SPRT sports,
    SWSH swoosh, TOOL tool, TOY toy, TRN train, UI interface, VEGE vegetation, VEH vehicle, VOX voice, WATR water,
    WEAP weapon, WTHR weather, WHST whistle, WIND wind, WNDW window, WNG wing, WOOD wood
    """
)
"""The system's short names of categories."""
_PARTS = _pairs(
    """
    Impt impact, Mvmt movement, Brk break, Crsh crash, Fric friction, Tonl tonal, Dsgn designed, Hmn human, Anml
    animal, Metl metal, Plas plastic, Glas glass, Swrd sword, Knif knife, Elec electric, Mech mechanism, Clik
    click, Whsh whoosh, Splt splat, Splsh splash, Hors horse, Crea creature, Antq antique, Brst burst, Arro arrow,
    Blnt blunt, Armr armor, Shotg shotgun, Pis pistol, Rif rifle, Knck knock, Slid sliding, Swng swinging, Drgn
    dragon, Insc insect, Buzr buzzer, Spel spell, Trch torch, Crkl crackle, Swtch switch, Ltch latch, Efrt effort,
    Lrg large, Wcat wild cat, Urbn urban, Rurl rural, Undwtr underwater, Sirn siren, Forst forest
    """
)
"""What it commonly divides them into."""
_CAT_ID = re.compile(r"(?P<category>[A-Z]{2,5})(?P<part>[A-Z][a-z]+)?(?:-[^_]*)?(?=_)")


def cat_id(stem: str) -> str | None:
    """The category that a name's CatID stands for ("DOORWood_Slam_ABC_Lib": "door wood"), or None if it has none."""
    match = _CAT_ID.match(stem)
    if match is None or match["category"] not in _CATEGORIES:
        return None
    category, part = _CATEGORIES[match["category"]], match["part"]
    if part in (None, "Misc"):
        return category
    return f"{category} {_PARTS.get(part) or _spelt_out(part, stem[match.end() :])}"


def _spelt_out(short: str, text: str) -> str:
    """The first word that a short form can stand for: the "Gate" of "Creaking Gate", the "Rvrs" of "Reversed"."""
    pattern = re.compile(".*".join(re.escape(letter) for letter in short.casefold()))
    named = next((word for word in content_words(text) if pattern.match(word)), None)
    known = (word for word in sorted(EVERYDAY, key=len) if word[-1] == short[-1] and pattern.fullmatch(word))
    return named or next(known, short.casefold())
