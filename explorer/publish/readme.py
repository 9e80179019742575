"""The README of a site: what the Hub reads of a static Space, what it holds, and how it gets there."""

from explorer.page.link_card import SENTENCE, TITLE
from explorer.server.about import sentence_of
from explorer.sound.shelf import Shelf

PICTURE = "static/about/link-card.png"


def readme(shelf: Shelf) -> str:
    """The text of README.md."""
    listed = "\n".join(f"- **{name}**: {sentence_of(shelf, name)}".rstrip(": ") for name in shelf.names)
    return f"""---
title: {TITLE}
emoji: 🥁
colorFrom: yellow
colorTo: gray
sdk: static
app_file: index.html
pinned: false
license: mit
short_description: A map of sounds in which every place is a sound
thumbnail: {PICTURE}
tags:
- audio
- music
- variational-autoencoder
---

# {TITLE}

{SENTENCE} This page needs no server: your browser makes every sound.

{listed}

Whose sounds these are is under About, on the page. The code and the weights are under the MIT licence. So is
ONNX Runtime Web, in `runtime/`, which is Microsoft's; PFFFT there has its licence beside it.

Any web server serves this folder, at any path: `python -m http.server --directory .` on your computer, or GitHub Pages.
To publish it as a static Space on the Hugging Face Hub:

```
hf repos create NAME --type space --space-sdk static --exist-ok && hf upload NAME . --type space
```
"""
