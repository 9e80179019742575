"""What the pointer rests on is rendered ahead, so that a click on it is heard at once."""

import json

import pytest

pytestmark = pytest.mark.browser


def test_a_click_on_what_the_pointer_rests_on_asks_the_server_for_nothing(stage, page):
    (sound,) = stage.lonely_sounds(1)
    asked: list[dict] = []

    def note(request):
        data = json.loads(request.post_data or "{}") if "component_server" in request.url else {}
        if data.get("fn_name") == "render":
            asked.append(data["data"])

    page.on("request", note)
    at = stage.sound_at(sound)
    with page.expect_response(lambda response: "component_server" in response.url):
        page.mouse.move(*at)
    (ahead,) = asked
    assert ahead["ahead"] and json.loads(ahead["recipe"]) == {"kind": "point", "id": sound}
    assert stage.after(lambda: page.mouse.click(*at)) == {"kind": "point", "id": sound}
    assert asked == [ahead]
