"""The grid of the glass, as ACCESS.md asks for it (0.2479 mm a pixel)."""

import pytest

from kiosk.screens.paging import page, pages
from kiosk.screens.places import Places, places

UPRIGHT = places(1080, 1920, 1, landscape=False, rtl=False)
LYING = places(1920, 1080, 1, landscape=True, rtl=False)


def edges(box: tuple[float, float, float, float], height: float) -> tuple[float, float, float, float]:
    """Left, top, right, bottom from the upper left corner."""
    x, y, wide, high = box
    return x, height - y - high, x + wide, height - y


def test_on_the_upright_glass_everything_touched_lies_within_reach():
    _, top, _, _ = edges(UPRIGHT.touch, 1920)
    _, bar_top, _, bar_bottom = edges(UPRIGHT.bar, 1920)

    assert top >= 710
    assert (bar_top, bar_bottom) == (1600, 1718)


@pytest.mark.parametrize(("upright", "width", "height"), [(True, 1080, 1920), (False, 1920, 1080)])
def test_right_to_left_mirrors_every_place(upright, width, height):
    left_to_right = places(width, height, 1, landscape=not upright, rtl=False)
    right_to_left = places(width, height, 1, landscape=not upright, rtl=True)

    for name in Places._fields:
        x, y, wide, high = getattr(left_to_right, name)
        assert getattr(right_to_left, name) == (width - x - wide, y, wide, high), name


@pytest.mark.parametrize(("found", "height"), [(UPRIGHT, 1920), (LYING, 1080)])
def test_no_two_places_overlap(found, height):
    boxes = {name: edges(getattr(found, name), height) for name in ("head", "words", "touch", "bar", "foot")}

    for one, (left, top, right, bottom) in boxes.items():
        for other, (x0, y0, x1, y1) in boxes.items():
            apart = right <= x0 or x1 <= left or bottom <= y0 or y1 <= top
            assert one == other or apart, f"{one} and {other}"


def test_a_window_of_half_the_size_has_the_same_places_at_half_the_scale():
    half = places(540, 960, 0.5, landscape=False, rtl=False)

    assert half.touch == tuple(side / 2 for side in UPRIGHT.touch)


def test_a_long_list_comes_in_pages_and_none_of_it_is_lost():
    entries = list(range(23))

    seen = [entry for number in range(pages(entries, 5)) for entry in page(entries, number, 5)[0]]

    assert seen == entries
    assert page(entries, pages(entries, 5), 5) == page(entries, 0, 5), "after the last page comes the first"
    assert page(entries[:5], 3, 5) == (entries[:5], False), "what fits needs no second page"
