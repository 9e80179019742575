"""Whatever visitors do at once, a core does one thing at a time, in order; encodings and libraries hold no clicks."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile

from explorer.server import comparing, sounds, uploads
from explorer.sound.render import Renderer
from explorer.sound.shelf import find_checkpoints
from explorer.sound.torch_lane import Lane, cores, in_turn, is_idle
from vae.checkpoint.codec import Codec
from vae.library.library import Library
from vae.recipes.kinds import Noise, Place, Point

PATIENCE_SECONDS = 120
SHAPED = '{"kind":"shape","of":{"kind":"point","id":%d},"brightness":1.5}'


class Watched:
    """A worker that knows how many of its kind work at once, how many of them encode, and at what."""

    def __init__(self, worker: object):
        self._worker = worker

    def __getattr__(self, name: str):
        found = getattr(self._worker, name)
        return self._watch(name, found) if callable(found) else found

    def _watch(self, name: str, method: Callable) -> Callable:
        def watched(*args, **options):
            Watched.busy.append(threading.get_ident())
            Watched.most = max(Watched.most, len(set(Watched.busy)))
            Watched.seen.add(name)
            Watched.encoding += name == "encode"
            Watched.most_encoding = max(Watched.most_encoding, Watched.encoding)
            try:
                return method(*args, **options)
            finally:
                Watched.busy.remove(threading.get_ident())
                Watched.encoding -= name == "encode"

        return watched


@pytest.fixture(autouse=True)
def nobody_works():
    Watched.busy, Watched.most, Watched.seen = [], 0, set()
    Watched.encoding = Watched.most_encoding = 0


@pytest.fixture
def shelf(checkpoints, monkeypatch):
    """The small checkpoints, their codecs watched."""
    load = Codec.load
    monkeypatch.setattr(Codec, "load", lambda *where: Watched(load(*where)))
    return find_checkpoints(checkpoints)


@pytest.fixture
def recording(tmp_path) -> Path:
    time = np.arange(22_050) / 44_100
    soundfile.write(tmp_path / "hit.wav", np.sin(900 * time) * np.exp(-9 * time), 44_100)
    return tmp_path / "hit.wav"


def test_all_that_visitors_do_at_once_takes_turns(shelf, recording):
    jobs = [
        lambda: sounds.describe_sound(shelf, SHAPED % 3, "drum-machine"),
        lambda: sounds.describe_sound(shelf, SHAPED % 4, "lost-kit"),
        lambda: sounds.describe_original(shelf, 5, "drum-machine"),
        lambda: uploads.encode(shelf, recording, "lost-kit"),
        lambda: uploads.describe_upload(shelf, recording, "drum-machine"),
        lambda: comparing.compare(shelf, '{"kind":"point","id":6}', "drum-machine"),
        lambda: comparing.compare_checkpoints(shelf, 7, "drum-machine"),
        lambda: sounds.describe_dimensions(shelf, "lost-kit"),
    ]
    with ThreadPoolExecutor(len(jobs)) as pool:
        for done in [pool.submit(job) for job in jobs]:
            assert done.result(PATIENCE_SECONDS)
    assert Watched.most <= cores() + 1 and Watched.most_encoding == 1
    assert {"encode", "decode", "spectrogram", "decode_spectrogram", "encode_spectrogram"} <= Watched.seen


def test_different_workers_share_one_lane_with_a_place_for_each_core():
    meeting = threading.Barrier(min(2, cores()))

    class Worker:
        """Works only together with another, where there is a core for it."""

        def work(self):
            meeting.wait(PATIENCE_SECONDS)

    workers = [in_turn(Watched(Worker())) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(worker.work) for worker in workers * 8]:
            done.result(PATIENCE_SECONDS)
    assert Watched.most <= cores()


def test_a_lane_is_first_come_first_served_and_lets_its_own_in_again():
    lane, order, threads = Lane(1), [], []

    def visit(number):
        with lane.turn(), lane.turn():
            order.append(number)

    with lane.turn():
        for number in range(6):
            threads.append(threading.Thread(target=visit, args=(number,)))
            threads[-1].start()
            while lane.waiting <= number:
                threading.Event().wait(0.001)
        assert not lane.is_empty and order == []
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    assert order == list(range(6)) and lane.is_empty


def test_encoding_keeps_no_render_waiting():
    class Worker:
        """Encodes until it may stop."""

        def encode(self, begun, stop):
            begun.set()
            assert stop.wait(PATIENCE_SECONDS)

        def decode(self):
            return "decoded"

    begun, stop = threading.Event(), threading.Event()
    worker = in_turn(Worker())
    with ThreadPoolExecutor(2) as pool:
        encoding = [pool.submit(worker.encode, begun, stop) for _ in range(2)]
        assert begun.wait(PATIENCE_SECONDS)
        assert worker.decode() == "decoded"
        stop.set()
        assert [done.result(PATIENCE_SECONDS) for done in encoding] == [None, None]


def test_sounds_made_at_once_have_the_bits_of_sounds_made_one_by_one():
    folder = Path(__file__).parents[3] / "checkpoints" / "open-kits"
    codec, library = Codec.load(folder), Library.load(folder)
    recipes = [Point(sound) for sound in range(0, 700, 60)]
    recipes += [Noise(recipe, 0.5, 1) for recipe in recipes[:4]] + [Place(0.1 * n, 0.5) for n in range(4)]
    alone = [Renderer(codec, library).render(recipe).waveform.tobytes() for recipe in recipes]
    shared = Renderer(codec, library)
    with ThreadPoolExecutor(4) as pool:
        together = [sound.waveform.tobytes() for sound in pool.map(shared.render, recipes)]
    assert together == alone


def test_what_is_asked_for_ahead_is_made_only_while_nobody_else_works(shelf):
    class Worker:
        """Works until it may stop."""

        def work(self, begun, stop):
            begun.set()
            assert stop.wait(PATIENCE_SECONDS)

    recipe = '{"kind":"point","id":9}'
    begun, stop = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(in_turn(Worker()).work, begun, stop)
        assert begun.wait(PATIENCE_SECONDS) and not is_idle()
        assert sounds.describe_sound(shelf, recipe, "drum-machine", ahead=True) == {"busy": True}
        stop.set()
        working.result(PATIENCE_SECONDS)
    assert is_idle()
    ahead = sounds.describe_sound(shelf, recipe, "drum-machine", ahead=True)
    assert ahead == sounds.describe_sound(shelf, recipe, "drum-machine")


def test_work_on_a_library_keeps_nobody_waiting(codec, built, monkeypatch):
    """The typical distance between ten thousand latents once took 25 seconds of every visitor."""
    slow, entered, go_on = replace(built), threading.Event(), threading.Event()

    def latent_spacing(library):
        if library is slow:
            entered.set()
            assert go_on.wait(PATIENCE_SECONDS)
        return 1.0

    monkeypatch.setattr("vae.latent.space.LatentSpace.latent_spacing", property(latent_spacing))
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(Renderer(codec, slow).render, Point(1))
        assert entered.wait(PATIENCE_SECONDS)
        assert Renderer(codec, built).render(Place(0.5, 0.5)).waveform.any()
        assert not waiting.done()
        go_on.set()
        assert waiting.result(PATIENCE_SECONDS).waveform.any()
