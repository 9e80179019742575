"""The command that builds a checkpoint's library and map, or adds sounds to them: `python -m explorer.library`."""

from vae.library.build import run

if __name__ == "__main__":
    run()
