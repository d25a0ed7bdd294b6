"""Contact sheets: every screen of the kiosk in every language, small, one sheet for each language.

Run it: `SDL_VIDEODRIVER=offscreen python tests/kiosk/contact_sheets.py OUT [--site SITE] [--language de ar]`. OUT gets
`kiosk-<language>.png` (upright) and `kiosk-<language>-lying.png`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).parents[2]
ACROSS, WIDE, GAP = {"portrait": 14, "landscape": 9}, {"portrait": 190, "landscape": 300}, 10
GROUND = (96, 104, 116)
COLOURS = 32
"""Colours a sheet keeps: the screens have few, and the sheets stand in the documents."""


def sheet(pictures: list[Path], size: str, out: Path) -> None:
    """The pictures, small and in the order of a visit, on one."""
    small = [Image.open(file).convert("RGB") for file in pictures]
    wide = WIDE[size]
    high = round(wide * small[0].height / small[0].width)
    rows = -(-len(small) // ACROSS[size])
    joined = Image.new("RGB", (ACROSS[size] * (wide + GAP) + GAP, rows * (high + GAP) + GAP), GROUND)
    for place, picture in enumerate(small):
        row, column = divmod(place, ACROSS[size])
        shown = picture.resize((wide, high), Image.Resampling.LANCZOS)
        joined.paste(shown, (GAP + column * (wide + GAP), GAP + row * (high + GAP)))
    joined.quantize(COLOURS, dither=Image.Dither.NONE).save(out, optimize=True)


def main() -> None:
    """See the module's docstring."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--site", type=Path, default=ROOT / "assets/site")
    parser.add_argument("--language", nargs="*", default=[])
    parser.add_argument("--size", choices=tuple(WIDE))
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    sys.path.insert(0, str(ROOT))
    from server.site import load_site

    for language in args.language or list(load_site(args.site).languages):
        for size in [args.size] if args.size else list(WIDE):
            with tempfile.TemporaryDirectory() as folder:
                drawing = [sys.executable, ROOT / "tests/kiosk/every_screen.py", args.site, "--pictures", folder]
                subprocess.run(
                    [*drawing, "--language", language, "--size", size],
                    cwd=ROOT,
                    env={**os.environ, "PYTHONPATH": str(ROOT)},
                    stdout=subprocess.DEVNULL,
                    check=True,
                )
                made = sorted(Path(folder).glob("*.png"), key=lambda file: file.stat().st_mtime_ns)
                out = args.out / f"kiosk-{language}{'-lying' if size == 'landscape' else ''}.png"
                sheet(made, size, out)
                sys.stdout.write(f"{out}: {len(made)} screens\n")


if __name__ == "__main__":
    main()
