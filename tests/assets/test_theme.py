"""The look: contrasts are computed, not believed."""

import re

import pytest

from assets.colour import contrast, readable
from assets.theme import Palette, Theme, css_variables, theme

PALETTES = ("light", "night", "contrast")


def palette(tokens: Theme, name: str) -> Palette:
    found: Palette = getattr(tokens, name)
    return found


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("role", ["ink", "muted", "primary", "danger", "warning", "success"])
def test_text_colours_reach_7_to_1_on_the_ground(name: str, role: str) -> None:
    colours = palette(theme(), name)

    assert contrast(getattr(colours, role), colours.ground) >= 7.0


@pytest.mark.parametrize("name", PALETTES)
@pytest.mark.parametrize("role", ["ink", "muted", "primary", "danger", "warning", "border"])
def test_colours_reach_4_5_to_1_on_a_panel(name: str, role: str) -> None:
    colours = palette(theme(), name)
    least = 3.0 if role == "border" else 4.5

    assert contrast(getattr(colours, role), colours.panel) >= least


@pytest.mark.parametrize("name", PALETTES)
def test_what_stands_on_a_button_or_a_call_reaches_7_to_1(name: str) -> None:
    colours = palette(theme(), name)

    assert contrast(colours.on_primary, colours.primary) >= 7.0
    assert contrast(colours.on_call, colours.call) >= 7.0
    assert contrast(colours.focus, colours.focus_edge) >= 7.0


def test_the_contrasts_agree_with_the_figures_of_the_design() -> None:
    colours = theme().light

    assert contrast(colours.ink, colours.ground) == pytest.approx(17.79, abs=0.01)
    assert contrast(colours.primary, colours.ground) == pytest.approx(10.04, abs=0.01)
    assert contrast(theme().night.call, theme().night.ground) == pytest.approx(13.37, abs=0.01)


@pytest.mark.parametrize("accent", ["#FFFF00", "#000000", "#FFFFFF", "#7FBF3F", "#0B3D91", "#C00000", "#808080"])
@pytest.mark.parametrize("name", ["light", "night"])
def test_any_accent_of_a_site_stays_readable(accent: str, name: str) -> None:
    colours = palette(theme().with_accent(accent), name)

    assert contrast(colours.primary, colours.ground) >= 7.0
    assert contrast(colours.on_primary, colours.primary) >= 4.5


def test_a_colour_that_is_readable_already_is_left_alone() -> None:
    assert readable("#0B3D91", "#FFFFFF", 7.0) == "#0B3D91"


def test_something_that_is_no_colour_is_refused_with_an_example() -> None:
    with pytest.raises(ValueError, match="#0B3D91"):
        contrast("blue", "#FFFFFF")


def test_the_style_sheet_declares_every_colour_for_day_night_and_high_contrast() -> None:
    sheet = css_variables(theme(), accent="#7A0055")

    assert len(re.findall(r"--ink: #", sheet)) == 4  # day, night, high contrast, print
    assert "prefers-color-scheme: dark" in sheet
    assert "prefers-contrast: more" in sheet
    assert "--primary: #7A0055" in sheet
    assert sheet.count("{") == sheet.count("}")


def test_kiosk_targets_are_larger_than_20_mm() -> None:
    millimetres_per_pixel = 0.2479

    assert theme().spacing.target * millimetres_per_pixel >= 20
