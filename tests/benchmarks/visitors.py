"""Many visitors at once: how many sounds they get, how long each waits, and what it costs in memory."""

import asyncio
import random
import statistics
import time
from dataclasses import dataclass, field

import httpx

from tests.benchmarks.machine import memory_mb
from tests.benchmarks.serving import PATIENCE_SECONDS, App, running
from tests.benchmarks.table import Row

VISITORS = (1, 8, 32, 100)
SECONDS = 15
GREEDY = 40
"""Requests at once of one visitor, while another clicks once a second."""
MANY, MOST_MEMORY_MB = 10_000, 25
"""Renders at least, over which memory must not grow by more: at the pace of 50 MB in 20,000, which take 16 minutes."""


@dataclass
class Waits:
    """What visitors met.

    Attributes:
        milliseconds: waits, of all requests.
        errors: requests without a sound.
        seconds: that all of it took.
    """

    milliseconds: list[float] = field(default_factory=list)
    errors: int = 0
    seconds: float = 0.0

    @property
    def a_second(self) -> float:
        """Sounds a second."""
        return len(self.milliseconds) / self.seconds


async def click(client: httpx.AsyncClient, app: App, visitor: str, rng: random.Random, waits: Waits) -> None:
    """Asks for the sound of a random place and waits for it."""
    recipe = f'{{"kind":"place","x":{rng.random():.6f},"y":{rng.random():.6f}}}'
    begun = time.perf_counter()
    try:
        answer = await client.post(
            app.functions, json=app.payload("render", visitor, recipe=recipe, checkpoint="")
        )
        good = answer.json().get("ok") is True
    except (httpx.HTTPError, ValueError):
        good = False
    if good:
        waits.milliseconds.append(1000 * (time.perf_counter() - begun))
    else:
        waits.errors += 1


async def visit(app: App, count: int, seconds: float, pause: float) -> Waits:
    """So many visitors click, wait for the answer, then for what is left of the pause, for so many seconds."""
    waits = Waits()
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    async with httpx.AsyncClient(timeout=PATIENCE_SECONDS, limits=limits) as client:
        end = time.perf_counter() + seconds

        async def one(number: int) -> None:
            rng = random.Random(number)
            await asyncio.sleep(rng.random() * pause)
            while (begun := time.perf_counter()) < end:
                await click(client, app, f"visitor {number}", rng, waits)
                await asyncio.sleep(max(0.0, pause - (time.perf_counter() - begun)))

        begun = time.perf_counter()
        await asyncio.gather(*map(one, range(count)))
        waits.seconds = time.perf_counter() - begun
    return waits


async def beside_a_greedy_one(app: App, seconds: float) -> Waits:
    """One who clicks once a second, while another keeps many requests waiting."""
    rng, theirs = random.Random(-1), Waits()
    async with httpx.AsyncClient(
        timeout=PATIENCE_SECONDS, limits=httpx.Limits(max_connections=None)
    ) as client:
        end = time.perf_counter() + seconds

        async def greedy() -> None:
            while time.perf_counter() < end:
                await click(client, app, "greedy", rng, theirs)

        crowd = asyncio.gather(*(greedy() for _ in range(GREEDY)))
        waits = await visit(app, 1, seconds, 1.0)
        await crowd
    return waits


def measure(checkpoint: str, many: int = MANY) -> list[Row]:
    """All figures of visitors, of one checkpoint."""
    with running(checkpoint) as app:
        asyncio.run(visit(app, 2, 3, 0))
        found = {count: asyncio.run(visit(app, count, SECONDS, 1.0)) for count in VISITORS}
        full = {count: asyncio.run(visit(app, count, SECONDS, 0)) for count in (1, 2, 8)}
        greedy = asyncio.run(beside_a_greedy_one(app, SECONDS))
        before, more = memory_mb(app.process), list[Waits]()
        while (renders := sum(len(one.milliseconds) for one in more)) < many:
            more.append(asyncio.run(visit(app, 8, 30, 0)))
        after = memory_mb(app.process)
    errors = sum(one.errors for one in (*found.values(), *full.values(), greedy, *more))
    waits = {count: sorted(one.milliseconds) for count, one in found.items()}
    return [
        Row(
            "renders a second, clients that never rest",
            "/s",
            {count: one.a_second for count, one in full.items()},
            of="clients",
        ),
        Row(
            "renders, one click a second", "/s", {n: one.a_second for n, one in found.items()}, of="visitors"
        ),
        Row("wait, median", "ms", {n: statistics.median(w) for n, w in waits.items()}, 500, of="visitors"),
        Row("wait, 95 %", "ms", {n: w[int(0.95 * len(w))] for n, w in waits.items()}, of="visitors"),
        Row("wait, longest", "ms", {n: w[-1] for n, w in waits.items()}, 2000, of="visitors"),
        Row(
            f"wait beside one with {GREEDY} requests at once, median",
            "ms",
            {0: statistics.median(greedy.milliseconds)},
        ),
        Row("errors", "", {0: errors}, 0),
        Row(f"memory after {renders:,} more renders", "MB more", {0: after - before}, MOST_MEMORY_MB),
    ]
