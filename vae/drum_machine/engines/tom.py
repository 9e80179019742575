"""Toms: bridged-T, two modes with noise, acoustic, swept electronic, frequency modulation."""

from vae.drum_machine.engine import Family, Settings
from vae.drum_machine.filters import bandpass, lowpass
from vae.drum_machine.modes import struck_membrane
from vae.drum_machine.parts import Wave, gain, peak, saturate, semitones
from vae.drum_machine.voice import Voice

TOM = Family("tom")


@TOM.engine(
    "bridged_t",
    "808",
    "analogue",
    tune_hz=(62, 240),
    sweep_st=(1, 9),
    sweep_ms=(15, 90),
    decay_s=(0.3, 2.0),
    noise_db=(-36, -12),
    click_db=(-36, -12),
)
def bridged_t(p: Settings, v: Voice) -> Wave:
    """A sine with a small fall in pitch and a little pink noise behind it: the 808 way."""
    tune = p["tune_hz"]
    body = v.sine(v.glide(tune * semitones(p["sweep_st"]), tune, p["sweep_ms"] / 1000.0)) * v.decay(
        p["decay_s"]
    )
    breath = lowpass(v.noise(), 4.0 * tune) * v.decay(0.6 * p["decay_s"])
    return body + gain(p["noise_db"]) * peak(breath) + gain(p["click_db"]) * v.click(3.0, 5000.0)


TOM.longer("bridged_t", decay_s=(0.3, 3.5))


@TOM.engine(
    "two_modes",
    "909",
    "analogue",
    tune_hz=(65, 220),
    sweep_st=(2, 14),
    decay_s=(0.3, 1.8),
    upper=(0.1, 0.7),
    upper_ratio=(1.4, 2.4),
    noise_s=(0.02, 0.15),
    noise_hz=(800, 5000),
    noise_db=(-24, -6),
)
def two_modes(p: Settings, v: Voice) -> Wave:
    """Two or three detuned triangles that fall together, with a noise attack: the 909 way."""
    tune = p["tune_hz"]
    bend = semitones(p["sweep_st"])
    body = v.triangle(v.glide(tune * bend, tune, 0.03)) * v.decay(p["decay_s"])
    body += (
        p["upper"]
        * v.sine(v.glide(p["upper_ratio"] * tune * bend, p["upper_ratio"] * tune, 0.02))
        * v.decay(0.6 * p["decay_s"])
    )
    snap = bandpass(v.noise() * v.decay(p["noise_s"]), p["noise_hz"], 0.7)
    return saturate(peak(body), 3.0) + gain(p["noise_db"]) * peak(snap)


TOM.longer("two_modes", decay_s=(0.3, 3.0))


@TOM.engine(
    "acoustic",
    "Acoustic",
    "acoustic",
    tune_hz=(58, 200),
    decay_s=(0.5, 3.0),
    strike=(0.05, 0.8),
    hardness_hz=(250, 2200),
    damping=(0.2, 1.2),
    stretch=(0.85, 1.1),
    bottom_st=(-3, 7),
    stick_hz=(900, 5000),
    stick_db=(-24, -4),
    buzz_db=(-50, -22),
)
def acoustic(p: Settings, v: Voice) -> Wave:
    """Two heads and a stick: membrane modes that drop a little as the skin relaxes."""
    tune = p["tune_hz"]
    batter = struck_membrane(v, p, tune, p["decay_s"], count=20, stretch=p["stretch"])
    bottom = struck_membrane(v, p, tune * semitones(p["bottom_st"]), 0.7 * p["decay_s"], count=10)
    relax = v.sine(v.glide(tune * 1.35, tune, 0.02)) * v.decay(0.8 * p["decay_s"])
    stick = bandpass(v.noise() * v.decay(0.018), p["stick_hz"], 0.7)
    buzz = bandpass(v.noise(), 3500.0, 0.5) * v.decay(0.5 * p["decay_s"])
    drum = 0.8 * peak(batter) + 0.4 * peak(bottom) + 0.6 * relax + gain(p["buzz_db"]) * peak(buzz)
    return peak(drum) + gain(p["stick_db"]) * (peak(stick) + 0.5 * v.click(3.0, 6000.0))


@TOM.engine(
    "electronic",
    "Pad",
    "digital",
    tune_hz=(60, 220),
    sweep_st=(7, 30),
    sweep_ms=(30, 220),
    decay_s=(0.4, 2.2),
    noise_hz=(800, 9000),
    noise_db=(-26, -4),
)
def electronic(p: Settings, v: Voice) -> Wave:
    """A triangle swept far down with a burst of noise, as hexagonal pads played it."""
    tune = p["tune_hz"]
    curve = v.glide(tune * semitones(p["sweep_st"]), tune, p["sweep_ms"] / 1000.0)
    burst = lowpass(v.noise(), p["noise_hz"]) * v.decay(0.25 * p["decay_s"])
    return v.triangle(curve) * v.decay(p["decay_s"]) + gain(p["noise_db"]) * peak(burst)


TOM.longer("electronic", decay_s=(0.4, 3.5))


@TOM.engine(
    "fm",
    "FM",
    "digital",
    tune_hz=(70, 280),
    sweep_st=(0, 12),
    modulator_ratio=(0.6, 3.7),
    index=(0.4, 3.5),
    index_s=(0.05, 0.6),
    decay_s=(0.3, 1.6),
)
def frequency_modulated(p: Settings, v: Voice) -> Wave:
    """A carrier with an inharmonic partner whose index dies away: digital toms between skin and bell."""
    tune = p["tune_hz"]
    curve = v.glide(tune * semitones(p["sweep_st"]), tune, 0.04)
    partner = p["index"] * v.decay(p["index_s"]) * v.sine(curve * p["modulator_ratio"])
    return v.sine(curve, partner) * v.decay(p["decay_s"]) + 0.15 * v.click(4.0, 7000.0)


TOM.longer("fm", decay_s=(0.3, 3.0))
