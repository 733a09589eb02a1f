"""Every mistake that an author can make is told in one line, at the very character."""

from __future__ import annotations

import pytest

from tests.compiler.standoff import Swap, mistakes, places_of_marks

# The text that is taken out, what takes its place with a mark before the faulty character, and what must be said.
MISTAKES = [
    # Names in formulas
    (
        "hazard: skirmish_rate * tension / 50",
        "hazard: skirmish_rate * »tensoin / 50",
        "unknown name tensoin (did you mean tension?)",
    ),
    ("when: anger > 70", "when: 2 > 1 and »rage > 70", "unknown name rage"),
    ("running: readiness > 10", "running: »readiness", "a condition is needed here, and readiness is a number"),
    ("requires: at_home(brigade)", "requires: at_home(»brigad)", "at_home knows no brigad (did you mean brigade?)"),
    ("unless: count(ar.raid) > 0", "unless: count(»ar.ride) > 0", "count knows no ar.ride (did you mean ar.raid?)"),
    ("unless: count(ar.raid) > 0", "unless: »counts(ar.raid) > 0", "unknown function counts (did you mean count?)"),
    ("unless: count(ar.raid) > 0", "unless: »count(ar.raid, 2) > 0", "count(…) takes 1 value, not 2"),
    ("unless: count(ar.raid) > 0", "unless: belief(»shot, cy) > 0", "belief knows no cy"),
    ("to: 20, half_life", "to: »20 / (tension - 30), half_life", "the divisor can be zero"),
    ("when: tension >= 95", "when: »drawn >= 95", "drawn is the last amount drawn among effects"),
    ("when: tension >= 95", "when: »persona.boldness > 1", "persona.boldness can stand in doctrines only"),
    # What a seat does not know
    (
        "appeal:\n      bo.deny: 2 -",
        "appeal:\n      bo.deny: 1 + »shot -",
        "bo cannot see whether shot is so: use belief",
    ),
    (
        "ar.deploy_brigade: (anger - 40) / 10 +",
        "ar.deploy_brigade: (»cash - 40) / 10 +",
        "ar cannot see cash: a formula of ar cannot name it",
    ),
    (
        "requires: at_home(brigade)",
        "requires: instructed(»guards_command) > 0",
        "guards_command is no link of ar",
    ),
    (
        "requires: at_home(brigade)",
        "requires: count(»wages) > 0",
        "wages is silent: no seat sees it, and its formulas cannot name it",
    ),
    (
        "control: guard_control",
        "control: 1 - anger / 100 + 0 * obeys(»guards_command)",
        "obeys(…) cannot stand in what it is made from",
    ),
    # The first minute
    ("chance: 0.6\n", "chance: »tension / 100\n", "tension is not known yet when this is worked out"),
    ("start: triangular(35, 45, 55)", "start: »anger + 1", "anger is not known yet when this is worked out"),
    ("start: triangular(35, 45, 55)", "start: 20 + »now", "now cannot stand here"),
    ("start: triangular(35, 45, 55)", "start: count(»skirmish)", "count(…) cannot stand here"),
    ("chance: 0.6\n", "chance: »1.6\n", "this must lie between 0 and 1, and is always 1.6"),
    ("start: 40\n", "start: »140\n", "it starts outside its bounds, 0 to 100: this is always 140"),
    # Gauges, parameters, sight
    ("    bounds: [0, 10000]", "    »bounds: [10, 10]", "bounds are [low, high], and 10 is not below 10"),
    ("    bounds: [0, 10000]", "    »bounds: [0, 1e13]", "bounds lie between -1e+12 and 1e+12"),
    ("half_life: 96}", "half_life: »tension}", "a half-life must always be above 0, and this can be 0"),
    ("    value: 0.7", "    value: »1.7", "1.7 lies outside the bounds, 0 to 1"),
    ("    range: [0.4, 0.9]", "    »range: [0.9, 0.4]", "a range is [low, high], and 0.9 is above 0.4"),
    ("{2031-05-03: 0.4}", "{2031-05-03: »-4}", "-4 lies outside the bounds, 0 to 10"),
    (
        "sight: {all: hidden, bo: exact}",
        "sight: {all: hidden, »bob: exact}",
        "there is no seat 'bob' (did you mean bo?)",
    ),
    (
        "sight: {all: hidden, bo: exact}",
        "sight: {all: hidden, »others: exact}",
        "`all` and `others` both mean the rest: keep one of them",
    ),
    ("beliefs: {ar: 0.7, bo: knows}", "beliefs: {»guards: 0.7, bo: knows}", "there is no seat 'guards'"),
    # Actors, forces, links
    ("short: the guards, side: bo", "short: the guards, side: »box", "there is no seat 'box' (did you mean bo?)"),
    ("short: Borland, seat: true", "short: Borland, seat: true, »side: ar", "bo is a seat, on nobody's side"),
    ("    of: ar\n", "    of: »are\n", "there is no actor 'are' (did you mean ar?)"),
    ("    proxy: guards\n", "    proxy: »guides\n", "there is no actor 'guides' (did you mean guards?)"),
    ("    proxy: guards\n", "    proxy: »bo\n", "bo cannot be its own proxy"),
    # Actions
    ("  bo.deny:\n", "  »cy.deny:\n", "an action's id begins with its seat, and cy is none: ar, bo"),
    ("    doer: guards\n    target: ar\n", "    doer: »guides\n    target: ar\n", "there is no actor 'guides'"),
    ('    cameo: "016"', '    cameo: »"0168"', "there is no CAMEO code 0168: 01 has 01, 010"),
    (
        '    category: force\n    cameo: "193"',
        '    category: »any\n    cameo: "193"',
        "`any` means every category",
    ),
    ("    cancel_until: 0.5", "    »stance: restrain", "`stance` is for an order through a proxy: add `through`"),
    (
        "      miss: {weight: 0.3",
        "      »overshoot: {weight: 0.3",
        "`overshoot` is an outcome of every order through a proxy",
    ),
    (
        "    leak: 0.15",
        "    leak: »-0.5 * guard_control - 0.1",
        "this must lie between 0 and 1, and is always from -0.6 to -0.1",
    ),
    # Effects
    ("effects: [tension -= 3]", "effects: [»tensoin -= 3]", "there is no gauge tensoin (did you mean tension?)"),
    ("effects: [tension -= 3]", "effects: [»skirmish_rate *= 2]", "skirmish_rate is a parameter and never changes"),
    ("effects: [tension -= 3]", "effects: [»shot = 1]", "shot is a fact and never changes: only gauges do"),
    ("effects: [tension -= 3]", "effects: [tension -= »anger2]", "unknown name anger2 (did you mean anger?)"),
    ("effects: [tension -= 3]", "effects: [»destroy(brigade)]", "unknown verb destroy (did you mean deploy?)"),
    ("effects: [tension -= 3]", "effects: [deploy(»army)]", "there is no force army"),
    ("effects: [tension -= 3]", 'effects: ["»deploy(brigade, 3)"]', "deploy is written deploy(FORCE)"),
    ("effects: [tension -= 3]", 'effects: ["evidence(shot, »0, ar)"]', "odds must be above 0, and these can be 0"),
    ("effects: [tension -= 3]", 'effects: ["evidence(shot, 2, »cy)"]', "there is no seat cy"),
    ("effects: [tension -= 3]", 'effects: ["teach(»shout, ar)"]', "there is no fact shout (did you mean shot?)"),
    ("effects: [tension -= 3]", "effects: [begin(»widow)]", "there is no inject widow (did you mean widows?)"),
    ("effects: [tension -= 3]", "effects: [begin(»skirmish)]", "there is no inject skirmish"),
    ("effects: [tension -= 3]", "effects: [claim(»new_mine)]", "there is no claim new_mine (did you mean old_mine?)"),
    (
        "effects: [tension -= 3]",
        'effects: ["cancel(ar, »forces)"]',
        "there is no category of action forces (did you mean force?)",
    ),
    ("effects: [tension -= 3]", "effects: [alert(»guards)]", "there is no seat guards"),
    (
        "effects: [tension -= 3]",
        "effects: [commit(»redline)]",
        "there is no commitment redline (did you mean red_line?)",
    ),
    ("effects: [tension -= 3]", 'effects: ["instruct(guards_command, »shoot)"]', "there is no stance shoot"),
    ("effects: [tension -= 3]", "effects: [stop(»ar.ride)]", "there is no action ar.ride (did you mean ar.raid?)"),
    ("effects: [tension -= 3]", "effects: [propose(»pull_back)]", "only its sponsor can propose it: bo"),
    (
        "effects: [tension -= 3]",
        'effects: ["if »tension: anger += 1"]',
        "a condition is needed here, and tension is a number",
    ),
    # What comes by itself
    (
        "    every: 24",
        "    hazard: 2\n    every: 24",
        "a process needs `hazard` (a rate a day) or `every` (hours), and not both",
    ),
    (
        "    at: 30\n",
        "    at: 30\n    »when: tension > 50\n",
        "an inject comes `at` an hour or `when` something is so, not both",
    ),
    ("    to: [ar]", "    to: [»guards]", "there is no seat 'guards'"),
    ("    about: dead", "    about: »dread", "there is no gauge 'dread' (did you mean dead?)"),
    ("hazard: skirmish_rate * tension / 50", "hazard: »-1 - tension * 0", "a rate cannot be negative"),
    # Promises
    ("    trigger: count(bo.unleash) > 0\n", "", "a red_line needs a `trigger`"),
    ("    promised: [ar.raid]", "    promised: [»ar.ride]", "there is no action 'ar.ride' (did you mean ar.raid?)"),
    ("    promised: [ar.raid]", "    promised: [»bo.deny]", "ar can promise its own actions only, not bo.deny"),
    (
        "    abstain: [bo.unleash, skirmish]",
        "    abstain: [bo.unleash, »skirmishes]",
        "there is no action, process, inject or",
    ),
    (
        "    what: the guards hold their fire",
        "    what: x\n    »trigger: tension > 50",
        "nothing triggers a pledge: leave `trigger` out",
    ),
    ("    sponsor: bo", "    sponsor: »box", "there is no seat 'box'"),
    ("    parties: [ar]", "    parties: [»guards]", "there is no seat 'guards'"),
    ("    parties: [ar]", "    »parties: [bo]", "an agreement needs a party other than its sponsor"),
    (
        "    commitments: [keep_off, keep_quiet]",
        "    commitments: [keep_off, »keep_still]",
        "there is no commitment 'keep_still'",
    ),
    # Sources
    (
        "    unit: share\n    source: invented\n",
        "    unit: share\n    source: »invent\n",
        "there is no source 'invent' (did you mean invented?)",
    ),
    # Minds
    ("      bo.deny: 2 -", "      »bo.denies: 2 -", "there is no action 'bo.denies' (did you mean bo.deny?)"),
    ("      bo.deny: 2 -", "      »ar.inquire: 2 -", "ar.inquire is not an action of bo"),
    (
        "{to: [bo.unleash, skirmish]",
        "{to: [bo.unleash, »skirmishes]",
        "there is no action, process, inject or claim 'skirmishes'",
    ),
    ("{to: [bo.unleash, skirmish]", "{to: [bo.unleash, »wages]", "ar never sees wages, and cannot react to it"),
    ("bo.hold_back: (tension - 40) / 15", "bo.hold_back: »persona.caution", "unknown name persona.caution"),
    ("personas:\n  utility: {what", "»personas:\n  usual: {what", "a persona `utility` is needed"),
    (
        "weight: 0.5, value: 100 - anger",
        "weight: 0.3, value: 100 - anger",
        "the weights of ar's objectives add up to 0.8, not to 1",
    ),
    ("when: true}", "when: »tension > 10}", "the last outcome must always hold: write `when: true`"),
    ("when: in_force(pull_back)}", "when: »true}", "settled always holds, so that no outcome after it is ever reached"),
    # History
    (
        "  parameters: {guard_control: 0.8}",
        "  parameters: {»guards_control: 0.8}",
        "there is no parameter 'guards_control'",
    ),
    (
        "  parameters: {guard_control: 0.8}",
        "  parameters: {guard_control: »8}",
        "8 lies outside the bounds of guard_control, 0 to 1",
    ),
    (
        "at: 2031-05-04 12:00",
        "at: »2031-05-04 05:59",
        "this is not within the game, which goes from 2031-05-04 06:00 to",
    ),
    ("at: 2031-05-04 12:00", "at: »2031-05-34 12:00", "there is no such time as 2031-05-34 12:00"),
    ("order: bo.deny}", "order: »bo.denial}", "there is no action 'bo.denial' (did you mean bo.deny?)"),
    ("{of: tension, what: start, value: 45}", "{of: »tensoin, what: start, value: 45}", "there is no thing 'tensoin'"),
    (
        "{of: tension, what: start, value: 45}",
        "{of: tension, what: »approval, value: 4}",
        "tension has no draw `approval`: that is for an action",
    ),
    ("{of: tension, what: start, value: 45}", "{of: tension, what: »begin, value: 4}", "there is no draw 'begin'"),
    (
        "{of: tension, what: start, value: 45}",
        "{of: »any, what: start, value: 45}",
        "`start` differs from thing to thing: name the thing",
    ),
    (
        "{of: tension, what: start, value: 45}",
        "{of: tension, what: start, value: »true}",
        "`start` wants a number, not true",
    ),
    ("{of: shot, what: fact, value: true}", "{of: shot, what: fact, value: »1}", "`fact` wants true or false, not 1"),
    (
        "what: outcome, value: clear}",
        "what: outcome, value: »clean}",
        "ar.inquire has no outcome 'clean' (did you mean clear?): clear or muddy",
    ),
    ("{of: skirmish, what: hazard, value: 20}", "{of: wages, what: »hazard, value: 20}", "wages has no hazard"),
    ("{of: skirmish, what: hazard, value: 20}", "{of: skirmish, what: hazard, value: »-2}", "hours cannot be negative"),
    (
        "{of: skirmish, what: dead, value: 1}",
        "{of: skirmish, what: »cash, value: 1}",
        "skirmish has no effect that changes or reports `cash`",
    ),
    (
        "{of: shot, what: fact, value: true}",
        "{of: shot, what: fact, value: true, seat: »ar}",
        "a `fact` is nobody's in particular: leave `seat` out",
    ),
    (
        "{of: shot, what: fact, value: true}",
        "{of: bo.unleash, what: reaction, nth: »any, value: true}",
        "a reaction needs its number",
    ),
    # Names
    ("starts: 2031-05-04T06:00", "starts: »2031-05-44T06:00", "there is no such time as 2031-05-44T06:00+02:00"),
]


@pytest.mark.parametrize(("old", "new", "said"), MISTAKES, ids=[said[:50] for _, _, said in MISTAKES])
def test_a_mistake_is_told_where_it_is(old: str, new: str, said: str) -> None:
    swap = Swap(old, new)
    told = mistakes(swap)
    matching = [line for line in told if said in line]
    assert len(matching) == 1, told
    for place in places_of_marks(swap):
        assert matching[0].startswith(f"{place}: ")


CASH = "  cash:\n    what: silver"
SECOND_LINK = "basis: pay and the royal seal\n"

# Several changes; what must be said, and where, if it is marked.
BROADER_MISTAKES = [
    (
        [("clear: {weight: 0.6", "clear: {weight: 0"), ("muddy: {weight: 0.4", "muddy: {weight: -1")],
        "all weights are 0: give an outcome a weight above 0",
    ),
    ([("side: bo, what: Local men", "seat: true, what: Local men")], "guards has no doctrine: every seat needs one"),
    (
        [(CASH, "  »guard_control:\n    what: silver")],
        "guard_control stands under parameters, too: one name, one thing",
    ),
    ([(CASH, "  »now:\n    what: silver")], "now means something else in formulas"),
    ([(CASH, "  »count:\n    what: silver")], "count means something else in formulas"),
    ([(CASH, "  »class:\n    what: silver")], "the name class contains a word that means something else"),
    ([(CASH, "  »claim_old_mine:\n    what: silver")], "claim_old_mine is the figure of the claim old_mine"),
    ([("  widows:\n", "  »skirmish:\n")], "skirmish stands under processes, too"),
    ([("  bo.deny:\n    name", "  »bo.propose_pull_back:\n    name")], "comes with the agreement pull_back"),
    ([("  guards: {name", "  »all: {name")], "`all` means something else: give the actor another name"),
    (
        [(SECOND_LINK, SECOND_LINK + "  »other: {principal: bo, proxy: guards, control: 1, basis: fear}\n")],
        "bo controls guards already, through guards_command",
    ),
    (
        [
            (SECOND_LINK, SECOND_LINK + "  other: {principal: ar, proxy: guards, control: 1, basis: fear}\n"),
            ("through: guards_command\n    stance: restrain", "through: »other\n    stance: restrain"),
        ],
        "other is no link of bo: its principal is on another side",
    ),
    (
        [
            ("control: guard_control", "control: cash / 100"),
            ("sight: {all: hidden, bo: exact}", "sight: {all: hidden}"),
            ("requires: obeys(guards_command)", "requires: obeys(»guards_command)"),
        ],
        "bo does not know the control of guards_command: bo cannot see cash",
    ),
    ([("  red_line:\n    kind: red_line", "  »red_line:\n    kind: ultimatum")], "an ultimatum needs a `demand`"),
    ([("  red_line:\n    kind: red_line", "  red_line:\n    kind: pledge")], "nothing triggers a pledge"),
    (
        [("  keep_off:\n    kind: pledge", "  »keep_off:\n    kind: threat")],
        "a threat needs `promised`: the actions that keep it",
    ),
    (
        [("    abstain: [ar.raid]", "    abstain: [ar.raid]\n    promised: [ar.inquire]")],
        "a pledge needs either `promised` (what keeps it) or `abstain` (what breaks it)",
    ),
    (
        [
            ("hawk: {what: strikes first, traits: {boldness: 1}", "hawk: {what: strikes first, traits: {caution: 1}"),
            ("dove: {what: avoids blood, traits: {boldness: 0}", "»dove: {what: avoids blood, traits: {}"),
            ("utility: {what: plays by its doctrine, traits: {boldness: 0.4}", "utility: {what: x, traits: {}"),
        ],
        "persona dove says nothing of `boldness`, which the doctrine of ar names",
    ),
    ([("seats: {bo: {boldness: 0.9}}", "seats: {»guards: {boldness: 0.9}}")], "there is no seat 'guards'"),
    ([(CASH, "  g21972: {what: x, start: 0}\n  g83243: {what: x, start: 0}\n" + CASH)], "rename one of them"),
]


@pytest.mark.parametrize(("changes", "said"), BROADER_MISTAKES, ids=[said[:50] for _, said in BROADER_MISTAKES])
def test_a_mistake_of_several_parts_is_told(changes: list[tuple[str, str]], said: str) -> None:
    swaps = [Swap(old, new) for old, new in changes]
    told = mistakes(*swaps)
    matching = [line for line in told if said in line]
    assert len(matching) == 1, told
    for place in places_of_marks(*swaps):
        assert matching[0].startswith(f"{place}: ")


def test_all_mistakes_are_told_at_once_in_the_order_of_their_places() -> None:
    told = mistakes(
        Swap("when: tension >= 95", "when: tensoin >= 95"),
        Swap("effects: [tension -= 3]", "effects: [deploy(army), tension -= angry]"),
        Swap("    of: ar\n", "    of: are\n"),
    )
    assert [line.partition(": ")[2] for line in told] == [
        "there is no actor 'are' (did you mean ar?)",
        "there is no force army",
        "unknown name angry (did you mean anger?)",
        "unknown name tensoin (did you mean tension?)",
    ]


def test_a_secret_is_kept_from_the_formulas_of_others() -> None:
    third = "  cy: {name: Cyland, seat: true}\n  guards: {name"
    doctrine = "doctrines:\n  cy: {what: It waits., temperature: 1, appeal: {}, hold: »FORMULA}\n"
    for formula, said in (
        ("standing(keep_off) + 1", "cy cannot see keep_off: it is secret"),
        ("in_force(pull_back) + 1", "cy cannot see pull_back: it is private"),
        ("count(whisper)", "cy never sees whisper: its formulas cannot name it"),
    ):
        told = mistakes(
            Swap("  guards: {name", third),
            Swap("    what: Arland stays on its own bank", "    what: Arland stays on its own bank\n    public: false"),
            Swap("doctrines:\n", doctrine.replace("»FORMULA", formula)),
        )
        assert len(told) == 1
        assert told[0].endswith(said)


def test_more_seats_than_masks_have_bits_are_refused() -> None:
    seats = "".join(f"  s{number}: {{name: Seat {number}, seat: true}}\n" for number in range(15))
    told = mistakes(Swap("  guards: {name", f"{seats}  guards: {{name"))
    assert any("there are 17 seats, and at most 16 can play" in line for line in told)
