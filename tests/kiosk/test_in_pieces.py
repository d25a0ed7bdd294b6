"""Screens are made in pieces, so that no frame comes late: they foresee what they measure."""

from test_every_text_fits import ROOT, complaints, run


def test_long_pages_foresee_what_they_measure_and_a_frame_sets_what_it_has_time_for() -> None:
    assert complaints(run("in_pieces.py", ROOT / "assets/site")) == []
