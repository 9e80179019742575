"""Whatever visitors do at once, torch works on one thing at a time; what needs no torch waits for nobody."""

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
from explorer.sound.torch_lane import in_turn
from vae.checkpoint.codec import Codec
from vae.recipes.kinds import Place, Point

PATIENCE_SECONDS = 120
SHAPED = '{"kind":"shape","of":{"kind":"point","id":%d},"brightness":1.5}'


class Watched:
    """A worker that knows how many of its kind work at once, and at what."""

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
            try:
                return method(*args, **options)
            finally:
                Watched.busy.remove(threading.get_ident())

        return watched


@pytest.fixture(autouse=True)
def nobody_works():
    Watched.busy, Watched.most, Watched.seen = [], 0, set()


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
    assert Watched.most == 1
    assert {"encode", "decode", "spectrogram", "decode_spectrogram", "encode_spectrogram"} <= Watched.seen


def test_different_workers_share_one_lane():
    class Worker:
        """Lets everyone else try to come in between."""

        def work(self):
            for _ in range(200):
                threading.Event().wait(0)

    workers = [in_turn(Watched(Worker())) for _ in range(4)]
    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(worker.work) for worker in workers * 8]:
            done.result(PATIENCE_SECONDS)
    assert Watched.most == 1


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
