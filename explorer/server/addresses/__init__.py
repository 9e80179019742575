"""Addresses that give files to whoever asks with GET: a sound, a loop, a kit. No Gradio here."""
