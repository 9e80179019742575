"""What ZeroGPU wants of a Space: a function that may ask for a graphics card. Hitmap's never does."""

import os
from importlib.util import find_spec

VARIABLE = "SPACES_ZERO_GPU"
"""Set by Hugging Face where a Space runs on ZeroGPU."""


def satisfy_zero_gpu() -> bool:
    """Declares that function where ZeroGPU would stop the Space without one; elsewhere does nothing.

    Nobody calls it: a sound takes milliseconds on the processor, less than to wait for a card. The package `spaces`,
    which ZeroGPU installs, reports it when the page is launched, and has to be imported before torch and Gradio are.

    Returns:
        Whether this is ZeroGPU.
    """
    if os.environ.get(VARIABLE, "").lower() not in {"1", "t", "true"} or find_spec("spaces") is None:
        return False
    import spaces

    spaces.GPU(_nothing)
    return True


def _nothing() -> None:
    """Does nothing, on a graphics card."""
