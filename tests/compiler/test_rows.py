"""Each construct of a scenario becomes the rows that the rules expect."""

from __future__ import annotations

import pytest

from crisis_sim.compiler import Compiled, blank_state, check_program, compile_scenario, place_names
from crisis_sim.compiler.luck import luck_of
from crisis_sim.language import Number, closure, english
from crisis_sim.scenario.loading import load, shipped
from crisis_sim.terms import codes
from crisis_sim.terms.codes import NONE
from tests.compiler.standoff import Swap, compiled, standoff

AR, BO = 0b01, 0b10


def effects_of(compiled: Compiled, happening: str, outcome: str = "done") -> list[tuple[int, int, int]]:
    """Op, subject and object of each effect of one outcome."""
    row = compiled.names.happenings.row(happening)
    at = compiled.program.happenings.first_outcome[row] + compiled.names.outcomes[row].row(outcome)
    first, rows = compiled.program.outcomes.first_effect, compiled.program.effects
    return [(rows.op[one], rows.subject[one], rows.object[one]) for one in range(first[at], first[at + 1])]


def weights_of(compiled: Compiled, happening: str, values: list[float] | None = None) -> dict[str, float]:
    row = compiled.names.happenings.row(happening)
    first = compiled.program.happenings.first_outcome[row]
    return {
        name: compiled.program.formulas[compiled.program.outcomes.weight[first + number]](
            values or compiled.program.start
        )
        for number, name in enumerate(compiled.names.outcomes[row])
    }


def happening(compiled: Compiled, name: str) -> dict[str, int]:
    """All that stands in a happening's row."""
    row = compiled.names.happenings.row(name)
    rows = compiled.program.happenings
    return {field: getattr(rows, field)[row] for field in rows._fields}


@pytest.mark.parametrize("name", sorted({"standoff", *shipped()}))
def test_every_row_of_a_program_is_sound(name: str) -> None:
    compiled = standoff() if name == "standoff" else compile_scenario(load(name))
    assert check_program(compiled.program, compiled.trees) == []


def test_seats_come_first_among_actors_and_their_actions_among_happenings() -> None:
    names = standoff().names
    assert list(names.seats) == ["ar", "bo"]
    assert list(names.actors) == ["ar", "bo", "guards"]
    assert list(names.happenings)[: len(names.actions)] == [
        "ar.inquire",
        "ar.deploy_brigade",
        "ar.raid",
        "ar.accept_pull_back",
        "ar.reject_pull_back",
        "bo.deny",
        "bo.unleash",
        "bo.hold_back",
        "bo.propose_pull_back",
    ]
    assert standoff().program.seats.first_action == [0, 5, 9]


def test_a_blank_state_is_as_long_as_its_program_says_and_of_the_right_types() -> None:
    program = standoff().program
    state = blank_state(program)
    assert len(state.values) == program.sizes.values == len(program.start)
    for name, row in state._asdict().items():
        rows = row if name in ("agenda", "orders", "log") else (row,)
        for one in rows:
            assert {type(value) for value in one} <= {int} or {type(value) for value in one} == {float}
    assert len(state.seen_count) == program.sizes.seats * program.sizes.happenings
    assert len(state.weights) >= 5


def test_every_place_has_a_name() -> None:
    compiled = standoff()
    told = place_names(compiled.names, compiled.program.places)
    assert len(told) == compiled.program.sizes.values
    assert told[compiled.program.places.gauges] == "gauge tension"
    assert told[compiled.program.places.now] == "clock now"


def test_the_values_start_with_parameters_claims_unpublished_and_nothing_done() -> None:
    compiled = standoff()
    start, places = compiled.program.start, compiled.program.places
    assert start[: len(compiled.names.parameters)] == [0.7, 0.6, 1.0]
    assert start[places.gauges + compiled.names.claim_gauge("old_mine")] == -1.0
    assert start[places.last : places.active] == [-1e6] * compiled.program.sizes.happenings
    assert start[places.hour] == 6.0


# What can happen


def test_common_effects_stand_before_those_of_each_outcome_and_share_their_luck() -> None:
    compiled = standoff()
    gauges = compiled.names.gauges
    both = [(codes.ADD, gauges.row("dead"), 1), (codes.ADD, gauges.row("anger"), -1)]
    assert effects_of(compiled, "ar.raid", "success") == [
        *both,
        (codes.ADD, gauges.row("readiness"), -1),
        (codes.ADD, gauges.row("tension"), 1),
    ]
    assert effects_of(compiled, "ar.raid", "repelled")[:2] == both
    row = compiled.names.happenings.row("ar.raid")
    first = compiled.program.happenings.first_outcome[row]
    begins = compiled.program.outcomes.first_effect
    luck = compiled.program.effects.luck
    assert luck[begins[first]] == luck[begins[first + 1]] == luck_of("effect/action/ar.raid/dead/1")
    assert luck[begins[first] + 2] == luck_of("effect/action/ar.raid/success/readiness/1")


def test_an_order_through_a_proxy_is_obeyed_overdone_or_not() -> None:
    weights = weights_of(standoff(), "bo.unleash")
    assert weights == {
        "hit": pytest.approx(0.7 * 0.85 * 0.7),
        "miss": pytest.approx(0.7 * 0.85 * 0.3),
        "disobeyed": pytest.approx(0.3),
        "overshoot": pytest.approx(0.7 * 0.15),
    }
    assert sum(weights.values()) == pytest.approx(1.0)
    usual = effects_of(standoff(), "bo.unleash", "hit")
    assert effects_of(standoff(), "bo.unleash", "overshoot")[: len(usual)] == usual
    readiness = standoff().names.gauges.row("readiness")
    assert effects_of(standoff(), "bo.unleash", "disobeyed") == [(codes.ADD, readiness, -1)]


def test_an_order_through_a_proxy_without_overshoot_or_outcomes_is_done_or_disobeyed() -> None:
    assert weights_of(standoff(), "bo.hold_back") == {"done": pytest.approx(0.7), "disobeyed": pytest.approx(0.3)}


def test_weights_that_are_formulas_are_made_shares_of_what_is_obeyed() -> None:
    swap = Swap("hit: {weight: 0.7,", "hit: {weight: skirmish_rate,")
    weights = weights_of(compiled(swap), "bo.unleash")
    assert weights["hit"] == pytest.approx(0.7 * 0.85 * 0.6 / 0.9)
    assert sum(weights.values()) == pytest.approx(1.0)


RIVAL = Swap(
    "basis: pay and the royal seal\n",
    "basis: pay and the royal seal\n  rival: {principal: ar, proxy: guards, control: 0.5, basis: bribes}\n",
)


@pytest.mark.parametrize(("theirs", "obeyed"), [(-1.0, 0.35), (0.0, 0.7), (1.0, 0.7)])
def test_another_principal_who_asks_the_contrary_weakens_control(theirs: float, obeyed: float) -> None:
    rivals = compiled(RIVAL)
    values = list(rivals.program.start)
    values[rivals.program.places.instructions + rivals.names.links.row("rival")] = theirs
    assert weights_of(rivals, "bo.unleash", values)["disobeyed"] == pytest.approx(1.0 - obeyed)


def test_what_a_principal_thinks_its_control_is_does_not_tell_what_the_other_asks() -> None:
    rivals = compiled(RIVAL)
    requires = rivals.program.actions.requires[rivals.names.actions.row("bo.hold_back")]
    values = list(rivals.program.start)
    values[rivals.program.places.instructions + rivals.names.links.row("rival")] = 1.0
    values[rivals.program.places.parameters] = 0.21
    assert closure(rivals.trees[requires])(values) == 1.0


def test_who_sees_what_is_a_mask_of_seats() -> None:
    compiled_ = compiled(Swap("    to: [ar]", "    to: [bo]\n    by: guards"))
    assert happening(compiled_, "ar.raid")["audience"] == AR | BO
    assert happening(compiled_, "bo.unleash")["visibility"] == codes.DENIABLE
    assert happening(compiled_, "bo.hold_back")["audience"] == BO
    assert happening(compiled_, "wages")["audience"] == 0
    assert happening(standoff(), "whisper")["audience"] == AR
    assert happening(standoff(), "whisper")["visibility"] == codes.PRIVATE
    assert happening(compiled_, "whisper")["audience"] == BO


def test_a_secret_commitment_and_a_hidden_force_are_seen_by_their_sides() -> None:
    secret = compiled(
        Swap("    what: the guards hold their fire", "    what: the guards hold their fire\n    public: false"),
        Swap("    transit: triangular(6, 9, 18)", "    transit: triangular(6, 9, 18)\n    announced: false"),
    )
    assert happening(secret, "keep_quiet.broken")["audience"] == AR | BO
    assert secret.program.commitments.seen[secret.names.commitments.row("keep_quiet")] == AR | BO
    assert happening(secret, "brigade.arrival")["audience"] == AR
    assert happening(secret, "brigade.arrival")["visibility"] == codes.COVERT


def test_how_a_thing_comes_about_is_its_mode() -> None:
    modes = {name: happening(standoff(), name)["mode"] for name in standoff().names.happenings[9:]}
    assert modes["skirmish"] == codes.BY_HAZARD
    assert modes["wages"] == codes.PERIODIC
    assert modes["envoy"] == codes.AT_TIME
    assert modes["widows"] == codes.ON_CONDITION
    assert modes["whisper"] == modes["old_mine"] == modes["brigade.arrival"] == codes.BY_HAND
    assert happening(standoff(), "ar.raid")["mode"] == codes.BY_ORDER


def test_what_follows_an_action_is_a_silent_happening() -> None:
    row = standoff().names.actions.row("ar.inquire")
    follows = standoff().program.actions.afterwards[row]
    assert standoff().names.happenings[follows] == "ar.inquire.afterwards"
    assert standoff().program.happenings.silent[follows] == 1
    assert effects_of(standoff(), "ar.inquire.afterwards") == [(codes.EVIDENCE, 0, AR)]


def test_a_claim_publishes_its_figure_before_all_else() -> None:
    figure = standoff().names.claim_gauge("old_mine")
    assert effects_of(standoff(), "old_mine") == [
        (codes.SET, figure, 1),
        (codes.ADD, standoff().names.gauges.row("anger"), 1),
    ]
    claimed = compiled(Swap("when: anger > 70", "when: claimed(old_mine) > 8"))
    values = list(claimed.program.start)
    condition = claimed.program.formulas[happening(claimed, "widows")["rate"]]
    assert condition(values) == 0.0
    values[claimed.program.places.gauges + figure] = 9.0
    assert condition(values) == 1.0


def test_every_verb_has_its_row() -> None:
    verbs = {
        "deploy(brigade)": (codes.DEPLOY, 0, NONE),
        "recall(brigade)": (codes.RECALL, 0, NONE),
        "evidence(shot, 3, all)": (codes.EVIDENCE, 0, AR | BO),
        "report(shot, 3, bo)": (codes.REPORTED, 0, BO),
        "teach(shot, ar)": (codes.TEACH, 0, AR),
        "begin(widows)": (codes.BEGIN, standoff().names.happenings.row("widows"), NONE),
        "begin(widows, exponential(4))": (codes.BEGIN, standoff().names.happenings.row("widows"), NONE),
        "claim(old_mine)": (codes.BEGIN, standoff().names.happenings.row("old_mine"), NONE),
        "cancel(ar, force)": (codes.CANCEL, 0, standoff().names.categories.row("force")),
        "cancel(bo, any)": (codes.CANCEL, 1, NONE),
        "alert(bo)": (codes.ALERT_SEAT, 1, NONE),
        "commit(red_line)": (codes.COMMIT, 0, NONE),
        "release(keep_off)": (codes.RELEASE, 1, NONE),
        "instruct(guards_command, restrain)": (codes.INSTRUCT, 0, -1),
        "instruct(guards_command, nothing)": (codes.INSTRUCT, 0, 0),
        "stop(bo.unleash)": (codes.STOP, standoff().names.actions.row("bo.unleash"), NONE),
        "tension = 3": (codes.SET, 0, 1),
        "tension *= 3": (codes.SCALE, 0, 1),
    }
    lines = ", ".join(f'"{verb}"' for verb in verbs)
    done = compiled(Swap("effects: [tension -= 3]", f"effects: [{lines}]"))
    assert effects_of(done, "envoy") == list(verbs.values())
    assert check_program(done.program, done.trees) == []


def test_what_begins_something_timed_waits_for_its_own_delay_and_not_for_its_hour() -> None:
    begun = compiled(
        Swap("    hint: Nobody has marched yet.", "    hint: x\n  parade: {name: P, at: 90, after: 2}"),
        Swap("effects: [tension -= 3]", "effects: [begin(parade), begin(widows)]"),
    )
    at = begun.program.outcomes.first_effect[
        begun.program.happenings.first_outcome[begun.names.happenings.row("envoy")]
    ]
    parade, widows = begun.program.effects.amount[at : at + 2]
    assert begun.trees[begun.program.amounts.first[parade]] == Number(2.0)
    assert widows == NONE


def test_a_condition_before_an_effect_has_its_formula() -> None:
    row = standoff().names.happenings.row("ar.inquire")
    outcome = standoff().program.happenings.first_outcome[row] + 1
    effect = standoff().program.outcomes.first_effect[outcome]
    condition = standoff().program.effects.condition[effect]
    assert english(standoff().trees[condition]) == "tension on the river is above 60"


# Promises


def test_an_agreement_brings_its_actions_with_it() -> None:
    names, program = standoff().names, standoff().program
    for action, op in (
        ("bo.propose_pull_back", codes.PROPOSE),
        ("ar.accept_pull_back", codes.ACCEPT),
        ("ar.reject_pull_back", codes.REJECT),
    ):
        assert effects_of(standoff(), action) == [(op, 0, names.seats.row(action[:2]))]
    assert program.agreements.parties == [AR]
    assert program.agreements.commitment == [1, 2]


@pytest.mark.parametrize(
    ("stage", "may_propose", "may_accept"),
    [
        (codes.UNPROPOSED, True, False),
        (codes.PROPOSED, False, True),
        (codes.IN_FORCE, False, False),
        (codes.REJECTED, True, False),
        (codes.LAPSED, True, False),
        (codes.BREACHED, False, False),
    ],
)
def test_an_agreement_is_proposed_before_it_is_accepted(stage: int, may_propose: bool, may_accept: bool) -> None:
    program, names = standoff().program, standoff().names
    values = list(program.start)
    values[program.places.agreed] = float(stage)
    values[program.places.slots] = 1.0  # the envoy was seen
    propose, accept, reject = (
        program.formulas[program.actions.requires[names.actions.row(f"{seat}.{verb}_pull_back")]](values) != 0.0
        for seat, verb in (("bo", "propose"), ("ar", "accept"), ("ar", "reject"))
    )
    assert (propose, accept, reject) == (may_propose, may_accept, may_accept)


def test_a_commitment_stands_until_it_is_settled() -> None:
    swap = Swap("when: tension >= 95", "when: standing(red_line)")
    program = compiled(swap).program
    values = list(program.start)
    standing = []
    for code in range(len(codes.STANDINGS)):
        values[program.places.standings] = float(code)
        standing.append(program.formulas[program.ends[0]](values) != 0.0)
    assert [codes.STANDINGS[code] for code, stands in enumerate(standing) if stands] == ["standing", "called"]


def test_promises_are_called_as_their_kind_says() -> None:
    rows = standoff().program.commitments
    assert rows.called == [codes.CALLED_BY_TRIGGER, codes.CALLED_AT_ONCE, codes.CALLED_AT_ONCE]
    assert rows.promised == [standoff().names.actions.row("ar.raid")]
    abstained = [standoff().names.happenings[row] for row in rows.abstain]
    assert abstained == ["ar.raid", "bo.unleash", "skirmish"]
    assert rows.first_abstain == [0, 0, 1, 3]


# Minds


def test_reactions_stand_with_what_brings_them_about() -> None:
    program, names = standoff().program, standoff().names
    first = program.happenings.first_reaction
    reacted = [names.happenings[row] for row in range(len(names.happenings)) if first[row] < first[row + 1]]
    assert reacted == ["bo.unleash", "skirmish"]
    assert program.reactions.seat == [0, 0]


def test_a_persona_says_what_it_differs_in_and_is_like_utility_otherwise() -> None:
    names = standoff().names
    assert list(names.personas) == ["utility", "hawk", "dove"]
    assert standoff().program.traits == [0.4, 0.4, 1.0, 0.9, 0.0, 0.0]
    shorter = compiled(Swap("{what: avoids blood, traits: {boldness: 0}}", "{what: avoids blood, traits: {}}"))
    assert shorter.program.traits == [0.4, 0.4, 1.0, 0.9, 0.4, 0.4]


def test_an_action_without_appeal_is_never_taken_by_a_bot() -> None:
    quiet = compiled(Swap("      bo.deny: 2 - 3 * count(bo.deny)\n", ""))
    appeals = dict(zip(quiet.names.actions, quiet.program.actions.appeal, strict=True))
    assert [action for action, appeal in appeals.items() if appeal == NONE] == ["bo.deny"]


def test_flags_have_formulas_though_the_rules_do_not_read_them() -> None:
    (flag,) = standoff().flags
    assert english(standoff().trees[flag]) == "the dead is above 11"


# Sharing and luck


def test_equal_formulas_and_amounts_share_a_row() -> None:
    program = standoff().program
    assert len(set(standoff().trees)) == len(standoff().trees)
    rows = list(zip(*program.amounts[:4], strict=True))
    plain = [row for row, kind in zip(rows, program.amounts.kind, strict=True) if kind != codes.CHOICE]
    assert len(set(plain)) == len(plain)


def test_adding_a_thing_changes_nobody_elses_luck() -> None:
    more = compiled(
        Swap("gauges:\n", "gauges:\n  aim: {what: an aim, start: exponential(9)}\n"),
        Swap("  bo.deny:\n    name", "  bo.hum: {name: Hum, effects: [tension += 1]}\n  bo.deny:\n    name"),
        Swap("effects: [tension += 2], says", "effects: [aim += 1, tension += 2], says"),
        Swap("  widows:\n", "  early: {name: Early, at: 1}\n  widows:\n"),
    )
    assert luck_by_name(standoff()).items() <= luck_by_name(more).items()
    assert set(standoff().program.effects.luck) <= set(more.program.effects.luck)


def luck_by_name(compiled: Compiled) -> dict[str, int]:
    program, names = compiled.program, compiled.names
    return {
        **dict(zip(names.happenings, program.happenings.luck, strict=True)),
        **{f"gauge {name}": luck for name, luck in zip(names.gauges, program.gauges.luck, strict=True)},
    }


def test_luck_is_never_nought_and_the_same_everywhere() -> None:
    assert luck_of("action/us.strike_militia") == 158770378
    assert all(luck_of(str(number)) != 0 for number in range(1000))
