"""Plots as inline SVG. Colours are the theme's custom properties, so one picture serves light and dark pages."""

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from typing import Any

import matplotlib
import numpy as np

matplotlib.use("svg")
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from server.planning.measures import Span
from server.planning.traffic import Span as Hours
from server.simulation.shapes import Floats

# Stand-ins that matplotlib can draw with; the page puts the theme's colours in their place.
INK, GROUND, PRIMARY, BORDER, WARNING, PANEL, ON_PRIMARY = (f"#01020{n}" for n in range(7))
_VARIABLES = {
    INK: "--ink",
    GROUND: "--ground",
    PRIMARY: "--primary",
    BORDER: "--border",
    WARNING: "--warning",
    PANEL: "--panel",
    ON_PRIMARY: "--on-primary",
}
WIDTH_IN = 4.8  # small, so that letters keep their size on a phone
SIZE_PT = 10.5
LONGEST_LABEL = 54
_LOOK: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "lotse",
    "font.size": SIZE_PT,
    "text.color": INK,
    "axes.edgecolor": BORDER,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": True,
    "axes.axisbelow": True,
    "grid.color": BORDER,
    "grid.alpha": 0.35,
    "grid.linewidth": 0.6,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "savefig.facecolor": "none",
    "legend.frameon": False,
    "hatch.color": INK,
}


@dataclass(frozen=True)
class Bar:
    """One row: its length, a mark inside (NaN: none), and the aim (NaN: none)."""

    label: str
    value: float
    mark: float = float("nan")
    aim: float = float("nan")


def bars(rows: Sequence[Bar], axis: str, legend: tuple[str, str, str], alt: str, *, most: float | None = None) -> str:
    """Lying bars, the label above each, so that long names have room. `legend`: of bar, mark and aim; "" for none."""
    with _figure(0.52 * len(rows) + 1.1) as (ax, drawn):
        for n, row in enumerate(rows):
            ax.barh(n, row.value, height=0.34, color=PRIMARY, label=legend[0] if n == 0 and legend[0] else None)
            ax.text(0.0, n - 0.27, _short(row.label), ha="left", va="bottom", fontsize=SIZE_PT)
        marks = [(row.mark, n) for n, row in enumerate(rows) if row.mark == row.mark]
        if marks:
            ax.plot(
                *zip(*marks, strict=True),
                "o",
                color=PANEL,
                markeredgecolor=INK,
                markersize=7,
                clip_on=False,
                label=legend[1],
            )
        aims = [(row.aim, n) for n, row in enumerate(rows) if row.aim == row.aim]
        if aims:
            ax.plot(*zip(*aims, strict=True), "|", color=GROUND, markersize=24, markeredgewidth=6)
            ax.plot(*zip(*aims, strict=True), "|", color=WARNING, markersize=24, markeredgewidth=3)
            ax.plot([], [], "|", color=WARNING, markersize=11, markeredgewidth=3, label=legend[2])
        ax.set_ylim(len(rows) - 0.5, -0.85)
        ax.set_yticks([])
        ax.grid(axis="y", visible=False)
        ax.set_xlim(0.0, most)
        ax.set_xlabel(axis)
        _legend(ax, sum(bool(word) for word in legend))
    return drawn[0].replace("<svg", _opening(alt), 1)


def day_curve(
    moments: Floats, counts: Floats, hours: Sequence[Hours], axis: str, legend: tuple[str, str], alt: str
) -> str:
    """Median over the days and the band that holds 90 % of them, over the time of day."""
    low, middle, high = np.quantile(counts, (0.05, 0.5, 0.95), axis=0)
    with _figure(3.0) as (ax, drawn):
        for start, end in hours:
            ax.axvspan(start / 60.0, end / 60.0, color=PANEL, zorder=0)
        ax.fill_between(moments / 60.0, low, high, color=PRIMARY, alpha=0.28, linewidth=0, label=legend[1])
        ax.plot(moments / 60.0, middle, color=PRIMARY, linewidth=2.5, label=legend[0])
        first, last = int(moments[0] // 60), int(moments[-1] // 60) + 1
        ticks = range(first, last + 1, 1 if last - first <= 7 else 2)
        ax.set_xticks(list(ticks), [f"{hour}:00" for hour in ticks])
        ax.set_ylim(bottom=0)
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_ylabel(axis)
        _legend(ax, 2)
    return drawn[0].replace("<svg", _opening(alt), 1)


def intervals(rows: Sequence[tuple[str, Span]], axis: str, alt: str, point: str) -> str:
    """Differences with their intervals around zero, the label above each; `point`: the decimal one."""
    with _figure(0.56 * len(rows) + 0.8) as (ax, drawn):
        lowest, highest = min([0.0, *(s.low for _, s in rows)]), max([0.0, *(s.high for _, s in rows)])
        margin = 0.05 * max(highest - lowest, 0.1)
        low, high = lowest - margin, highest + margin
        for n, (label, span) in enumerate(rows):
            ax.plot([span.low, span.high], [n, n], color=PRIMARY, linewidth=4, solid_capstyle="butt")
            ax.plot([span.value], [n], "o", color=PANEL, markeredgecolor=INK, markersize=8)
            ax.text(low, n - 0.25, _short(label), ha="left", va="bottom", fontsize=SIZE_PT)
        ax.axvline(0.0, color=INK, linewidth=1.2)
        ax.spines.left.set_visible(False)
        ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}".replace(".", point).replace("-", "−"))
        ax.set_ylim(len(rows) - 0.5, -0.85)
        ax.set_xlim(low, high)
        ax.set_yticks([])
        ax.grid(axis="y", visible=False)
        ax.set_xlabel(axis)
    return drawn[0].replace("<svg", _opening(alt), 1)


def by_hour(counts: dict[int, int], present: int, axis: str, legend: tuple[str, str], alt: str) -> str:
    """Counters needed at each hour, and a line for those that there are."""
    with _figure(2.7) as (ax, drawn):
        hours = list(counts)
        ax.bar([hour + 0.5 for hour in hours], list(counts.values()), width=0.82, color=PRIMARY, label=legend[0])
        for hour, count in counts.items():
            ax.text(hour + 0.5, 0.4, str(count), ha="center", va="bottom", color=ON_PRIMARY)
        ax.axhline(present, color=WARNING, linewidth=2.5, linestyle="--", label=legend[1])
        ticks = range(hours[0], hours[-1] + 2, 1 if len(hours) <= 6 else 2)
        ax.set_xticks(list(ticks), [f"{hour}:00" for hour in ticks])
        ax.set_ylim(0, max(present, *counts.values()) * 1.1)
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
        ax.set_ylabel(axis)
        _legend(ax, 2)
    return drawn[0].replace("<svg", _opening(alt), 1)


@contextmanager
def _figure(height_in: float) -> Iterator[tuple[Axes, list[str]]]:
    """Axes to draw on; the SVG is in the list when the block has ended."""
    drawn: list[str] = []
    with matplotlib.rc_context(_LOOK):
        figure, ax = plt.subplots(figsize=(WIDTH_IN, height_in), layout="constrained")
        try:
            yield ax, drawn
            text = io.StringIO()
            figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None, "Type": None, "Format": None})
        finally:
            plt.close(figure)
    drawn.append(_for_the_page(text.getvalue()))


def _short(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


def _legend(ax: Axes, columns: int) -> None:
    if ax.get_legend_handles_labels()[1]:
        # three in a row would press the axes together
        ax.legend(
            loc="lower left",
            bbox_to_anchor=(0.0, 1.0),
            ncols=min(columns, 2),
            borderaxespad=0.2,
            handlelength=1.4,
            handletextpad=0.5,
            columnspacing=1.2,
        )


def _opening(alt: str) -> str:
    return f'<svg class="picture" role="img" aria-label="{escape(alt, quote=True)}"'


def _for_the_page(text: str) -> str:
    """The bare <svg>: no prologue, no ids but those it refers to itself, the theme's colours and font."""
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    used = set(re.findall(r'(?:xlink:href="|url\()#([^")]+)', text))
    text = re.sub(r' id="([^"]+)"', lambda found: found[0] if found[1] in used else "", text)
    text = re.sub(r'(<svg[^>]*?) (?:width|height)="[^"]*"', r"\1", text)
    text = re.sub(r'(<svg[^>]*?) (?:width|height)="[^"]*"', r"\1", text)
    for colour, variable in _VARIABLES.items():
        text = text.replace(colour, f"var({variable})")
    text = re.sub(r"font: ([\d.]+px)[^;\"]*", r"font: \1 var(--font)", text)
    return text
