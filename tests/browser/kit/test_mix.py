"""Keep: what the page plays is what the exported loop holds."""

import json

import numpy as np
import pytest
from kits import TALL, kit, loaded, play_beat, random_kit

from explorer.kit.hits import hits as hits_of
from explorer.kit.kit import PADS, Beat, Kit, Pattern, data_of, kit_of
from explorer.kit.loop import mix_loop
from vae.recipes.kinds import Point
from vae.recipes.sheet import Entry

pytestmark = [pytest.mark.browser, pytest.mark.viewport(TALL)]

RATE = 48_000
SECONDS = 12
PLAY = """async ({ kit, takes, rate, seconds }) => {
  const script = (name) => import(performance.getEntriesByType('resource').map(({ name }) => name)
    .find((url) => url.endsWith(`/kit/beat/${name}.js`)));
  const [{ hits }, { mix }, { Sounding }] = await Promise.all(['hits', 'mix', 'voice'].map(script));
  const context = new OfflineAudioContext(2, rate * seconds, rate);
  const buffers = takes.map((channels) => {
    const buffer = new AudioBuffer({ length: channels[0].length, sampleRate: rate, numberOfChannels: channels.length });
    channels.forEach((samples, i) => buffer.copyToChannel(Float32Array.from(samples), i));
    return buffer; });
  const sounding = new Sounding(), strips = mix(kit);
  for (const { pad, beat, velocity } of hits(kit).toReversed())
    sounding.start(context, context.destination,
      { buffer: buffers[pad], strip: strips[pad], pad, velocity, time: (beat * 60) / kit.pattern.tempo });
  const heard = await context.startRendering();
  return [0, 1].map((side) => Array.from(heard.getChannelData(side))); }"""


def test_the_page_sounds_like_the_loop(stage, page):
    time = np.arange(2 * RATE) / RATE
    tones = [0.1 * np.sin(2 * np.pi * pitch * time).astype(np.float32) for pitch in (220, 330, 440)]
    takes = [tones[0][None], np.stack([tones[1], tones[2]]), tones[2][None]]
    values = (
        {"choke": 1, "pan": -0.6, "level": -3.0},
        {"choke": 1, "pan": 0.4, "decay": 0.8},
        {"pitch": 7.0, "pan": 0.2},
        {"mute": True},
    )
    slots = [Entry(Point(1), "Sound", "drum-machine", **value) for value in values]
    rows = [[0] * 32 for _ in range(PADS)]
    rows[0][0] = rows[0][16] = rows[1][5] = rows[1][20] = 127
    rows[2][2], rows[2][4], rows[3][3] = 60, 90, 127
    ratchets = [[1] * 32 for _ in range(PADS)]
    ratchets[0][16], ratchets[2][4] = 4, 3
    pattern = Pattern(96, 0.6, 0, rows, ratchets=ratchets)
    beats = (Beat(), Beat(), Beat())
    played = Kit((*slots, *[None] * 4), pattern, beats, (0, 1))
    given = {
        "kit": data_of(played),
        "takes": [take.tolist() for take in takes],
        "rate": RATE,
        "seconds": SECONDS,
    }
    given["takes"].append(given["takes"][0])
    heard = np.array(page.evaluate(PLAY, given))
    loop = mix_loop([*([take.squeeze()] for take in takes), *[[]] * 5], played, RATE, bars=1)
    length = min(loop.shape[1], heard.shape[1])
    assert np.abs(loop).max() > 0.15
    assert np.abs(heard[:, :length] - loop[:, :length]).max() < 0.01


def test_the_beat_plays_what_the_kit_says_and_no_more(stage, page):
    random_kit(page)
    made = kit(page)
    chokes = {slot["name"]: slot["choke"] for slot in made["slots"] if "choke" in slot}
    assert len(chokes) == 2 and all("hat" in name.lower() for name in chokes)
    steps = [[0] * 16 for _ in range(PADS)]
    steps[0][0] = steps[1][0] = steps[2][0] = 100
    made["pattern"] |= {"tempo": 240, "swing": 0.5, "steps": steps}
    made["slots"][1]["mute"] = True
    chances = [[100] * 16 for _ in range(PADS)]
    chances[2][0] = 50
    made["patterns"] = [{"steps": [*steps[1:], steps[0]], "chances": [*chances[1:], chances[0]]}] * 3
    made["song"] = [0, 1]
    page.evaluate("kit => localStorage.setItem('hitmap-kit', JSON.stringify(kit))", made)
    page.reload()
    stage.wait("data-ready", "true")
    loaded(page)
    found = play_beat(page, "() => window.hits.at(-1)?.time - window.hits[0]?.time > 3.2")
    wanted = hits_of(kit_of(json.loads(json.dumps(made))), 2)
    start = found[0]["time"]
    for hit, expected in zip(found, wanted, strict=False):
        assert (hit["pad"], hit["velocity"]) == (expected.pad, expected.velocity)
        assert hit["time"] - start == pytest.approx(expected.beat / 4, abs=0.002)
    assert {0, 7} <= {hit["pad"] for hit in found} <= {0, 2, 7}
