"""Commitments and agreements: sections -> rows, and what is wrong with them."""

from crisis_sim.compiler.deeds import Path, Written
from crisis_sim.compiler.draft import Draft
from crisis_sim.compiler.entries import mask_of
from crisis_sim.compiler.happenings import row_or_none
from crisis_sim.scenario.constructs import Expression
from crisis_sim.scenario.happenings import Agreement, Commitment
from crisis_sim.terms.codes import CALLED_AT_ONCE, CALLED_BY_DEADLINE, CALLED_BY_TRIGGER, NONE
from crisis_sim.terms.rows import Agreements, Commitments

CALLED = {
    "threat": CALLED_BY_TRIGGER,
    "red_line": CALLED_BY_TRIGGER,
    "ultimatum": CALLED_BY_DEADLINE,
    "pledge": CALLED_AT_ONCE,
}


def commitment_rows(draft: Draft) -> Commitments:
    """Commitments, none of which is made yet."""
    known = draft.known
    names, scenario = known.names, known.scenario
    rows = Commitments(*([] for _ in Commitments._fields))
    rows.first_promised.append(0)
    rows.first_abstain.append(0)
    for name, commitment in scenario.commitments.items():
        path: Path = ("commitments", name)
        _check_commitment(draft, path, commitment)
        seats = mask_of(scenario, scenario.actors)
        rows.giver.append(names.seats.row(commitment.by) if commitment.by in names.seats else 0)
        rows.receiver.append(row_or_none(draft, commitment.to))
        made = names.happenings.row(f"{name}.made")
        rows.seen.append(seats if commitment.public else known.entries[made].audience)
        rows.called.append(CALLED[commitment.kind])
        rows.demand.append(_condition(draft, commitment.demand, (*path, "demand")))
        rows.trigger.append(_condition(draft, commitment.trigger, (*path, "trigger")))
        rows.deadline.append(draft.amount(Written(commitment.deadline, (*path, "deadline"))))
        rows.grace.append(draft.amount(Written(commitment.grace, (*path, "grace"))))
        rows.promised.extend(_deeds(draft, (*path, "promised"), commitment.promised, len(names.actions)))
        rows.first_promised.append(len(rows.promised))
        rows.abstain.extend(_deeds(draft, (*path, "abstain"), commitment.abstain, names.named))
        rows.first_abstain.append(len(rows.abstain))
        rows.made.append(made)
        rows.complied.append(names.happenings.row(f"{name}.complied"))
        rows.kept.append(names.happenings.row(f"{name}.kept"))
        rows.broken.append(names.happenings.row(f"{name}.broken"))
        rows.luck.append(draft.luck.of(f"commitment/{name}"))
    return rows


def _condition(draft: Draft, text: Expression | None, path: Path) -> int:
    return NONE if text is None else draft.formula(draft.truth(Written(text, path)))


def _deeds(draft: Draft, path: Path, listed: list[str], end: int) -> list[int]:
    """Rows of the actions (or of all that has a name of its own) listed."""
    happenings = draft.known.names.happenings
    rows = []
    for number, name in enumerate(listed):
        if name in happenings and happenings.row(name) < end:
            rows.append(happenings.row(name))
        else:
            what = "action" if end == len(draft.known.names.actions) else "action, process, inject or claim"
            draft.unknown((*path, number), what, name, happenings[:end])
    return rows


def _check_commitment(draft: Draft, path: Path, commitment: Commitment) -> None:
    kind = commitment.kind
    if commitment.by not in draft.known.names.seats:
        draft.unknown((*path, "by"), "seat", commitment.by, draft.known.names.seats)
    if kind in ("threat", "red_line"):
        if commitment.trigger is None:
            draft.wrong(path, f"a {kind} needs a `trigger`: what calls for the promised action", key=True)
        if not commitment.promised:
            draft.wrong(path, f"a {kind} needs `promised`: the actions that keep it", key=True)
    if kind == "ultimatum":
        if commitment.demand is None:
            draft.wrong(path, "an ultimatum needs a `demand`: what the other side must do by the deadline", key=True)
        if not commitment.promised:
            draft.wrong(path, "an ultimatum needs `promised`: the actions that keep it", key=True)
    if kind == "pledge" and bool(commitment.promised) == bool(commitment.abstain):
        draft.wrong(path, "a pledge needs either `promised` (what keeps it) or `abstain` (what breaks it)", key=True)
    if kind in ("ultimatum", "pledge") and commitment.trigger is not None:
        draft.wrong((*path, "trigger"), f"nothing triggers a {kind}: leave `trigger` out", key=True)
    if kind != "pledge" and commitment.abstain:
        draft.wrong((*path, "abstain"), f"a {kind} has `promised` actions; `abstain` is for a pledge", key=True)
    for number, name in enumerate(commitment.promised):
        if "." in name and name.partition(".")[0] != commitment.by:
            draft.wrong((*path, "promised", number), f"{commitment.by} can promise its own actions only, not {name}")


def agreement_rows(draft: Draft) -> Agreements:
    """Agreements, none of which is proposed yet."""
    known = draft.known
    names, scenario = known.names, known.scenario
    rows = Agreements(*([] for _ in Agreements._fields))
    rows.first_commitment.append(0)
    for name, agreement in scenario.agreements.items():
        path: Path = ("agreements", name)
        _check_agreement(draft, path, agreement)
        agreed = names.happenings.row(f"{name}.agreed")
        rows.sponsor.append(names.seats.row(agreement.sponsor) if agreement.sponsor in names.seats else 0)
        rows.parties.append(mask_of(scenario, agreement.parties))
        rows.seen.append(known.entries[agreed].audience)
        made = [names.commitments.row(name) for name in agreement.commitments if name in names.commitments]
        rows.commitment.extend(made)
        rows.first_commitment.append(len(rows.commitment))
        rows.lapses.append(draft.amount(Written(agreement.lapses, (*path, "lapses"))))
        rows.agreed.append(agreed)
        rows.rejected.append(names.happenings.row(f"{name}.rejected"))
        rows.breached.append(names.happenings.row(f"{name}.breached"))
        rows.luck.append(draft.luck.of(f"agreement/{name}"))
    return rows


def _check_agreement(draft: Draft, path: Path, agreement: Agreement) -> None:
    seats, scenario = draft.known.names.seats, draft.known.scenario
    if agreement.sponsor not in seats:
        draft.unknown((*path, "sponsor"), "seat", agreement.sponsor, seats)
    for number, party in enumerate(agreement.parties):
        if party not in seats:
            draft.unknown((*path, "parties", number), "seat", party, seats)
        elif party in agreement.parties[:number]:
            draft.wrong((*path, "parties", number), f"{party} stands here twice")
    if agreement.parties == [agreement.sponsor]:
        draft.wrong((*path, "parties"), "an agreement needs a party other than its sponsor", key=True)
    sides = {agreement.sponsor, *agreement.parties}
    for number, made in enumerate(agreement.commitments):
        at: Path = (*path, "commitments", number)
        if made not in scenario.commitments:
            draft.unknown(at, "commitment", made, draft.known.names.commitments)
        elif scenario.commitments[made].by not in sides:
            draft.wrong(at, f"{made} is made by {scenario.commitments[made].by}, which is no side of this agreement")
