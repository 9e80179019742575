#!/bin/sh
# Asks a running app with curl alone: a sound by its address, a sound of yours as a recipe, and what is like it.
#
# sh explorer/examples/render.sh [ADDRESS]
set -eu
hitmap=${1:-http://127.0.0.1:7860}/gradio_api

# A recipe is rendered by its address.
curl -fsS -G "$hitmap/sound.wav" --data-urlencode 'recipe={"kind": "place", "x": 0.1, "y": -0.2}' -o place.wav

# Every other endpoint takes its values as JSON, and names an event, at whose address the answer will be.
ask() {
    event=$(curl -fsS "$hitmap/call/v2/$1" --json "$2" | sed 's/.*"event_id": *"\([^"]*\)".*/\1/')
    curl -fsSN "$hitmap/call/$1/$event" | sed -n 's/^data: //p'
}

# A file is uploaded first; its path there then stands for it.
path=$(curl -fsS "$hitmap/upload" -F files=@place.wav | tr -d '[]"')
ask similar "{\"file\": {\"path\": \"$path\", \"meta\": {\"_type\": \"gradio.FileData\"}}, \"k\": 3}"
