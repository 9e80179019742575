"""The functions that the page calls, on the small checkpoints."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from explorer.server.functions import server_functions
from explorer.sound.shelf import Shelf, find_checkpoints


@pytest.fixture(scope="module")
def shelf(damaged_checkpoints) -> Shelf:
    return find_checkpoints(damaged_checkpoints)


@pytest.fixture(scope="module")
def stage(shelf) -> Callable[[str, Any], Any]:
    """Calls a function by its name, with a payload; what it answers."""
    functions = {function.__name__: function for function in server_functions(shelf)}
    return lambda name, payload: json.loads(asyncio.run(functions[name](payload)).body)
