"""Slips read off the paper by a program that knows nothing of how they were drawn (Tesseract)."""

import os
import shutil
import subprocess

import pytest
from paper import printed
from PIL import Image

from hardware.printers.document import Line, Number, Slip
from hardware.printers.encode import encode
from hardware.printers.profile import Profile

PAPERS = {80: 576, 58: 384}
# What is printed, what of it must be read on every slip, and in which encodings: text alone writes Latin letters only.
SAMPLES = {
    "deu": ("de", ["Aufruf verpasst? Bitte fragen Sie am Empfang."], ["verpasst", "Bitte", "Empfang"]),
    "ara": ("ar", ["هذا تقدير فقط.", "فاسأل عند مكتب الاستقبال."], ["هذا تقدير فقط", "فاسأل", "الاستقبال"]),
    "fas": ("fa", ["این فقط یک برآورد است."], ["فقط", "برآورد"]),
    "tir": ("ti", ["ጻውዒትካ ኣብ መቀበሊ ሕተት።"], ["ኣብ", "መቀበሊ"]),
    "ukr": ("uk", ["Це лише приблизна оцінка."], ["лише", "приблизна", "оцінка"]),
}


def read(picture: Image.Image, language: str, folder) -> str:
    picture.save(folder / "slips.png", dpi=(203, 203))
    return subprocess.run(
        ["tesseract", str(folder / "slips.png"), "-", "-l", language, "--psm", "6"],
        env=os.environ | {"OMP_THREAD_LIMIT": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    ).stdout


def readable() -> set[str]:
    if shutil.which("tesseract") is None:
        return set()
    return set(subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, check=True).stdout.split())


@pytest.mark.parametrize("letters", SAMPLES)
def test_a_reading_program_reads_every_encoding_on_both_papers(letters, tmp_path):
    if letters not in readable():
        pytest.skip(f"needs the Debian package tesseract-ocr-{letters}")
    language, texts, words = SAMPLES[letters]
    encodings = ["hybrid", "raster", *(["text"] if language == "de" else [])]
    sheets = []
    for width_mm, width_dots in PAPERS.items():
        for encoding in encodings:
            slip = Slip(tuple(Line(text, language) for text in texts))
            # A third of the finest drawing's bytes: coarse, and not yet the printer's own characters.
            finest = encode(slip, Profile(encoding="raster", width_dots=width_dots))
            profile = Profile(encoding=encoding, width_dots=width_dots, max_bytes=len(finest) // 3)
            (cut,), _ = printed(encode(slip, profile), width_mm)
            sheets.append(cut.picture)
    stack = Image.new("L", (640, sum(sheet.height for sheet in sheets)), 255)
    for place, sheet in enumerate(sheets):
        stack.paste(sheet, ((640 - sheet.width) // 2, sum(above.height for above in sheets[:place])))

    found = read(stack, letters, tmp_path)

    misread = 0 if letters == "deu" else 1  # what Tesseract knows less well it reads wrong now and then
    assert min(found.count(word) for word in words) >= len(sheets) - misread, found


@pytest.mark.parametrize("encoding", ["hybrid", "raster", "text"])
def test_a_reading_program_reads_the_number(encoding, tmp_path):
    if "deu" not in readable():
        pytest.skip("needs the Debian package tesseract-ocr-deu")
    (cut,), _ = printed(encode(Slip((Number("A734"),)), Profile(encoding=encoding)))

    assert "A734" in read(cut.picture.resize((cut.picture.width // 3, cut.picture.height // 3)), "deu", tmp_path)
