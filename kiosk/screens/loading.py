"""Each screen's kv file beside its module."""

from pathlib import Path

from kivy.lang import Builder


def load_kv(module_file: str) -> None:
    """Load the .kv beside the module `module_file` (its `__file__`)."""
    Builder.load_file(str(Path(module_file).with_suffix(".kv")), encoding="utf-8")
