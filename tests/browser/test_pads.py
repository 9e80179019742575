"""Keep: pads, the beat, and kits that leave the page and come back."""

import base64
import io
import itertools
import json
import zipfile
from pathlib import Path

import pytest
import soundfile
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

KEEP = "window.hitmap.keep"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
BARS = 64


@pytest.fixture
def stage(open_stage):
    """The page on a window so high that the steps are open from the start."""
    return open_stage(viewport={"width": 1440, "height": 1040})


def kit(page: Page) -> dict:
    return page.evaluate(f"() => {KEEP}.kit")


def loaded(page: Page) -> None:
    """Until every pad's sound has come."""
    page.wait_for_function(f"() => {KEEP}.voices.ready")


def record_hits(page: Page) -> None:
    """Notes every hit that is struck in `window.hits`: pad, velocity, time, the clock then, and its buffer."""
    page.evaluate(
        f"""() => {{ const {{ voices, stage }} = {KEEP}; const start = AudioBufferSourceNode.prototype.start;
          window.hits = []; let buffer;
          AudioBufferSourceNode.prototype.start = function (...rest) {{
            buffer = this.buffer;
            return start.apply(this, rest); }};
          const strike = voices.strike.bind(voices);
          voices.strike = (pad, velocity, time) => {{ strike(pad, velocity, time);
            window.hits.push({{ pad, velocity, time, clock: stage.player.context.currentTime, buffer }}); }}; }}"""
    )


def hits(page: Page) -> list[dict]:
    return page.evaluate("() => window.hits.map(({ buffer, ...hit }) => hit)")


def fill(stage, count: int = 2) -> list[dict]:
    """Puts library sounds on the first pads; their recipes."""
    page, recipes = stage.page, []
    for pad, sound in enumerate(stage.lonely_sounds(count)):
        at = stage.sound_at(sound)
        recipes.append(stage.after(lambda at=at: page.mouse.click(*at)))
        page.locator(f"[data-pad='{pad}']").click()
    loaded(page)
    return recipes


def random_kit(page: Page) -> None:
    page.locator("[data-keep=random-kit]").click()
    page.wait_for_function(f"() => {KEEP}.kit.pattern.steps.flat().some(Boolean)")
    loaded(page)


def drop_file(page: Page, name: str, data: bytes) -> None:
    page.evaluate(
        """([name, text]) => { const data = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
          const dataTransfer = new DataTransfer(); dataTransfer.items.add(new File([data], name));
          document.querySelector('.map').dispatchEvent(
            new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true })); }""",
        [name, base64.b64encode(data).decode()],
    )


def export(page: Page, **options: str) -> bytes:
    page.locator("[data-menu=export] summary").click()
    for name, value in options.items():
        page.locator(f"[data-export={name}]").select_option(value)
    with page.expect_download() as download:
        page.locator("[data-keep=export]").click()
    assert download.value.suggested_filename == "hitmap-kit.zip"
    return Path(download.value.path()).read_bytes()


def test_an_empty_pad_takes_the_sound_that_is_on(stage, page):
    page.locator("[data-pad='0']").click()
    expect(page.locator(".toast")).to_contain_text("Play a sound first")
    sound = stage.lonely_sounds(1)[0]
    recipe = stage.after(lambda: page.mouse.click(*stage.sound_at(sound)))
    page.locator("[data-pad='0']").click()
    slot = kit(page)["slots"][0]
    assert slot["recipe"] == recipe and slot["checkpoint"] == "drum-machine" and slot["level"] == 0
    assert page.locator(".now .title").inner_text().startswith(slot["name"])
    label = page.evaluate("id => { const { points } = window.hitmap.stage.map;"
                          " return points.legend[points.label[id]]; }", sound)  # fmt: skip
    pad = page.locator("[data-pad='0']")
    expect(pad.locator("small")).to_have_text(label["label"].replace("_", " "))
    assert pad.evaluate("e => e.style.getPropertyValue('--dark')") == label["dark"]


def test_number_keys_play_pads_and_shift_takes(stage, page):
    fill(stage, 1)
    record_hits(page)
    renders = stage.renders
    page.keyboard.press("1")
    assert [(hit["pad"], hit["velocity"]) for hit in hits(page)] == [(0, 127)]
    page.keyboard.press("Shift+Digit5")
    assert kit(page)["slots"][4]["recipe"] == kit(page)["slots"][0]["recipe"]
    page.locator("[data-pad='4']").focus()
    page.keyboard.press("Enter")
    assert [hit["pad"] for hit in hits(page)] == [0, 4]
    assert stage.renders == renders


def test_a_pressed_pad_sounds_and_lights_up(stage, page):
    fill(stage, 1)
    record_hits(page)
    box = page.locator("[data-pad='0']").bounding_box()
    page.wait_for_function("() => document.querySelector('[data-pad=\"0\"] i').getAnimations().length === 0")
    page.mouse.move(box["x"] + 20, box["y"] + 15)
    page.mouse.down()
    assert [hit["pad"] for hit in hits(page)] == [0]
    assert page.evaluate("() => document.querySelector('[data-pad=\"0\"] i').getAnimations().length") == 1
    page.mouse.up()
    assert len(hits(page)) == 1
    peak = page.evaluate("() => Math.max(...window.hits[0].buffer.getChannelData(0).map(Math.abs))")
    assert 0.9 < peak <= 1


def drag(page: Page, start: tuple[float, float], pad: int) -> None:
    box = page.locator(f"[data-pad='{pad}']").bounding_box()
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 20, steps=6)
    expect(page.locator(".carried")).to_be_visible()
    expect(page.locator(f"[data-pad='{pad}']")).to_have_class("pad over")
    page.mouse.up()
    expect(page.locator(".carried")).to_have_count(0)


@pytest.mark.parametrize("handle", [".now .title", "[data-mark=now]"])
def test_the_title_and_the_mark_can_be_dragged_onto_a_pad(stage, page, handle):
    recipe = stage.after(lambda: page.mouse.click(*stage.sound_at(stage.lonely_sounds(1)[0])))
    renders = stage.renders
    box = page.locator(handle).bounding_box()
    drag(page, (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2), 6)
    assert kit(page)["slots"][6]["recipe"] == recipe
    assert stage.renders == renders and stage.recipe == recipe


def test_pads_change_places_by_dragging(stage, page):
    first, second = fill(stage, 2)
    page.locator("[data-row='0'][data-step='3']").click()
    box = page.locator("[data-pad='0']").bounding_box()
    page.mouse.move(box["x"] + 20, box["y"] + 15)
    page.mouse.down()
    other = page.locator("[data-pad='1']").bounding_box()
    page.mouse.move(other["x"] + 30, other["y"] + 20, steps=5)
    page.mouse.up()
    after = kit(page)
    assert [slot["recipe"] for slot in after["slots"][:2]] == [second, first]
    assert after["pattern"]["steps"][1][3] and not any(after["pattern"]["steps"][0])


def test_a_pad_is_renamed_set_in_level_emptied_and_undone(stage, page):
    fill(stage, 1)
    page.locator("[data-slot=name]").fill("Boom \u0007!")
    page.keyboard.press("Enter")
    expect(page.locator("[data-pad='0'] b")).to_have_text("Boom !")
    page.locator("[data-slot=level]").fill("-6")
    assert kit(page)["slots"][0]["level"] == -6
    record_hits(page)
    gain = page.evaluate(
        f"""() => {{ const gains = []; const make = GainNode; window.GainNode = class extends make {{
            constructor(c, o) {{ super(c, o); gains.push(o?.gain); }} }};
          {KEEP}.press(0); window.GainNode = make; return gains; }}"""
    )
    assert gain[-1] == pytest.approx(10 ** (-6 / 20))
    page.locator("[data-pad='0']").focus()
    page.keyboard.press("Delete")
    assert kit(page)["slots"][0] is None
    page.locator("[data-keep=undo]").click()
    assert kit(page)["slots"][0]["level"] == -6
    page.locator("[data-keep=undo]").click()
    page.locator("[data-keep=undo]").click()
    assert kit(page)["slots"][0]["name"] != "Boom !"
    page.locator("[data-keep=redo]").click()
    assert kit(page)["slots"][0]["name"] == "Boom !"


def test_steps_are_set_accented_painted_and_reached_by_keys(stage, page):
    def step(row, column):
        return page.locator(f"[data-row='{row}'][data-step='{column}']")

    step(2, 4).click()
    step(2, 8).click(modifiers=["Shift"])
    step(2, 4).click(modifiers=["Shift"])
    assert kit(page)["pattern"]["steps"][2][4] == kit(page)["pattern"]["steps"][2][8] == 127
    step(2, 8).click()
    assert kit(page)["pattern"]["steps"][2][8] == 0
    first, last = step(5, 1).bounding_box(), step(5, 6).bounding_box()
    page.mouse.move(first["x"] + 5, first["y"] + 5)
    page.mouse.down()
    page.mouse.move(last["x"] + 5, last["y"] + 5, steps=12)
    page.mouse.up()
    assert kit(page)["pattern"]["steps"][5] == [0] + [90] * 6 + [0] * 9
    page.locator("[data-keep=undo]").click()
    assert not any(kit(page)["pattern"]["steps"][5])
    step(7, 15).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+Space")
    assert kit(page)["pattern"]["steps"][0][:2] == [90, 127]
    assert stage.recipe is None
    expect(step(0, 1)).to_have_attribute("aria-label", "Pad 1, step 2, accent")


@pytest.mark.parametrize(("tempo", "swing"), [(120, 0.5), (173, 0.62)])
def test_64_bars_are_heard_within_2_ms(stage, page, tempo, swing):
    """The page's sequencer, woken late by up to 100 ms, into the audio of an offline context."""
    onsets, rate = page.evaluate(
        """async ([tempo, swing, bars]) => {
          const href = performance.getEntriesByType('resource').find((r) => /keep\\.js$/.test(r.name)).name;
          const [{ Sequencer }, { strike }] = await Promise.all(
            ['sequencer.js', 'voices.js'].map((name) => import(href.replace('keep.js', name))));
          const rate = 44100, seconds = bars * 240 / tempo + 0.5;
          const context = new OfflineAudioContext(1, Math.ceil(seconds * rate), rate);
          const buffer = new AudioBuffer({ length: 20, sampleRate: rate });
          buffer.copyToChannel(new Float32Array(20).fill(0.5), 0);
          let now = 0, random = 1;
          const sequencer = new Sequencer({ now: () => now, pattern: () => ({ tempo, swing }),
            hit: (step, time) => strike(context, context.destination, buffer, 1, time) });
          sequencer.start();
          clearInterval(sequencer.timer);
          while (now < seconds) {
            random = (random * 16807) % 2147483647;
            now += 0.025 + 0.075 * (random / 2147483647) ** 4;
            sequencer.wake();
          }
          const sound = (await context.startRendering()).getChannelData(0), onsets = [];
          for (let i = 1; i < sound.length; i++) {
            if (Math.abs(sound[i]) > 0.1 && Math.abs(sound[i - 1]) <= 0.1) onsets.push(i);
          }
          return [onsets, rate]; }""",
        [tempo, swing, BARS],
    )
    quarter = 60 / tempo
    ideal = [
        quarter * (4 * bar + step // 2 / 2 + (swing / 2 if step % 2 else 0))
        for bar in range(BARS)
        for step in range(16)
    ]
    heard = [onset / rate for onset in onsets][: len(ideal)]
    assert len(heard) == len(ideal)
    start = heard[0]
    assert max(abs(at - start - when) for at, when in zip(heard, ideal, strict=True)) < 0.002


def test_the_tempo_changes_while_it_plays_without_a_jump(stage, page):
    times = page.evaluate(
        """async () => {
          const href = performance.getEntriesByType('resource').find((r) => /keep\\.js$/.test(r.name)).name;
          const { Sequencer } = await import(href.replace('keep.js', 'sequencer.js'));
          let now = 0, tempo = 120; const times = [];
          const sequencer = new Sequencer({ now: () => now, pattern: () => ({ tempo, swing: 0.5 }),
            hit: (_, time) => times.push(time) });
          sequencer.start(); clearInterval(sequencer.timer);
          for (; now < 4; now += 0.02) { if (now > 2) tempo = 240; sequencer.wake(); }
          now = 9; sequencer.wake();
          return times; }"""
    )
    gaps = [b - a for a, b in itertools.pairwise(times)]
    slow, fast = [g for g in gaps if g > 0.1], [g for g in gaps if g <= 0.1]
    assert max(slow[:-1]) == pytest.approx(0.125) and max(fast) == pytest.approx(0.0625)
    assert slow[-1] > 4 and times[-1] >= 8.97  # what a stalled page missed is left out


def test_the_beat_plays_in_time_and_stops(stage, page):
    random_kit(page)
    page.locator("[data-pattern=tempo]").fill("180")
    page.keyboard.press("Enter")
    page.locator("[data-keep=play]").focus()
    record_hits(page)
    page.keyboard.press("p")
    expect(page.locator(".keep")).to_have_attribute("data-playing", "true")
    page.wait_for_selector(".step.now")
    page.wait_for_function("() => window.hits.at(-1)?.time - window.hits[0]?.time > 2.7")
    page.keyboard.press("p")
    expect(page.locator(".keep")).to_have_attribute("data-playing", "false")
    expect(page.locator(".step.now")).to_have_count(0)
    pattern, played = kit(page)["pattern"], hits(page)
    assert pattern["tempo"] == 180
    quarter, origin = 60 / 180, page.evaluate(f"() => {KEEP}.sequencer.anchor.time")
    for hit in played:
        beats = (hit["time"] - origin) / quarter
        steps = [
            (abs(beats % 4 - (s // 2 / 2 + (pattern["swing"] / 2 if s % 2 else 0))), s)
            for s in range(16)
            if pattern["steps"][hit["pad"]][s] == hit["velocity"]
        ]
        assert min(steps)[0] * quarter < 0.002
    assert sum(hit["time"] < hit["clock"] for hit in played) <= len(played) // 10
    count = len(played)
    page.evaluate("() => new Promise((done) => setTimeout(done, 300))")
    assert len(hits(page)) == count


def test_humanised_hits_are_never_the_same_twice_in_a_row(stage, page):
    fill(stage, 1)
    page.locator("[data-pattern=humanise]").fill("0.3")
    page.wait_for_function(f"() => {KEEP}.voices.pools[0].length > 3")
    record_hits(page)
    for _ in range(4):
        page.keyboard.press("1")
    different = page.evaluate("() => new Set(window.hits.map((hit) => hit.buffer)).size")
    assert different == 4
    sounds = page.evaluate(
        "() => window.hits.map((hit) => Array.from(hit.buffer.getChannelData(0).slice(200, 203)).join())"
    )
    assert len(set(sounds)) == 4
    page.locator("[data-pattern=humanise]").fill("0")
    page.keyboard.press("1")
    page.keyboard.press("1")
    assert page.evaluate("() => window.hits.at(-1).buffer === window.hits.at(-2).buffer")


@pytest.mark.parametrize("source", ["map", "prior"])
def test_a_random_kit_has_a_pad_for_each_label_and_a_beat(stage, page, source):
    page.locator("[data-keep=source]").select_option(source)
    random_kit(page)
    first = kit(page)
    assert {slot["recipe"]["kind"] for slot in first["slots"]} == {"point" if source == "map" else "prior"}
    if source == "map":
        assert len(set(page.locator(".pad small").all_inner_texts())) == 8
    page.locator("[data-keep=random-pattern]").click()
    assert kit(page)["slots"] == first["slots"] and kit(page)["pattern"] != first["pattern"]
    assert kit(page)["pattern"]["steps"][0][0] > 0  # the kick is on one


def test_an_exported_kit_opens_again_when_it_is_dropped(stage, page):
    random_kit(page)
    saved = kit(page)
    data = export(page, bit_depth="24", sample_rate="48000", bars="1")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        assert {"kit.sfz", "pattern.mid", "loop.wav", "recipes.json"} <= set(names)
        sounds = [name for name in names if name[0].isdigit()]
        assert len(sounds) == 8
        info = soundfile.info(io.BytesIO(archive.read(sounds[0])))
        assert (info.subtype, info.samplerate) == ("PCM_24", 48000)
        loop = soundfile.info(io.BytesIO(archive.read("loop.wav")))
        assert loop.duration == pytest.approx(240 / saved["pattern"]["tempo"], abs=1e-4)
        recipes = archive.read("recipes.json")
    for name, content in (("kit.zip", data), ("recipes.json", recipes)):
        page.locator(".menu summary", has_text="Clear").click()
        page.locator("[data-keep=clear-kit]").click()
        assert not any(kit(page)["slots"])
        drop_file(page, name, content)
        page.wait_for_function(f"() => {KEEP}.kit.slots.every(Boolean)")
        assert kit(page) == saved
        expect(page.locator(".toast")).to_have_text("The kit is on the pads.")


def test_a_kit_of_a_changed_or_missing_checkpoint_says_so(stage, page):
    random_kit(page)
    with zipfile.ZipFile(io.BytesIO(export(page))) as archive:
        saved = json.loads(archive.read("recipes.json"))
    saved["checkpoints"]["drum-machine"] = "0" * 12
    drop_file(page, "recipes.json", json.dumps(saved).encode())
    expect(page.locator(".toast")).to_contain_text("may sound different")
    saved["kit"]["slots"][0]["checkpoint"] = "elsewhere"
    drop_file(page, "recipes.json", json.dumps(saved).encode())
    expect(page.locator(".toast")).to_contain_text('needs the checkpoint "elsewhere"')
    expect(page.locator("[data-pad='0'] small")).to_have_text("cannot be played")
    page.keyboard.press("1")
    expect(page.locator(".toast")).to_contain_text("no checkpoint")
    loaded(page)
    record_hits(page)
    page.keyboard.press("2")
    assert len(hits(page)) == 1


@pytest.mark.parametrize(
    ("name", "data"), [("kit.zip", b"PK\x03\x04 nothing"), ("kit.json", b"{}"), ("a.zip", b"")]
)
def test_a_foreign_file_is_one_sentence_and_changes_nothing(stage, page, name, data):
    fill(stage, 1)
    before = kit(page)
    drop_file(page, name, data)
    page.wait_for_function("() => document.querySelector('#stage').dataset.error")
    assert stage.report("error").endswith(".")
    assert kit(page) == before


def test_a_reload_keeps_the_kit(stage, page):
    random_kit(page)
    page.locator("[data-pattern=swing]").fill("0.6")
    before = kit(page)
    page.reload()
    stage.wait("data-ready", "true")
    assert kit(page) == before
    loaded(page)
    record_hits(page)
    page.keyboard.press("3")
    assert len(hits(page)) == 1


def test_a_link_with_the_kit_opens_it_elsewhere(stage, page, open_stage):
    recipe = fill(stage, 2)[-1]
    page.locator("[data-row='0'][data-step='0']").click()
    before = kit(page)
    address = stage.kit_link()
    page.evaluate("() => localStorage.clear()")
    other = open_stage(address, viewport={"width": 1440, "height": 1040})
    other.page.wait_for_function(f"() => {KEEP}.kit.slots.some(Boolean)")
    assert kit(other.page) == before and other.recipe == recipe
    other.page.locator("[data-keep=undo]").click()
    assert not any(kit(other.page)["slots"])


def test_what_is_changed_after_opening_a_link_with_a_kit_outlives_a_reload(stage, page, open_stage):
    fill(stage, 1)
    address = stage.kit_link()
    assert "&kit=" in address and "kit=" not in page.evaluate("() => location.hash")
    page.evaluate("() => localStorage.clear()")
    other = open_stage(address, viewport={"width": 1440, "height": 1040})
    other.page.wait_for_function(f"() => {KEEP}.kit.slots.some(Boolean)")
    other.page.wait_for_function("() => !location.hash.includes('kit=')")
    assert "recipe=" in other.page.evaluate("() => location.hash")
    other.page.locator("[data-pattern=tempo]").fill("93")
    other.page.keyboard.press("Enter")
    edited = kit(other.page)
    other.page.reload()
    other.wait("data-ready", "true")
    loaded(other.page)
    assert kit(other.page) == edited and edited["pattern"]["tempo"] == 93


def test_without_a_clipboard_the_address_holds_the_kit_until_it_changes(stage, page):
    fill(stage, 1)
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")
    page.locator("[data-menu=export] summary").click()
    page.locator("[data-keep=link]").click()
    page.wait_for_function("() => location.hash.includes('&kit=')")
    page.locator("[data-row='0'][data-step='2']").click()
    assert "kit=" not in page.evaluate("() => location.hash")


def test_a_damaged_link_is_one_sentence(open_stage):
    stage = open_stage("#checkpoint=drum-machine&kit=AAAA!")
    expect(stage.page.locator(".toast")).to_have_text("The kit in this link is damaged.")
    stage.after(lambda: stage.page.mouse.click(*stage.empty_pixel()))


def test_a_kit_that_was_stored_badly_is_forgotten(stage, page):
    page.evaluate("() => localStorage.setItem('hitmap-kit', '{\"slots\": 5}')")
    page.reload()
    stage.wait("data-ready", "true")
    assert not any(kit(page)["slots"])


def test_a_pads_sound_goes_back_to_the_map(stage, page):
    first, second = fill(stage, 2)
    assert stage.recipe == second
    page.locator("[data-pad='0']").click()
    assert stage.after(lambda: page.locator("[data-keep=show]").click()) == first


def test_the_strip_is_on_the_first_screen_and_folds(stage, page):
    expect(page.locator(".keep")).to_be_in_viewport(ratio=0.99)
    box = page.locator(".keep").bounding_box()
    assert box["height"] <= 220
    page.locator("[data-keep=fold]").click()
    expect(page.locator(".steps")).to_be_hidden()
    assert page.locator(".keep").bounding_box()["height"] < 100
    assert page.locator(".pad:visible").count() == 8
    page.reload()
    stage.wait("data-ready", "true")
    expect(page.locator(".steps")).to_be_hidden()


def test_on_a_phone_pads_are_two_rows_of_four_over_the_drawer(open_stage):
    stage = open_stage(**PHONE)
    page = stage.page
    tops = page.evaluate(
        "() => [...document.querySelectorAll('.pad')].map((p) => p.getBoundingClientRect().top)"
    )
    assert len(set(tops[:4])) == len(set(tops[4:])) == 1 and tops[0] < tops[4]
    stage.after(lambda: page.touchscreen.tap(*stage.empty_pixel()))
    page.locator("[data-pad='1']").tap()
    assert kit(page)["slots"][1]
    page.locator("[data-keep=fold]").tap()
    step = page.locator("[data-row='1'][data-step='9']")
    box, last = step.bounding_box(), page.locator("[data-pad='7']").bounding_box()
    assert min(box["width"], box["height"]) >= 24 and box["y"] > last["y"] + last["height"]
    for velocity in (90, 127, 0):
        step.tap()
        assert kit(page)["pattern"]["steps"][1][9] == velocity
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_humanise_says_how_many_takes_there_are(stage, page):
    fill(stage, 1)
    page.locator("[data-pattern=humanise]").fill("0.2")
    loaded(page)
    assert "five takes" in page.locator("label", has=page.locator("[data-pattern=humanise]")).get_attribute(
        "title"
    )
    assert page.evaluate(f"() => {KEEP}.voices.pools[0].length") == 5


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_words_on_filled_pads_are_readable(open_stage, scheme):
    page = open_stage(viewport={"width": 1440, "height": 1040}, color_scheme=scheme).page
    random_kit(page)
    ratios = page.evaluate(
        """() => { const pen = new OffscreenCanvas(1, 1).getContext('2d');
          const luminance = (colour) => {
            pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
            const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((v) => v / 255)
              .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          const contrast = (...colours) => { const [low, high] = colours.map(luminance).sort((a, b) => a - b);
            return (high + 0.05) / (low + 0.05); };
          return [...document.querySelectorAll('.pad.filled')].flatMap((pad) => ['b', 'small', 'kbd'].map((part) =>
            contrast(getComputedStyle(pad.querySelector(part)).color, getComputedStyle(pad).backgroundColor))); }"""
    )
    assert len(ratios) == 24 and min(ratios) >= 4.5


def test_every_pad_control_has_a_name(stage, page):
    fill(stage, 1)
    for menu in page.locator(".keep summary").all():
        menu.click()
        nameless = page.evaluate(
            """() => [...document.querySelectorAll('.keep :is(button, select, input, summary)')]
              .filter((e) => e.checkVisibility()).filter((e) =>
                !(e.getAttribute('aria-label') || e.textContent.trim() ||
                  [...(e.labels ?? [])].some((label) => label.textContent.trim())))
              .map((e) => e.outerHTML)"""
        )
        assert nameless == []
        page.keyboard.press("Escape")
    assert page.locator(".keep [tabindex='0'].step").count() == 1
