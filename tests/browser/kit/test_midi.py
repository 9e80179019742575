"""MIDI with a simulated device: the browser's own interface, and a keyboard and a drum machine behind it."""

import pytest
from kits import TALL, fill, hits, kit, record_hits
from playwright.sync_api import expect

from explorer.kit.notes import notes

pytestmark = [pytest.mark.browser, pytest.mark.loads]

DEVICE = """
  (() => {
    class Port extends EventTarget {
      constructor(id, name, type) { super(); Object.assign(this, { id, name, type, state: 'connected', sent: [] }); }
      send(bytes, time) { this.sent.push({ bytes: [...bytes], time }); }
    }
    const access = Object.assign(new EventTarget(), { inputs: new Map(), outputs: new Map() });
    window.plug = (id, name, kind) => {
      access[kind].set(id, new Port(id, name, kind));
      access.onstatechange?.(new Event('statechange'));
    };
    window.unplug = (id, kind) => {
      access[kind].get(id).state = 'disconnected';
      access.onstatechange?.(new Event('statechange'));
    };
    window.play = (id, bytes, timeStamp = performance.now()) =>
      access.inputs.get(id).onmidimessage?.({ data: Uint8Array.from(bytes), timeStamp });
    window.received = (id) => access.outputs.get(id).sent;
    navigator.requestMIDIAccess = async () => access;
    window.plug('keys', 'Little Keys', 'inputs');
    window.plug('drums', 'Big Drums', 'outputs');
  })();
"""


@pytest.fixture
def midi(open_stage):
    """The page with a keyboard and a drum machine, connected."""
    stage = open_stage(viewport=TALL)
    stage.before_scripts(DEVICE)
    stage.open()
    stage.page.locator("[data-menu=midi] summary").click()
    stage.page.locator("[data-midi=connect]").click()
    expect(stage.page.locator("[data-midi=status]")).to_contain_text("Little Keys")
    return stage


def keys(stage) -> list[int]:
    """The keys that an exported kit has for the sounds on the pads."""
    slots = [slot for slot in kit(stage.page)["slots"] if slot]
    return notes([(stage.library[slot["recipe"]["id"]]["label"], slot["name"]) for slot in slots])


def play(stage, *messages: list[int]) -> None:
    for message in messages:
        stage.page.evaluate("message => window.play('keys', message)", message)


def test_keys_play_pads_with_their_velocity_and_learn(midi):
    page = midi.page
    fill(midi, 2)
    record_hits(page)
    one, two = keys(midi)
    play(midi, [0x90, one, 100], [0x80, one, 0], [0x93, two, 20], [0x90, one, 0], [0x90, 90, 100])
    assert [(hit["pad"], hit["velocity"]) for hit in hits(page)] == [(0, 100), (1, 20)]
    assert hits(page)[1]["gain"] == pytest.approx((20 / 127) ** 2, rel=0.01)
    page.locator("[data-menu=midi] summary").click()
    page.locator("[data-midi=learn]").click()
    play(midi, [0xB0, 50, 3], [0x90, 60, 90])
    expect(page.locator("[data-midi=learn]")).to_have_attribute("aria-pressed", "false")
    play(midi, [0x90, 60, 90], [0x90, two, 90])
    assert [hit["pad"] for hit in hits(page)] == [0, 1, 1]
    # devices come and go, and one that sends nonsense is named
    page.evaluate("() => window.unplug('keys', 'inputs')")
    expect(page.locator("[data-midi=status]")).to_have_text("No device is plugged in.")
    play(midi, [0x90, 60, 90])
    page.evaluate("() => window.plug('keys', 'Odd Box', 'inputs')")
    expect(page.locator("[data-midi=status]")).to_have_text("Listening to Odd Box.")
    play(midi, [0x90, 60], [60], [0x90, 60, 90])
    expect(page.locator(".toast")).to_have_text("Odd Box sends something that is no MIDI. That is left out.")
    assert [hit["pad"] for hit in hits(page)] == [0, 1, 1, 1]


def test_knobs_turn_the_sound_and_a_clock_leads_the_beat_which_plays_another_device(midi):
    page = midi.page
    fill(midi, 1)
    changed = midi.after(lambda: play(midi, [0xB0, 74, 127]))
    assert changed["kind"] == "shape" and changed["brightness"] == 3
    expect(page.locator("#shape-brightness input[type=range]")).to_have_value("3")
    play(midi, [0xB0, 7, 0])
    assert page.locator("[data-level]").input_value() == "0"
    page.locator("[data-row='0'][data-step='0']").click()
    page.evaluate(
        "() => { for (let i = 0; i < 26; i++) window.play('keys', [0xf8], 1000 + (i * 2500) / 150); }"
    )
    assert kit(page)["pattern"]["tempo"] == 150
    page.locator("[data-menu=midi] summary").click()
    page.locator("[data-midi=output]").select_option("drums")
    play(midi, [0xFA])
    expect(page.locator(".keep")).to_have_attribute("data-playing", "true")
    page.wait_for_function("() => window.received('drums').length >= 4")
    play(midi, [0xFC])
    expect(page.locator(".keep")).to_have_attribute("data-playing", "false")
    on, off, again = page.evaluate("() => window.received('drums').slice(0, 3)")
    (key,) = keys(midi)
    assert on["bytes"][:2] == [0x99, key] and on["bytes"][2] > 0 and off["bytes"] == [0x89, key, 0]
    assert again["bytes"] == on["bytes"] and on["time"] < off["time"] < again["time"]


@pytest.mark.parametrize(
    ("browser", "sentence"),
    [
        ("navigator.requestMIDIAccess = undefined", "This browser has no MIDI."),
        (
            "navigator.requestMIDIAccess = async () => { throw new DOMException('', 'SecurityError'); }",
            "not allow",
        ),
    ],
)
def test_a_browser_without_midi_says_so(open_stage, browser, sentence):
    stage = open_stage()
    stage.before_scripts(browser)
    stage.open()
    stage.page.locator("[data-menu=midi] summary").click()
    stage.page.locator("[data-midi=connect]").click()
    expect(stage.page.locator(".toast")).to_contain_text(sentence)
