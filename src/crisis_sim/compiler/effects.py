"""Effects: one line of a scenario -> one row."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from crisis_sim.compiler.draft import Draft
from crisis_sim.compiler.entries import Entry, Lines
from crisis_sim.compiler.scope import ScenarioScope
from crisis_sim.language import (
    NUMBER,
    TRUTH,
    Change,
    Do,
    LanguageError,
    Parsed,
    Truth,
    check,
    check_amount,
    did_you_mean,
    parse_effect,
)
from crisis_sim.terms.codes import (
    ACCEPT,
    ADD,
    ALERT_SEAT,
    BEGIN,
    CANCEL,
    COMMIT,
    DEPLOY,
    EVIDENCE,
    INSTRUCT,
    NONE,
    PROPOSE,
    RECALL,
    REJECT,
    RELEASE,
    REPORTED,
    SCALE,
    SET,
    STOP,
    TEACH,
)

FORMS = {
    "deploy": "deploy(FORCE)",
    "recall": "recall(FORCE)",
    "evidence": "evidence(FACT, RATIO, SEAT, …)",
    "report": "report(FACT, RATIO, SEAT, …)",
    "teach": "teach(FACT, SEAT, …)",
    "begin": "begin(INJECT), begin(INJECT, HOURS)",
    "claim": "claim(CLAIM), claim(CLAIM, HOURS)",
    "cancel": "cancel(SEAT, CATEGORY)",
    "alert": "alert(SEAT), alert(SEAT, HOURS)",
    "commit": "commit(COMMITMENT)",
    "release": "release(COMMITMENT)",
    "propose": "propose(AGREEMENT)",
    "accept": "accept(AGREEMENT)",
    "reject": "reject(AGREEMENT)",
    "instruct": "instruct(LINK, escalate), instruct(LINK, restrain), instruct(LINK, nothing)",
    "stop": "stop(ACTION)",
}
"""The verbs, and how each is written."""

OPS = {
    "deploy": DEPLOY,
    "recall": RECALL,
    "evidence": EVIDENCE,
    "report": REPORTED,
    "teach": TEACH,
    "begin": BEGIN,
    "claim": BEGIN,
    "cancel": CANCEL,
    "alert": ALERT_SEAT,
    "commit": COMMIT,
    "release": RELEASE,
    "propose": PROPOSE,
    "accept": ACCEPT,
    "reject": REJECT,
    "instruct": INSTRUCT,
    "stop": STOP,
}
SIGNS = {"=": (SET, 1), "+=": (ADD, 1), "-=": (ADD, -1), "*=": (SCALE, 1)}
STANCES = {"escalate": 1, "nothing": 0, "restrain": -1}
ARITY = {
    "evidence": (3, 99),
    "report": (3, 99),
    "teach": (2, 99),
    "begin": (1, 2),
    "claim": (1, 2),
    "cancel": (2, 2),
    "alert": (1, 2),
    "instruct": (2, 2),
}
"""How many arguments a verb takes, where it is not one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One effect, before it has its condition and luck. `key` says in its luck's name what it is about."""

    op: int
    subject: int
    object: int
    amount: int
    key: str


def add_lines(draft: Draft, entry: Entry, lines: Lines) -> None:
    """Appends the rows of some effects. Mistakes are noted, and leave no row."""
    scope = ScenarioScope(draft.known, drawn=True)
    alike: Counter[str] = Counter()
    for number, text in enumerate(lines.effects):
        path = (*lines.path, number)
        try:
            effect = parse_effect(text)
            row = _change(draft, scope, effect) if isinstance(effect, Change) else _do(draft, scope, entry, effect)
            condition = Truth(True) if effect.condition is None else check(effect.condition, scope, TRUTH)
        except LanguageError as error:
            draft.misread(path, text, error)
            continue
        alike[row.key] += 1
        rows = draft.effects
        rows.op.append(row.op)
        rows.subject.append(row.subject)
        rows.object.append(row.object)
        rows.amount.append(row.amount)
        rows.condition.append(draft.condition(condition))
        rows.luck.append(draft.luck.of(luck_name(lines, row.key, alike[row.key])))


def luck_name(lines: Lines, key: str, number: int) -> str:
    """Under what an effect's luck is hashed: where it stands, what it is about, which of those alike it is."""
    return f"effect/{lines.luck}/{key}/{number}"


def _change(draft: Draft, scope: ScenarioScope, effect: Change) -> Row:
    names, scenario = draft.known.names, draft.known.scenario
    if effect.name not in scenario.gauges:
        for kind, things in (("a parameter", scenario.parameters), ("a fact", scenario.facts)):
            if effect.name in things:
                raise LanguageError(f"{effect.name} is {kind} and never changes: only gauges do", effect.column)
        known = did_you_mean(effect.name, scenario.gauges)
        raise LanguageError(f"there is no gauge {effect.name}{known}", effect.column)
    op, sign = SIGNS[effect.op]
    amount = draft.interned(check_amount(effect.amount, scope))
    return Row(op, names.gauges.row(effect.name), sign, amount, effect.name)


def _do(draft: Draft, scope: ScenarioScope, entry: Entry, effect: Do) -> Row:
    verb, arguments = effect.verb, effect.arguments
    if verb not in FORMS:
        raise LanguageError(f"unknown verb {verb}{did_you_mean(verb, FORMS)}", effect.column)
    least, most = ARITY.get(verb, (1, 1))
    if not least <= len(arguments) <= most:
        raise LanguageError(f"{verb} is written {FORMS[verb]}", effect.column)
    reader = _Arguments(draft, scope, verb, arguments)
    subject, object_, amount = _meaning(reader, entry, effect)
    return Row(OPS[verb], subject, object_, amount, f"{verb} {arguments[0].name}")


def _meaning(reader: "_Arguments", entry: Entry, effect: Do) -> tuple[int, int, int]:
    """Subject, object and amount."""
    names = reader.draft.known.names
    match effect.verb:
        case "deploy" | "recall":
            return reader.row("force", names.units), NONE, NONE
        case "evidence" | "report":
            return reader.row("fact", names.facts), reader.seats(2), reader.ratio(1)
        case "teach":
            return reader.row("fact", names.facts), reader.seats(1), NONE
        case "begin":
            name = reader.name("inject", [*reader.draft.known.scenario.injects])
            return names.happenings.row(name), NONE, reader.delay(name)
        case "claim":
            name = reader.name("claim", names.claims)
            return names.happenings.row(name), NONE, reader.delay(name)
        case "cancel":
            return reader.row("seat", names.seats), reader.category(), NONE
        case "alert":
            return reader.row("seat", names.seats), NONE, reader.hours()
        case "commit" | "release":
            return reader.row("commitment", names.commitments), NONE, NONE
        case "instruct":
            stance = STANCES[reader.name("stance", [*STANCES], 1)]
            return reader.row("link", names.links), stance, NONE
        case "stop":
            return reader.row("action", names.actions), NONE, NONE
        case _:
            return reader.row("agreement", names.agreements), reader.party(entry), NONE


@dataclass(frozen=True, slots=True)
class _Arguments:
    """The arguments of one verb."""

    draft: Draft
    scope: ScenarioScope
    verb: str
    given: Sequence[Parsed]

    def name(self, what: str, known: Sequence[str], at: int = 0) -> str:
        """A name that must be one of these."""
        argument = self.given[at]
        if argument.name is None:
            raise LanguageError(f"{self.verb} wants the name of a {what} here: {FORMS[self.verb]}", argument.column)
        if argument.name not in known:
            guess = did_you_mean(argument.name, known)
            raise LanguageError(f"there is no {what} {argument.name}{guess}", argument.column)
        return argument.name

    def row(self, what: str, index: Sequence[str]) -> int:
        return list(index).index(self.name(what, index))

    def seats(self, first: int) -> int:
        """A mask of seats; `all` is everybody."""
        seats = self.draft.known.names.seats
        mask = 0
        for at in range(first, len(self.given)):
            name = self.name("seat", [*seats, "all"], at)
            mask |= (1 << len(seats)) - 1 if name == "all" else 1 << seats.row(name)
        return mask

    def ratio(self, at: int) -> int:
        tree = check(self.given[at], self.scope, NUMBER)
        if tree.low <= 0.0:
            message = f"odds must be above 0, and these can be {tree.low:g}: 1 means nothing, 3 speaks for it"
            raise LanguageError(message, self.given[at].column)
        return self.draft.plain(tree)

    def hours(self) -> int:
        """The delay, where one is given."""
        if len(self.given) < 2:
            return NONE
        return self.draft.interned(check_amount(self.given[1], self.scope))

    def delay(self, name: str) -> int:
        """The delay of what begins; without one, its own `after`."""
        entry = self.draft.known.entries[self.draft.known.names.happenings.row(name)]
        if len(self.given) < 2 and entry.delay != entry.after:
            # Its own delay is the time at which it comes by itself.
            return self.draft.amount(entry.after)
        return self.hours()

    def category(self) -> int:
        known = self.draft.known
        seat = self.name("seat", known.names.seats)
        theirs = {entry.deed.action.category for entry in known.entries if entry.deed and entry.deed.seat == seat}
        name = self.name("category of action", ["any", *sorted(theirs)], 1)
        return NONE if name == "any" else known.names.categories.row(name)

    def party(self, entry: Entry) -> int:
        """The seat that proposes, accepts or rejects: the one that does this."""
        known = self.draft.known
        agreement = known.scenario.agreements[self.name("agreement", known.names.agreements)]
        may = [agreement.sponsor] if self.verb == "propose" else [agreement.sponsor, *agreement.parties]
        if entry.side is None or entry.side not in may:
            who = "its sponsor" if self.verb == "propose" else "its parties"
            raise LanguageError(f"only {who} can {self.verb} it: {' or '.join(may)}", self.given[0].column)
        return known.names.seats.row(entry.side)
