"""Music and speech are left out where they are longer than one sound, and the report says why."""

from pathlib import Path

import numpy as np
import pytest
from made_sounds import RATE, load, noise, reasons, tone, write

from vae.data.naming.pieces import kind_of_piece
from vae.data.scan import DataError


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("data/music/castle.ogg", "music"),
        ("Sound Tracks/Boss Theme.ogg", "music"),
        ("menu_music.wav", "music"),
        ("Songs/take 1.wav", "music"),
        ("sound/voices/affirmative.ogg", "speech"),
        ("campaign/briefing_dialogue.ogg", "speech"),
        ("themes/default/sounds/fire.wav", None),
        ("music box/winding.wav", None),
        ("ambience/cave.ogg", None),
        ("Love Song Kit/crash.wav", None),
    ],
)
def test_names_tell_music_and_speech(path: str, kind: str | None) -> None:
    assert kind_of_piece(Path(path)) == kind


def test_long_music_and_speech_are_left_out(tmp_path: Path) -> None:
    lengths = {"music/castle": 9.0, "voices/hello": 9.0, "music/stinger": 0.5, "ambience/cave": 9.0}
    for seed, (name, seconds) in enumerate(lengths.items()):
        write(tmp_path / "game" / f"{name}.wav", noise(seed, seconds))
    dataset = load(tmp_path)
    assert reasons(dataset) == {
        "game/music/castle.wav": "By its name it is music, and 9 s of music are no single sound.",
        "game/voices/hello.wav": "By its name it is speech, and 9 s of speech are no single sound.",
    }
    assert {facts.path for facts in dataset.files} == {"game/music/stinger.wav", "game/ambience/cave.wav"}


def test_music_is_read_where_it_is_cut_into_its_hits(tmp_path: Path) -> None:
    beats = np.concatenate([np.pad(tone(110.0 + 20 * i, decay=30.0), (0, RATE)) for i in range(8)])
    write(tmp_path / "kit" / "song.wav", beats)
    write(tmp_path / "kit" / "tom.wav", tone(90.0))
    assert len(load(tmp_path, slices=True)) > 2
    assert [*reasons(load(tmp_path))] == ["kit/song.wav"]


def test_a_folder_of_songs_alone_is_refused_with_the_reason(tmp_path: Path) -> None:
    write(tmp_path / "album" / "Song 1.wav", noise(1, 9.0))
    with pytest.raises(
        DataError, match=r"^No sound was found in .*; album/Song 1\.wav was left out: By its name .*\.$"
    ):
        load(tmp_path)
