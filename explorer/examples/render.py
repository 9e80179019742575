"""Asks a running app from Python: a recipe rendered, a sound of yours moved half way to another, and what is like it.

pip install gradio_client
python explorer/examples/render.py [ADDRESS]
"""

import json
import shutil
import sys

from gradio_client import Client, handle_file

hitmap = Client(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:7860", verbose=False)

between = {
    "kind": "mix",
    "of": [{"kind": "point", "id": 3}, {"kind": "point", "id": 40}],
    "weights": [0.5, 0.5],
}
sound, facts = hitmap.predict(recipe=json.dumps(between), api_name="/render")
shutil.copy(sound, "between.wav")
print(f"between.wav: {facts['title']}, {facts['duration']:.2f} s")

other, _ = hitmap.predict(recipe='{"kind": "prior", "seed": 7}', api_name="/render")
sound, facts = hitmap.predict(
    first=handle_file("between.wav"), second=handle_file(other), weight=0.5, api_name="/morph"
)
shutil.copy(sound, "morph.wav")
print(f"morph.wav: {facts['recipe'][:40]}…")

for like in hitmap.predict(file=handle_file("morph.wav"), k=3, api_name="/similar"):
    print(f"{like['likeness']:.0%} {like['name']} ({like['label']})")
