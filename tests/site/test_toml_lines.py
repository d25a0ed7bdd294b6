"""Where a key stands in a TOML text."""

import tomllib
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from assets import path
from server.site.lines import LineIndex

TEXT = '''# a comment with [[brackets]] and key = 1
name = { de = "x", en = "y" }
note = """
fake = 1
[[fake]]
"""
list = [
  "a]", # ]
  'b = 3',
]
after.de = "c"
"quoted key" = 1

[[counter]]
id = "1"
[counter.room]
de = "links"

[[counter]]
id = "2"

[kiosk]
timeout_s = 3
'''


def test_keys_tables_and_repeated_tables_are_found() -> None:
    index = LineIndex(TEXT)

    assert index.line(("name",)) == 2
    assert index.line(("list",)) == 7
    assert index.line(("after", "de")) == 11
    assert index.line(("quoted key",)) == 12
    assert index.line(("counter", 0, "id")) == 15
    assert index.line(("counter", 0, "room", "de")) == 17
    assert index.line(("counter", 1)) == 19
    assert index.line(("counter", 1, "id")) == 20
    assert index.line(("kiosk", "timeout_s")) == 23


def test_a_key_inside_an_inline_table_has_the_line_of_the_nearest_key_around_it() -> None:
    index = LineIndex(TEXT)

    assert index.line(("name", "de")) == 2
    assert index.line(("counter", 1, "skills")) == 19
    assert index.line(("nowhere",)) == 1


def test_keys_inside_texts_are_not_keys() -> None:
    assert LineIndex(TEXT).line(("fake",)) == 1


def test_every_key_of_the_model_site_is_found_on_its_own_line() -> None:
    text = path("site/services.toml").read_text("utf-8")
    lines = text.splitlines()
    index = LineIndex(text)

    for position, service in enumerate(tomllib.loads(text)["service"]):
        for key in service:
            assert lines[index.line(("service", position, key)) - 1].startswith(key)
        assert service["slug"] in lines[index.line(("service", position, "slug")) - 1]


def test_only_a_line_feed_ends_a_line() -> None:
    assert LineIndex('a = "one\u2028line"\nb = 1\n').line(("b",)) == 2


plain = st.text("abc[]{}#=\"'\\ \n", max_size=12)


@given(st.lists(st.tuples(st.sampled_from(["basic", "literal", "list", "inline"]), plain), max_size=8))
def test_whatever_stands_in_the_values_before_it_a_key_is_found(values: list[tuple[str, str]]) -> None:
    text = ""
    for number, (kind, value) in enumerate(values):
        quoted = '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        if kind == "literal":
            quoted = "'" + value.replace("'", "").replace("\n", "") + "'"
        wrapped = {"list": f"[\n  {quoted}, # ] a comment\n]", "inline": f"{{ x = {quoted} }}"}.get(kind, quoted)
        text += f"key{number} = {wrapped}\n"
    expected = text.count("\n") + 1
    text += "[last]\nkey = 1\n"
    parsed: dict[str, Any] = tomllib.loads(text)

    assert parsed["last"] == {"key": 1}
    assert LineIndex(text).line(("last", "key")) == expected + 1
