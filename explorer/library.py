"""The command that makes a checkpoint's library and map, or adds sounds to one: `python -m explorer.library`."""

from vae.library.build import run

if __name__ == "__main__":
    run()
