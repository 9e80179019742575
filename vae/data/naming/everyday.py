"""Words that tell drums from doors: what effects are called, what goes with drums, what says nothing. Words alone.

`EVERYDAY` follows the categories of the Universal Category System (universalcategorysystem.com), a public list.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


EVERYDAY = _words(
    """
    aircraft airplane airport alarm alien ambience ambient ambulance ammo animal announcer applause apple arcade
    archer arrive arrow ash asphalt audience aunt axe baby backpack bag ball balloon bang bark barrel baseball
    basketball bat battle beam bear bed bee beep bicycle bike billiard bin bird bite blade blanket blaster bleat
    blender blood boat body boing bolt bomb bone bonus book boot boots bottle bow bowling box boxing branch breaking
    breath brick bridge broke broom brushes bubble bubbles bucket bull bulldozer bullet burp bus button buzz buzzer
    cabinet cable camera candle cannon car card cardboard cards cash castle cat cathedral cave ceramic chain chair
    chapel chat cheer chess chest chewing chicken children chirp church cinema clank clapperboard clay clock cloth
    cocktail coin coins comb computer concrete construction couch cough coughing cow cowboy crack crackle crane
    creak creaking creature cricket crossbow crow crowbar crowd crumble cup cupboard curtain cutlery dagger damage
    dart debris deer demon desk device dialog dice dinosaur dirt dish dishwasher dog doll dolphin donkey door
    doorbell doors dragon drake drawer drawers drill drink drip drone droplet drown duck dump dumpster dungeon dust
    dwarf dying earthquake eat eating egg electricity elephant elevator elf engine error escalator explode explosion
    fabric fail fairy fall falling fart female fence fight fire firework fireworks fist flag flail flame flesh flip
    fly foley food footstep footsteps forest forklift fountain fridge frog frying fuel furniture fuse gallop game
    garbage gas gasp gate gear gears ghoul glove goat goblin golf goose gore gorilla grass gravel grenade groan
    growl grunt gryphon gun gunfire gunshot hail hair hairdryer hammer harbor harbour health helicopter hen hiccup
    hinge hiss hockey holster hoot horn horse hospital hotel howl human ice impact insect interface item jacket
    jackpot jar jet jetpack jewelry judo jump jumping karate kettle key keyboard keys kickball kiss kitchen knife
    knight knock kungfu ladder lamp laptop laser latch laugh laughing lava leather leaves level lever lich lid
    lighter lightning lion liquid lock locker log lottery mace machine machinegun magic magician male man marble
    marbles market mechanical menu meow mermaid metro microwave mine minigun missile mixer moan molotov monster moo
    mop mortar motor motorcycle mouse mud musket naga nail needle neigh notification ocean ogre oink orc oven owl
    page paint pants paper parachute pasture pedestrian peeping pen pencil pepper phone pickup picture pig pillow
    pin pinball pistol plane plastic plate plates player pony pool pop porcelain portal potion pottery pour powerup
    printer puddle pump punch purr purse quack quest racquet radio rain rat razor reload respawn revolver ricochet
    rifle river roar robot rock rocket rocks roller roof rope rubber rubble running salt sand saw school sci scifi
    scissors scooter score scream sea seagull seatbelt shaver sheep shelf shell shield ship shirt shoe shop shotgun
    shout shovel shower shrapnel shuffle sigh siren skateboard skeleton slam sling slot smash snake snapping sneeze
    snore snow soccer soda sofa soldier spaceship spear spell spider spit splashing splat sport sports spring squeak
    staff stairs stand station steam step steps stone storm stove straw street string subway sugar suitcase surf
    swing switch swoosh sword swords table tail tank taxi teacup teapot teeth telephone teleport temple tennis
    theatre thorn throw thud thunder thunderstorm tick tile tin tire toaster toilet tomcat tool tools toothbrush
    torpedo tower town toy tractor traffic train tram trash tray tree troll truck turkey twig typewriter typing ufo
    ui umbrella uncle user vacuum valve vampire vegetation vehicle vending voice voices volcano wail walk walking
    wall washer water waterfall wave waves weapon weapons weather whale wheel whinny whip whistle whoosh wind window
    windows wing wings wire witch wizard wolf woman wooden woof worm wose wrestling yawn yell yeti zip zipper zombie
    """
)
"""What effects are made of: a name with one of these speaks of no drum unless it says so unmistakably."""

DRUM_TALK = _words(
    """
    open opened closed close cl clsd op semi half pedal foot choke choked swish tight loose long short med medium mid
    hi high lo low floor rack soft softest softer hard harder hardest loud quiet ghost accent left right top bottom
    edge center centre head shell tip mute muted dry wet big small fat phat deep sub punchy punch analog analogue
    digital acoustic electro electronic electric synth vintage dirty clean crisp crunchy lofi dist distorted tape
    vinyl room reverb gated gate layer layered processed raw old new classic house techno trap hip hop hiphop edm
    dubstep dnb trance minimal hardstyle pop rock jazz funk soul latin ethnic perc percussion drum drums kit one
    oneshot shot sample hit hits roll flam drag single double stereo mono vel velocity rr take variation var alt and
    roland linn linndrum oberheim dmx akai mpc korg yamaha sabian zildjian paiste istanbul meinl pearl tama ludwig
    gretsch sonor dw mapex simmons boss alesis emu drumulator drumtraks tr vengeance vec vee ves vmh vdub cymatics
    splice kshmr maple birch brass bronze steel metal metallic wood hand finger stick sticks bell rim inch drm
    beat step bow cup machine machines light heavy bright dark warm max min full real live studio basic simple
    slap free floating
    mxr efm trx rytm dx grv fpc elektron machinedrum maschine native ableton
    """
)
"""What goes with a drum's name without making it anything else."""

SAYS_NOTHING = _words(
    """
    sound sounds sample samples audio wav wave ogg mp3 aif aiff flac sfx fx effect effects data core misc other
    various assets asset mono stereo khz bit take takes new old files file usr share games game pack packs library
    libraries vol volume collection free final export exports render renders loop loops one shot shots oneshot
    oneshots long short big small large little medium high low left right soft hard fast slow start end begin stop
    the and with for from into var variation version alt custom default untitled recording rec track clip test
    sml missed miss noise hit hits die dying death none mod mods soundfx snd
    """
)
"""Words of file and folder names that are no category."""

MACHINES = re.compile(
    r"(?<![^\W_])(?:tr[ _-]?\d{1,3}s?|cr[ _-]?(?:68|78|800|8000)|rd-(?:6|8|9|78)|dr[ _-]?\d{2,3}|kr[ _-]?55|kpr[ _-]?77"
    r"|mpc[ _-]?\d{0,4}(?:xl|x)?|sp[ _-]?(?:12|1200|404|303)|lm[ _-]?[12]|rx[ _-]?\d{1,2}|ry[ _-]?\d{2}|rz[ _-]?1"
    r"|hr[ _-]?16b?|sr[ _-]?1[68]|mc[ _-]?(?:303|307|505|808|909)|sds[ _-]?(?:v|\d{1,4})|ddd[ _-]?[15]|ddm[ _-]?110"
    r"|ms[ _-]?20|sh[ _-]?\d{1,3}|tb[ _-]?303|ct[ _-]?\d{3}|mfb[ _-]?\d{3})(?![^\W_])",
    re.IGNORECASE,
)
"""Names of drum machines, whose letters are no code of a drum: the "CR" of a CR-78 is no crash."""

PHRASES = re.compile(
    r"\bsd ?cards?\b|\boh (?:no|yes|yeah|my|god|well|wow|man|boy|dear|baby|hell)\b|\bho ho\b|\btom ?cats?\b"
    r"|\bhat ?stands?\b|\bthunder ?claps?\b|\bchina ?(?:town|cups?|plates?|shop)\b|\bclosed caption\w*"
)
"""Everyday phrases with a drum's name or code in them."""


def singular(word: str) -> str:
    """The word without the s of its plural: "doors" and "door" are one category."""
    return (
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")) else word
    )
