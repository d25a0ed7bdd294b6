"""`lotse init DIR`: copies the model site, so that an office starts from one that works."""

import argparse
import shutil
import sys
from pathlib import Path

from assets import path

SUMMARY = "Copy the model site, a complete German immigration office, to start your own from."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `lotse init` understands."""
    parser.add_argument("folder", metavar="DIR", type=Path, help="a folder that is not there yet, or is empty")


def run(args: argparse.Namespace) -> int:
    """0 when the model site stands in the folder; 1 and the reason when it was left as it is."""
    folder: Path = args.folder
    if folder.exists() and not folder.is_dir():
        return _refused(f"{folder} is a file. Name a new folder.")
    if folder.is_dir() and any(folder.iterdir()):
        return _refused(f"{folder} is not empty, and nothing is ever overwritten. Name a new folder.")
    try:
        # Contents only: a wheel's files may be read-only, and the copy is there to be edited.
        shutil.copytree(path("site"), folder, copy_function=shutil.copyfile, dirs_exist_ok=True)
    except OSError as error:
        return _refused(f"{folder} could not be written: {error.strerror or error}.")
    sys.stdout.write(
        f"The model site stands in {folder}.\n"
        f"  Edit site.toml (name, hours, counters), services.toml and faq/, then run: lotse check {folder}\n"
        f"  Open the office with: lotse server {folder}\n"
    )
    return 0


def _refused(reason: str) -> int:
    sys.stderr.write(f"lotse init: {reason}\n")
    return 1
