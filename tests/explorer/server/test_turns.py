"""Visitors take turns."""

import asyncio
import json
from dataclasses import replace
from threading import Event, Lock

import pytest
from anyio import CapacityLimiter

from explorer.server.functions import FUNCTIONS
from explorer.server.turns import MOST, MOST_EACH, BusyError, Turns


async def answered(turns: Turns, asked: list[str]) -> list[str]:
    """The visitors in the order in which they are answered, of requests that come at once."""
    order: list[str] = []

    async def ask(visitor: str) -> None:
        async with turns.turn(visitor):
            await asyncio.sleep(0)
            order.append(visitor)

    await asyncio.gather(*map(ask, asked))
    return order


def test_visitors_of_one_request_each_are_answered_as_they_come():
    assert asyncio.run(answered(Turns(1, 1), list("abcdef"))) == list("abcdef")


def test_one_who_asks_for_much_does_not_hold_the_others():
    order = asyncio.run(answered(Turns(2, 1), ["a"] * 50 + ["b", "c"]))
    assert order.index("b") <= 4 and order.index("c") <= 4
    assert order.count("a") == 50


def test_places_stay_free_for_others():
    async def fill() -> int:
        turns, all_in, go_on = Turns(6, 4), asyncio.Event(), asyncio.Event()
        inside = 0

        async def ask() -> None:
            nonlocal inside
            async with turns.turn("a"):
                inside += 1
                await go_on.wait()

        async def other() -> None:
            async with turns.turn("b"):
                all_in.set()

        tasks = [asyncio.create_task(ask()) for _ in range(9)]
        await asyncio.sleep(0)
        await asyncio.wait_for(other(), 1)
        found = inside
        go_on.set()
        await asyncio.gather(*tasks)
        assert inside == 9
        return found

    assert asyncio.run(fill()) == 4


def test_too_much_is_refused_with_a_sentence():
    async def flood(visitors: list[str]) -> list[BaseException | None]:
        turns, go_on = Turns(1, 1), asyncio.Event()

        async def ask(visitor: str) -> None:
            async with turns.turn(visitor):
                await go_on.wait()

        tasks = [asyncio.create_task(ask(visitor)) for visitor in visitors]
        await asyncio.sleep(0)
        go_on.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    refused = [one for one in asyncio.run(flood(["a"] * (MOST_EACH + 3))) if one]
    assert [type(one) for one in refused] == [BusyError] * 2
    refused = [one for one in asyncio.run(flood([str(i) for i in range(MOST + 3)])) if one]
    assert [str(one) for one in refused] == ["The server is busy: try again in a moment."] * 2


def test_whoever_gives_up_leaves_no_gap():
    async def give_up() -> list[str]:
        turns = Turns(1, 1)
        async with turns.turn("a"):
            waiting = asyncio.create_task(answered(turns, ["b"]))
            while not turns.waiting:
                await asyncio.sleep(0)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
            assert turns.waiting == 0
        return await answered(turns, ["c", "d"])

    assert asyncio.run(give_up()) == ["c", "d"]


@pytest.mark.parametrize("payload", [{"visitor": "a"}, {"visitor": 3}, {}, None])
def test_the_functions_of_the_page_take_turns(payload):
    running, most, lock, together = 0, 0, Lock(), Event()

    def answer(shelf: object, asked: object) -> dict[str, object]:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
            if most == 3:
                together.set()
        together.wait(0.2)
        with lock:
            running -= 1
        return {}

    function = replace(FUNCTIONS[0], answer=answer)
    asked = {"checkpoint": "", **payload} if isinstance(payload, dict) else payload

    async def ask() -> list[dict[str, object]]:
        served = function.of(None, Turns(8, 2), CapacityLimiter(8))
        replies = await asyncio.gather(*(served(asked) for _ in range(5)))
        return [json.loads(reply.body) for reply in replies]

    replies = asyncio.run(ask())
    assert most == (2 if isinstance(payload, dict) else 0)
    assert {reply["ok"] for reply in replies} == {isinstance(payload, dict)}
