"""The kiosk's bench: hasty visits on the real window, and what is refused."""

import argparse

import pytest

from server.bench.command import add_arguments, run
from server.bench.forgetting import forgetting


async def test_hasty_visits_are_played_to_their_end_and_memory_is_told():
    said: list[str] = []

    figures = await forgetting(said.append, 11)  # the tenth visitor draws a ticket

    assert figures.keys() == {"kiosk_mb", "kiosk_growth"}
    assert figures["kiosk_mb"] > 100
    assert said[-1].startswith("hasty visit 10 of 11")


@pytest.mark.parametrize("option", ["--visits=-1", "--hasty=-1"])
def test_fewer_visits_than_none_are_refused(option, capsys):
    parser = argparse.ArgumentParser()
    add_arguments(parser)

    assert run(parser.parse_args(["kiosk", option])) == 2
    assert "0 or more" in capsys.readouterr().err
