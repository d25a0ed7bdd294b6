"""triage.toml: the decision tree, read and proven. Without the file the kiosk offers groups and services."""

from collections.abc import Sequence

from assets import path as asset
from server.site.content import LocalizedLines, Service
from server.site.mistakes import did_you_mean
from server.site.offer import doubles
from server.site.proof import prove
from server.site.tables import Table
from server.site.tree import KINDS, MOST_ANSWERS, Answer, Outcome, Question, Triage

TRIAGE_FILE = "triage.toml"

# The languages of the site, and those of them whose texts must stand in triage.toml itself.
_Told = tuple[Sequence[str], Sequence[str]]

# What each kind of outcome may say besides its slug, kind, title and text; what ends in "!" it must say.
_KEYS = {
    "ticket": ("service!", "missing", "documents"),
    "answer": ("topic",),
    "online": ("url!",),
    "checkin": (),
    "authority": ("address!", "hours", "url"),
    "documents": ("documents", "topic"),
}


def read_triage(
    root: Table,
    languages: Sequence[str],
    inline: Sequence[str],
    services: Sequence[Service] | None,
    topics: Sequence[str] | None,
) -> Triage:
    """The tree in triage.toml; mistakes are noted in `root`. `inline`: those of `languages` whose texts must stand
    here; `services` and `topics` None: they could not be read.
    """
    told = (languages, inline)
    question_tables, outcome_tables = root.tables("question"), root.tables("outcome")
    answer_tables = [table.tables("answer") for table in question_tables]
    triage = Triage(
        first=root.slug("first"),
        person=root.slug("person"),
        questions=tuple(
            _question(table, answers, told) for table, answers in zip(question_tables, answer_tables, strict=True)
        ),
        outcomes=tuple(_outcome(table, told) for table in outcome_tables),
    )
    root.close()
    tables = [*question_tables, *outcome_tables]
    slugs = [*(question.slug for question in triage.questions), *(outcome.slug for outcome in triage.outcomes)]
    for table, slug, double in zip(tables, slugs, doubles(slugs), strict=True):
        if double:
            table.wrong("slug", f'another question or outcome is called "{slug}" already')
    _check_names(triage, root, outcome_tables, services, topics)
    if slugs:
        places = dict(zip(slugs, tables, strict=True))
        answers = {q.slug: found for q, found in zip(triage.questions, answer_tables, strict=True)}
        wanted = None if services is None else [service.slug for service in services]
        prove(triage, root, places, answers, wanted)
    return triage


def _question(table: Table, answers: Sequence[Table], told: _Told) -> Question:
    found = tuple(_answer(answer, told) for answer in answers)
    question = Question(table.slug("slug"), table.localized("text", *told), found)
    for answer, double in zip(answers, doubles([one.slug for one in found]), strict=True):
        if double:
            answer.wrong("slug", "another answer to this question has this slug already")
    if len(found) > MOST_ANSWERS:
        answers[MOST_ANSWERS].wrong(
            None, f'"{question.slug}" has {len(found)} answers; {MOST_ANSWERS} fit the screen: ask in two steps'
        )
    table.close()
    return question


def _answer(table: Table, told: _Told) -> Answer:
    icons = sorted(file.stem for file in asset("icons").glob("*.svg"))
    answer = Answer(
        slug=table.slug("slug"),
        text=table.localized("text", *told),
        to=table.slug("to"),
        icon=table.one_of("icon", icons, default=""),
    )
    table.close()
    return answer


def _outcome(table: Table, told: _Told) -> Outcome:
    slug, kind = table.slug("slug"), table.one_of("kind", KINDS)
    keys = {key.rstrip("!"): key.endswith("!") for key in _KEYS.get(kind, ())}
    titled = kind in ("online", "authority")

    def string(key: str) -> str:
        return table.string(key, None if keys[key] else "") if key in keys else ""

    outcome = Outcome(
        slug=slug,
        kind=kind,
        title=table.localized("title", *told, optional=not titled),
        text=table.localized("text", *told, optional=True),
        service=string("service"),
        missing=string("missing"),
        topic=string("topic"),
        url=string("url"),
        address=tuple(table.strings("address")) if "address" in keys else (),
        hours=_lines(table, "hours", told, keys),
        documents=_lines(table, "documents", told, keys),
    )
    if outcome.url and (not outcome.url.startswith(("http://", "https://")) or " " in outcome.url):
        table.wrong("url", f'"{outcome.url}" is not an address like "https://www.example.org/form"')
    if kind == "answer" and not outcome.topic and not (outcome.title and outcome.text):
        table.wrong("slug", f'"{slug}" answers nothing; give it a "topic" of the FAQ, or a "title" and a "text"')
    if kind in KINDS:
        table.close()
    return outcome


def _lines(table: Table, key: str, told: _Told, keys: dict[str, bool]) -> LocalizedLines:
    if key not in keys or not table.has(key):
        return LocalizedLines({})
    languages, inline = told
    found = table.localized_lines(key, languages)
    for language in inline:
        if language not in found.by_language:
            table.wrong(key, f'"{key}" lacks its lines in "{language}"; add {key}.{language}')
    return found


def _check_names(
    triage: Triage,
    root: Table,
    tables: Sequence[Table],
    services: Sequence[Service] | None,
    topics: Sequence[str] | None,
) -> None:
    """Note services, topics and outcomes that are named but not there."""
    offered = {service.slug: service for service in services or ()}
    for table, outcome in zip(tables, triage.outcomes, strict=True):
        if outcome.topic and topics is not None and outcome.topic not in topics:
            table.wrong("topic", f'there is no FAQ topic "{outcome.topic}"{did_you_mean(outcome.topic, topics)}')
        if outcome.service and services is not None and outcome.service not in offered:
            table.wrong("service", f'there is no service "{outcome.service}"{did_you_mean(outcome.service, offered)}')
        if outcome.missing:
            _check_missing(triage, table, outcome, offered.get(outcome.service))
    person = triage.outcome(triage.person)
    if triage.person and (person is None or person.kind != "ticket" or person.missing):
        tickets = [outcome.slug for outcome in triage.outcomes if outcome.kind == "ticket" and not outcome.missing]
        message = f'"person" must name a ticket outcome without "missing"{did_you_mean(triage.person, tickets)}'
        root.wrong("person", message)


def _check_missing(triage: Triage, table: Table, outcome: Outcome, service: Service | None) -> None:
    found = triage.outcome(outcome.missing)
    lists = [one.slug for one in triage.outcomes if one.kind == "documents"]
    if found is None or found.kind != "documents":
        message = f'"missing" must name a documents outcome{did_you_mean(outcome.missing, lists)}'
        table.wrong("missing", message)
    if service is not None and not outcome.documents.by_language and not service.documents.lines("de"):
        table.wrong("missing", f'the service "{service.slug}" lists no documents that could be missing')
