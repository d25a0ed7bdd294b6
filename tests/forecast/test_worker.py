"""The worker's process looks after what numba keeps for it."""

from server.forecast.worker import forget_compiled


def test_only_what_was_compiled_is_forgotten(tmp_path):
    for name in ("futures.play-12.py311.nbi", "futures.play-12.py311.1.nbc", "futures.cpython-311.pyc"):
        (tmp_path / name).write_bytes(b"kept")

    assert forget_compiled([tmp_path, tmp_path / "missing"]) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["futures.cpython-311.pyc"]
    assert forget_compiled([tmp_path]) == 0
