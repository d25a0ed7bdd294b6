"""`lotse check SITE`: names every mistake in a site folder."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from server.site.content import Site
from server.site.load import load_site
from server.site.mistakes import SiteError

SUMMARY = "Read a site folder and name every mistake in it, with file and line."


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `lotse check` understands."""
    parser.add_argument("site", metavar="SITE", type=Path, help="the site folder, as `lotse init` makes one")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of text")


def run(args: argparse.Namespace) -> int:
    """0 and a summary when the site is sound; 1 and its mistakes, one a line, when it is not."""
    try:
        site = load_site(args.site)
    except SiteError as error:
        if args.json:
            sys.stdout.write(_json({"ok": False, "mistakes": [asdict(mistake) for mistake in error.mistakes]}))
        else:
            count = len(error.mistakes)
            lines = [*map(str, error.mistakes), f"{count} mistake{'s' if count > 1 else ''} in {args.site}"]
            sys.stderr.write("\n".join(lines) + "\n")
        return 1
    summary = _summary(site)
    if args.json:
        sys.stdout.write(_json({"ok": True, "mistakes": [], **summary}))
    else:
        sys.stdout.write(f"{args.site} is sound: {site.name.text('en')}\n")
        sys.stdout.writelines(f"  {name:<10} {value}\n" for name, value in summary.items())
    return 0


def _summary(site: Site) -> dict[str, object]:
    triage = site.triage
    faq = {language: sum(language in topic.languages for topic in site.faq) for language in site.languages}
    return {
        "languages": ", ".join(site.languages),
        "groups": len(site.groups),
        "services": len(site.services),
        "counters": len(site.counters),
        "triage": f"{len(triage.questions)} questions, {len(triage.outcomes)} outcomes" if triage else "none",
        "faq": ", ".join(f"{count} {language}" for language, count in faq.items()),
    }


def _json(found: dict[str, object]) -> str:
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
