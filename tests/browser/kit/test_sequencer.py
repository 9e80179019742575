"""Keep: the beat."""

import itertools

import pytest
from kits import KEEP, TALL, fill, hits, kit, loaded, random_kit, record_hits
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.viewport(TALL)]

BARS = 64


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
            ['sequencer.js', '../core/voices.js'].map((name) => import(href.replace('keep.js', name))));
          const rate = 8000, seconds = bars * 240 / tempo + 0.5;
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


def test_humanise_says_how_many_takes_there_are(stage, page):
    fill(stage, 1)
    page.locator("[data-pattern=humanise]").fill("0.2")
    loaded(page)
    assert "five takes" in page.locator("label", has=page.locator("[data-pattern=humanise]")).get_attribute(
        "title"
    )
    assert page.evaluate(f"() => {KEEP}.voices.pools[0].length") == 5
