"""Folders of audio files -> arrays with names, labels and a report on every file."""
