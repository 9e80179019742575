"""Parametric stereo: what two channels add to their mono sum, as a few dozen numbers, and the channels again.

After Breebaart, van de Par, Kohlrausch and Schuijers, "Parametric coding of stereo audio", EURASIP JASP 2005:9.
"""
