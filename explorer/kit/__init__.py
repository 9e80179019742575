"""Eight pads and a beat: the kit, and the files it is exported to."""
