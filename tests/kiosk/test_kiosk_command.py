"""The arguments of `lotse kiosk`."""

import argparse

import pytest

from kiosk.command import add_arguments


@pytest.mark.parametrize("written", ["-1", "3", "nan", "soon"])
def test_a_pause_that_is_none_is_refused_with_what_to_give(written, capsys):
    parser = argparse.ArgumentParser()
    add_arguments(parser)

    with pytest.raises(SystemExit) as refused:
        parser.parse_args([f"--strike={written}"])

    assert refused.value.code == 2
    assert f"'{written}' is no pause; give seconds from 0 to 2" in capsys.readouterr().err
