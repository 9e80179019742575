"""Files that are served: whole and unchanged, however many clients ask for the same one at once."""

import io
import os
import threading
import wave
import zipfile
from concurrent.futures import ThreadPoolExecutor

import httpx
import numpy as np
import pytest

from explorer.page.handed import hand_out, pcm_wav

CLIENTS, ROUNDS = 8, 3
PLACE = '{"kind":"place","x":0.25,"y":0.5}'


def test_a_file_that_is_asked_for_again_is_not_written_again(tmp_path):
    first = hand_out(tmp_path, "kit.zip", b"content")
    os.utime(first, (1, 1))
    before = first.stat()
    assert hand_out(tmp_path, "kit.zip", b"content") == first
    after = first.stat()
    assert after.st_ino == before.st_ino and first.read_bytes() == b"content"
    assert after.st_mtime > before.st_mtime, "Gradio deletes files by age"
    assert hand_out(tmp_path, "kit.zip", b"other") != first


def test_whoever_reads_while_others_write_finds_it_whole(tmp_path):
    for number in range(20):
        content = bytes([number]) * 2**20
        ready = threading.Barrier(CLIENTS)

        def ask(content: bytes = content, ready: threading.Barrier = ready) -> bytes:
            ready.wait()
            return hand_out(tmp_path, "kit.zip", content).read_bytes()

        with ThreadPoolExecutor(CLIENTS) as pool:
            asked = [pool.submit(ask) for _ in range(CLIENTS)]
            assert {one.result() for one in asked} == {content}
    assert all(os.listdir(folder) == ["kit.zip"] for folder in tmp_path.iterdir())


@pytest.mark.parametrize("shape", [(5,), (5, 2)])
def test_samples_become_a_wav_of_the_same_samples(shape):
    pcm = np.arange(np.prod(shape), dtype=np.int16).reshape(shape)
    with wave.open(io.BytesIO(pcm_wav(pcm, 48_000))) as file:
        assert file.getframerate() == 48_000 and file.getnchannels() == (shape[1:] or (1,))[0]
        np.testing.assert_array_equal(np.frombuffer(file.readframes(5), "<i2").reshape(shape), pcm)


@pytest.mark.parametrize(
    ("name", "values"), [("render", [PLACE, ""]), ("export_kit", [f"[{PLACE}]", "", 16, 44_100, 1])]
)
def test_eight_clients_at_once_get_the_same_whole_file(app_url, name, values):
    with httpx.Client(base_url=f"{app_url}/gradio_api/", timeout=120) as client:

        def ask(_: int) -> bytes:
            reply = client.post(f"run/{name}", json={"data": values})
            assert reply.status_code == 200, reply.text
            file = client.get(reply.json()["data"][0]["url"])
            assert file.status_code == 200
            return file.content

        with ThreadPoolExecutor(CLIENTS) as pool:
            contents = set(pool.map(ask, range(CLIENTS * ROUNDS)))
    (content,) = contents
    if name == "render":
        with wave.open(io.BytesIO(content)) as file:
            assert file.getnframes() == 44_100
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert archive.testzip() is None
