"""How figures are told, in German and English."""

from server.planning.measures import Span

LANGUAGES = ("en", "de")


class Words:
    """Numbers and choices of one language; texts stand side by side where they are used: `words("de", "en")`."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, german: str, english: str) -> str:
        """The text in this language."""
        return german if self.language == "de" else english

    def number(self, value: float, places: int = 0) -> str:
        """12.5 or 12,5."""
        text = f"{value:.{places}f}"
        if float(text) == 0.0:
            text = text.removeprefix("-")
        return text.replace(".", ",").replace("-", "−") if self.language == "de" else text.replace("-", "−")

    def minutes(self, value: float) -> str:
        """A span of minutes as people say it: half minutes below ten."""
        places = 1 if abs(value) < 9.95 else 0
        number = self.number(value, places)
        return (
            f"{number}\u00a0{self('Minute' if number == '1' else 'Minuten', 'minute' if number == '1' else 'minutes')}"
        )

    def percent(self, share: float) -> str:
        """83 % in German, 83% in English."""
        return self.number(100.0 * share) + self("\u00a0%", "%")

    def between(self, span: Span, places: int = 1, factor: float = 1.0) -> str:
        """The 95 % interval."""
        return f"{self.number(span.low * factor, places)} {self('bis', 'to')} {self.number(span.high * factor, places)}"

    def kind(self, number: int) -> str:
        """Who came how."""
        return (
            self("ohne Termin", "walk-ins"),
            self("mit Termin", "appointments"),
            self("mit Vorrang", "priority persons"),
        )[number]

    def rule(self, name: str) -> str:
        """A preset or baseline for a reader."""
        names = {
            "site": self("Regel dieses Standorts", "this site's rule"),
            "balanced": self("ausgewogen", "balanced"),
            "appointments-first": self("Termine zuerst", "appointments first"),
            "fair": self("gerecht", "fair"),
            "fifo": self("Reihenfolge des Wartens", "longest wait first"),
            "baseline:fifo": self("Vergleich: Reihenfolge der Ankunft", "comparison: first come first served"),
            "baseline:products": self(
                "Vergleich: Vorrang, Termin, dann Rest", "comparison: priority, appointments, rest"
            ),
            "baseline:appointments": self("Vergleich: Termine, dann Rest", "comparison: appointments, then the rest"),
            "baseline:ageing": self("Vergleich: Wartezeit zu Ziel", "comparison: wait in shares of the target"),
            "baseline:shortest-queue": self("Vergleich: kürzeste Schlange", "comparison: shortest queue at issue"),
        }
        return names.get(name, name)
