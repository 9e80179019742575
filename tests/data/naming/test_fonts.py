"""Samples of soundfonts: instruments, some of which are drums."""

from vae.data.naming.fonts import label_samples


def test_instruments_are_called_what_several_samples_are_called() -> None:
    names = [
        "Piano C4",
        "Piano E4",
        "Piano G4",
        "Std Kick",
        "Snare 1",
        "Closed Hat",
        "Harp C4",
        "Guitar A",
        "P200 Ep",
    ]
    found = dict(zip(names, label_samples(names), strict=True))
    assert found["Piano E4"] == ("piano", "name", 1.0)
    assert [found[name][0] for name in ("Std Kick", "Snare 1", "Closed Hat")] == [
        "kick",
        "snare",
        "closed_hat",
    ]
    assert found["Harp C4"] == ("fx", "unknown", 0.0)
    assert found["Guitar A"][0] == "fx"


def test_a_font_without_samples_has_no_labels() -> None:
    assert label_samples([]) == []
