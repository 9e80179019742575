"""Parts, tags and conditions of an answer, as RFC 9110 has them."""

import pytest
from starlette.datastructures import Headers

from explorer.server.addresses.partial import answer, part_of

CONTENT = bytes(range(200)) * 5


def asked(**headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answer(CONTENT, Headers(named), "audio/wav", "inline")


TAG = asked().headers["etag"]


def test_the_whole_has_a_tag_that_its_content_alone_decides():
    whole = asked()
    assert (whole.status_code, whole.body) == (200, CONTENT)
    assert whole.headers["accept-ranges"] == "bytes" and whole.headers["content-type"] == "audio/wav"
    other = answer(CONTENT[1:], Headers({}), "audio/wav", "inline")
    assert other.headers["etag"] != TAG == asked().headers["etag"]


@pytest.mark.parametrize("known", [TAG, f"W/{TAG}", f'"other", {TAG}', "*"])
def test_what_is_known_is_not_sent_again(known):
    again = asked(if_none_match=known)
    assert again.status_code == 304 and again.body == b"" and again.headers["etag"] == TAG


def test_what_is_not_known_is_sent():
    assert asked(if_none_match='"other"').status_code == 200


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("bytes=0-99", (0, 99)),
        ("bytes=990-", (990, 999)),
        ("bytes=-10", (990, 999)),
        ("bytes=-5000", (0, 999)),
        ("bytes=999-5000", (999, 999)),
        ("bytes=0-0", (0, 0)),
    ],
)
def test_a_part_is_what_was_asked_for(wanted, part):
    first, last = part
    got = asked(range=wanted)
    assert got.status_code == 206 and got.body == CONTENT[first : last + 1]
    assert got.headers["content-range"] == f"bytes {first}-{last}/1000"
    assert int(got.headers["content-length"]) == last + 1 - first


@pytest.mark.parametrize("wanted", ["bytes=1000-", "bytes=5000-6000", "bytes=-0", f"bytes={'9' * 5000}-"])
def test_a_part_beyond_the_end_is_refused_with_the_length(wanted):
    got = asked(range=wanted)
    assert got.status_code == 416 and got.headers["content-range"] == "bytes */1000"


@pytest.mark.parametrize("wanted", ["bytes=0-9,20-29", "bytes=9-1", "bytes=-", "lines=0-9", "bytes=a-b"])
def test_what_is_no_single_part_gives_the_whole(wanted):
    got = asked(range=wanted)
    assert got.status_code == 200 and got.body == CONTENT


def test_a_part_of_what_has_changed_meanwhile_is_the_whole():
    assert asked(range="bytes=0-9", if_range='"other"').status_code == 200
    assert asked(range="bytes=0-9", if_range=TAG).status_code == 206


def test_nothing_has_no_parts():
    assert part_of(0, "0", "") is None and part_of(0, "", "5") is None
