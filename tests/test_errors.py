"""Every command ends in one way with what a user can mend: exit code 2 and one sentence on standard error."""

import errno
import importlib
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

import explorer
import vae
from vae.errors import HitmapError, refusing, sentence_of

COMMANDS = {
    "vae.evaluate.__main__": ("--checkpoint", "nowhere"),
    "vae.generate": ("--checkpoint", "nowhere", "--count", 1, "--out", "new"),
    "vae.train.__main__": ("--data", "nowhere", "--out", "mine"),
    "vae.train.between.__main__": ("--checkpoint", "nowhere", "--out", "new.safetensors"),
    "vae.drum_machine.__main__": ("--out", "new", "--count", 0),
    "vae.library.build": ("--checkpoint", "nowhere", "--data", "."),
    "explorer.calibrate": ("--checkpoint", "nowhere"),
    "app": ("--checkpoint", "nowhere"),
}


@pytest.mark.parametrize("module", COMMANDS)
def test_every_command_refuses_with_one_sentence(
    module: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    app = typer.Typer()
    app.command()(importlib.import_module(module).main)
    done = CliRunner().invoke(app, [*map(str, COMMANDS[module])])
    assert done.exit_code == 2
    assert done.stderr.count("\n") == 1 and done.stderr.endswith(".\n"), done.stderr
    assert done.stdout == ""
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (HitmapError("The sound is silent."), "The sound is silent."),
        (
            OSError(errno.EACCES, os.strerror(errno.EACCES), "/secret/a.wav"),
            "a.wav cannot be used: Permission denied.",
        ),
        (
            OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)),
            "The disk of mine cannot be used: No space left on device.",
        ),
    ],
)
def test_an_error_is_one_sentence_without_folders(
    error: HitmapError | OSError, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert sentence_of(error, Path("/secret/mine")) == sentence
    with pytest.raises(SystemExit) as ended, refusing(Path("/secret/mine")):
        raise error
    assert ended.value.code == 2
    assert capsys.readouterr().err == f"{sentence}\n"


def test_faults_of_the_program_are_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), refusing(Path("mine")):
        raise ZeroDivisionError
    with pytest.raises(ValueError, match="no sentence"), refusing(Path("mine")):
        raise ValueError("no sentence")


def our_errors() -> Iterator[type]:
    for package in (vae, explorer):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not found.name.endswith("__main__"):
                module = importlib.import_module(found.name)
                yield from (
                    value
                    for value in vars(module).values()
                    if isinstance(value, type)
                    and issubclass(value, ValueError)
                    and value.__module__ == found.name
                )


def test_all_errors_that_a_user_can_cause_have_one_base() -> None:
    errors = set(our_errors())
    assert len(errors) >= 10
    assert all(issubclass(error, HitmapError) for error in errors), errors
