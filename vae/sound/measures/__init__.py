"""How far a decoded sound is from its original: measures of two sounds, none of them pleased by a cheap trick."""

from vae.sound.measures.dynamics import crest_gap_db, loudness_gap_lu
from vae.sound.measures.envelope import (
    COARSE,
    ENVELOPE_BANDS,
    ENVELOPE_FRAMES,
    ENVELOPE_RANGE_DB,
    FINE,
    Grain,
    envelope,
    envelope_db,
    envelope_error_cells,
)
from vae.sound.measures.modulation import modulation_distance
from vae.sound.measures.punch import punch
from vae.sound.measures.spectra import (
    flatness_db,
    flatness_gap_db,
    log_spectral_distance,
    onset_error,
    tail_dbfs,
)
from vae.sound.measures.stereo import coherence_error, width_db

__all__ = [
    "COARSE",
    "ENVELOPE_BANDS",
    "ENVELOPE_FRAMES",
    "ENVELOPE_RANGE_DB",
    "FINE",
    "Grain",
    "coherence_error",
    "crest_gap_db",
    "envelope",
    "envelope_db",
    "envelope_error_cells",
    "flatness_db",
    "flatness_gap_db",
    "log_spectral_distance",
    "loudness_gap_lu",
    "modulation_distance",
    "onset_error",
    "punch",
    "tail_dbfs",
    "width_db",
]
