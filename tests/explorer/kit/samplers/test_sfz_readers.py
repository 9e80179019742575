"""The SFZ of a kit, read and checked against the specification by another reader."""

from sfzlint.parser import validate_s
from stand_ins import rendered

from explorer.kit.formats import sfz_files


def read(text: str) -> tuple[list, list]:
    """The headers of an SFZ, and what the reader finds wrong in it."""
    wrong = []
    sfz = validate_s(text, err_cb=lambda *told: wrong.append(told))
    return list(sfz.headers), wrong


def plain(header) -> dict:
    return {str(name): str(value) for name, value in header.items()}


def test_a_kit_with_every_setting_is_valid_sfz():
    files = sfz_files(rendered(humanise=0.3))
    headers, wrong = read(files["kit.sfz"].decode())
    missing = [told for told in wrong if "not found" not in str(told)]
    assert missing == []
    regions = [plain(header) for header in headers if header.token == "region"]
    assert len(regions) == 20 and {region["sample"] for region in regions} <= set(files)


def test_the_reader_finds_mistakes():
    assert read("<region> sample=x.wav seq_length=none off_mode=loud")[1]


def test_hats_cut_each_other_off_and_nothing_else():
    headers, _ = read(sfz_files(rendered())["kit.sfz"].decode())
    groups = [plain(header) for header in headers if header.token == "group"]
    assert [group["key"] for group in groups] == ["36", "38", "42", "46", "51"]
    assert all(group["group"] == group["off_by"] for group in groups)
    assert groups[2]["group"] == groups[3]["group"]
    assert len({group["group"] for group in groups}) == 4


def test_takes_take_turns():
    headers, _ = read(sfz_files(rendered(humanise=0.3))["kit.sfz"].decode())
    assert {plain(header)["seq_length"] for header in headers if header.token == "group"} == {"4"}
    turns = [plain(header)["seq_position"] for header in headers if header.token == "region"]
    assert turns == ["1", "2", "3", "4"] * 5
