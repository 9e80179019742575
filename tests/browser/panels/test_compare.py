"""A sound beside its original, and the listening tests."""

import csv
from math import comb

import pytest
from gestures import choose_checkpoint
from playwright.sync_api import expect

from explorer.page.ways import ways

pytestmark = pytest.mark.browser


def test_a_sound_is_shown_beside_its_original_with_its_error_in_words(stage, page):
    stage.reveal(".compare-none")
    expect(page.locator(".compare-none")).to_contain_text("Click a mark")
    (sound,) = stage.lonely_sounds(1)
    stage.after(lambda: page.mouse.click(*stage.sound_at(sound)))
    expect(page.locator(".compare-body")).to_be_visible()
    expect(page.locator(".verdict")).to_contain_text("dB off.")
    expect(page.locator(".bands tbody tr")).to_have_count(6)
    facts = page.locator(".now .facts").inner_text()
    assert page.locator(".verdict").inner_text().split(" ")[0] in facts
    colours = page.evaluate(
        """() => ['original', 'decoded', 'difference'].map((name) => {
             const c = document.querySelector(`[data-picture=${name}]`);
             const data = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
             return new Set(new Uint32Array(data.buffer)).size;
           })"""
    )
    assert min(colours) > 20
    stage.after(lambda: page.mouse.click(*stage.empty_pixel()))
    expect(page.locator(".compare-body")).to_be_hidden()


def test_ten_trials_give_a_score_with_its_chance_and_a_csv(stage, page, tmp_path):
    stage.reveal("[data-test=original]").click()
    answers = []
    for trial in range(10):
        expect(page.locator(".blind .count")).to_have_text(f"{trial + 1} of 10")
        page.keyboard.press("1")
        expect(page.locator("[data-hear='1']")).to_have_class("small hear on")
        answers.append("1" if trial % 3 else "2")
        page.locator(".blind .answer").nth(int(answers[-1]) - 1).click()
    expect(page.locator(".blind .result")).to_be_visible()
    with page.expect_download() as saved:
        page.get_by_role("button", name="Results as CSV").click()
    saved.value.save_as(tmp_path / "test.csv")
    rows = list(csv.DictReader((tmp_path / "test.csv").open(encoding="utf-8", newline="")))
    assert [row["answer"] for row in rows] == answers
    right = sum(int(row["right"]) for row in rows)
    chance = sum(comb(10, k) for k in range(right, 11)) / 2**10
    result = page.locator(".blind .result").inner_text()
    assert result.startswith(f"{right} of 10 right.")
    if chance >= 0.3:
        assert "like guessing" in result
    else:
        assert f"in {100 * chance:.{0 if chance >= 0.01 else 1}f} % of tests" in result
    assert ("You hear a difference." in result) == (chance < 0.05)


def test_in_abx_x_is_one_of_the_two_and_the_page_does_not_tell_which(stage, page):
    stage.reveal("[data-test=abx]").click()
    expect(page.locator("[data-hear=X]")).to_be_visible()
    shown = page.locator(".blind").inner_html()
    page.locator("[data-hear=X]").click()
    page.keyboard.press("a")
    expect(page.locator("[data-hear=A]")).to_have_class("small hear on")
    assert stage.renders == 0
    page.get_by_role("button", name="X is A").click()
    expect(page.locator(".blind .count")).to_have_text("2 of 10")
    expect(page.locator("[data-hear=X]")).to_be_visible()
    again = page.locator(".blind").inner_html()
    assert again.replace("2 of 10", "1 of 10") == shown
    page.get_by_role("button", name="Stop the test").click()
    expect(page.locator(".blind")).to_be_hidden()


def test_every_checkpoint_is_rated_blind_and_then_revealed(stage, page, tmp_path):
    stage.reveal("[data-test=rate]").click()
    sliders = page.locator(".blind input[type=range]")
    expect(sliders).to_have_count(3)
    assert "original" not in page.locator(".blind").inner_html().replace("One of them is the original", "")
    for i, value in enumerate((80, 20, 50)):
        sliders.nth(i).fill(str(value))
        page.locator("[data-hear]").nth(i).click()
    page.get_by_role("button", name="Reveal").click()
    rows = page.locator(".means tr")
    expect(rows).to_have_count(3)
    assert [int(rows.nth(i).locator("td").nth(1).inner_text()) for i in range(3)] == [80, 50, 20]
    names = {rows.nth(i).locator("td").first.inner_text() for i in range(3)}
    assert names == {"original", "drum-machine", "lost-kit"}
    with page.expect_download() as saved:
        page.get_by_role("button", name="Ratings as CSV").click()
    saved.value.save_as(tmp_path / "ratings.csv")
    ratings = list(csv.DictReader((tmp_path / "ratings.csv").open(encoding="utf-8", newline="")))
    assert sorted(int(one["rating"]) for one in ratings) == [20, 50, 80]
    assert {one["system"] for one in ratings} == names


def heard(page, letter: str) -> tuple[list[float], float]:
    """The samples that a letter plays, and their energy as it is heard."""
    page.locator(f"[data-hear='{letter}']").click()
    samples, gain = page.evaluate(
        "() => { const { source } = audible(); return [[...source.buffer.getChannelData(0)], source.gain.value]; }"
    )
    return samples, sum((gain * sample) ** 2 for sample in samples)


def trials(page, answer, count: int = 10) -> None:
    """Goes through a test, with what `answer` chooses in each trial, and looks at every result."""
    for trial in range(count):
        expect(page.locator(".blind .count")).to_have_text(f"{trial + 1} of 10")
        expect(page.locator(".blind .told")).to_have_count(0)
        answer(trial)
        expect(page.locator(".blind .told")).to_be_visible()
        page.get_by_role("button", name="Result" if trial == 9 else "Next", exact=True).click()


def table(page, path) -> list[dict[str, str]]:
    """The results that the page saves."""
    with page.expect_download() as saved:
        page.get_by_role("button", name="Results as CSV").click()
    saved.value.save_as(path)
    return list(csv.DictReader(path.open(encoding="utf-8", newline="")))


def test_the_real_sound_in_between_is_one_of_two_and_is_told_after_the_answer(stage, page, tmp_path):
    stage.reveal("[data-test=middle]").click()
    first = {letter: heard(page, letter) for letter in "A12B"}
    energies = [energy for _, energy in first.values()]
    assert energies == pytest.approx([energies[0]] * 4, rel=1e-3)
    assert stage.renders == 0
    shown = page.locator(".blind").inner_html()
    assert not any(way.title in shown for way in ways()) and shown.count("real") == 3
    told = []

    def answer(trial: int) -> None:
        page.locator(".blind .answer").nth(trial % 2).click()
        told.append(page.locator(".blind .told").inner_text())
        if trial == 0:
            pictures = page.locator(".blind-pictures figure")
            expect(pictures).to_have_count(3 + len(ways()))
            real = (
                page.locator(".blind-pictures").get_by_role("button", name="real").get_attribute("data-hear")
            )
            assert told[0].split(": ")[1].startswith(f"{real} is real")
            assert heard(page, real)[0] == first[real][0]
            heard(page, ways()[-1].name.upper())

    trials(page, answer)
    expect(page.locator(".blind .result")).to_contain_text("of 10 right.")
    rows = table(page, tmp_path / "middle.csv")
    assert [row["answer"] for row in rows] == ["1", "2"] * 5
    assert [bool(int(row["right"])) for row in rows] == [one.startswith("Right") for one in told]
    assert {(row["kind"], row["way"], row["truth"]) for row in rows} == {
        ("middle", ways()[0].name, "original")
    }
    assert len({row["seed"] for row in rows}) == 10 and all(row["sound"] and row["changed"] for row in rows)


def test_two_ways_of_mixing_are_told_apart_in_abx(stage, page, tmp_path):
    chosen = stage.reveal(".between [name=way]")
    chosen.select_option("crossfade")
    expect(page.locator(".between [name=against]")).to_have_value(ways()[0].name)
    page.locator(".between [name=model]").check()
    page.locator("[data-test=ways]").click()
    title = ways()[0].title
    expect(page.locator(".blind")).to_contain_text(f"A is Plain mix, B is {title}.")
    expect(chosen).to_be_hidden()

    def answer(trial: int) -> None:
        if trial > 2:
            page.locator(".blind .answer").first.click()
            return
        sounds = {letter: heard(page, letter)[0] for letter in "ABX"}
        assert sounds["A"] != sounds["B"]
        right = next(letter for letter in "AB" if sounds[letter] == sounds["X"])
        page.get_by_role("button", name=f"X is {right}").click()
        expect(page.locator(".blind .told")).to_contain_text(f"Right: X is {right}")

    trials(page, answer)
    rows = table(page, tmp_path / "ways.csv")
    assert [row["right"] for row in rows[:3]] == ["1"] * 3
    assert {(row["kind"], row["way"], row["against"]) for row in rows} == {
        ("ways", "crossfade", ways()[0].name)
    }
    page.get_by_role("button", name="Close", exact=True).click()
    expect(chosen).to_be_visible()


def test_real_sounds_can_be_heard_through_the_model(stage, page):
    stage.reveal(".between [name=model]").check()
    latent = '"recipe":"{\\"kind\\":\\"latent'
    with page.expect_request(lambda request: latent in (request.post_data or "")):
        page.locator("[data-test=middle]").click()
    expect(page.locator(".blind .count")).to_have_text("1 of 10")
    page.locator(".blind .answer").first.click()
    expect(page.locator(".blind .told")).to_be_visible()
    stage.page.get_by_role("button", name="Stop the test").click()
    expect(page.locator(".blind")).to_be_hidden()


def test_without_originals_there_is_nothing_real_to_find(stage, page):
    choose_checkpoint(page, "lost-kit")
    stage.wait("data-checkpoint", "lost-kit")
    stage.reveal("[data-test=middle]").click()
    expect(page.locator(".blind")).to_contain_text("HITMAP_DATA")
    page.get_by_role("button", name="Close", exact=True).click()
    expect(page.locator(".blind")).to_be_hidden()
