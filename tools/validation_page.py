"""docs/validation.md, made of the figures of `write_validation`: limits first, then what was measured."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tools.validation_ranges import commonest, flips, sensitivity
from tools.validation_words import changed, listed, moves, prose, signed, unit_of, value_of
from tools.write_docs import code, table

HEAD = """\
# How far New Year's Eve can be believed

This page is written by `make validation`; do not edit it. `crisis-sim validate new_years_eve` checks targets, hindcast
and, on fewer games, ablations anew on any machine. The model: [model.md](model.md); its numbers, with source and
grade: [model-tables.md](model-tables.md).

## Limits, before any figure

- **No check here is clean evidence.** V1, V3, V5, V6 and half of V2 were fitted: that they are met shows nothing. The
  bands of V4, V7 and V8 rest on data from outside by which no number was set; but the authors knew them, and worked on
  the doctrines until the outcomes lay in them. Agreement shows that the model can be brought there, not that it was
  found there. What is counted for V7 and V8 was a choice, too; other choices miss the band, and that is said beside
  them.
- **Everything ends after fourteen days.** What is not over by then is counted with what there is of it so far.
- **Only parameters were varied.** The weights within the doctrines (some six hundred numbers), and delays, starts and
  chances that are written into actions, were held fixed; so were the temperaments, but for one table below.
- **War rests on one coin.** Nearly all open wars go through an unplanned clash, and whether one grows is a judgement
  (`slide_grows`, grade D). At the ends of its range open war comes in 1.0 % and 1.8 % of 20,000 games, and in 0.5 % if
  no clash ever grows. That V4 is met says that the coin was not set wrong by much, and little else.
- **One crisis is one case.** The hindcast scores one fortnight. Whoever is right about it may have been lucky, and
  whoever is wrong unlucky.
- **Hindsight leaks.** The authors knew what happened from 2 to 10 January 2020. That there are options such as the
  killing of a commander or a warned missile strike at all is hindsight, whatever their numbers; the set as of
  1 January 2020 takes back what can be taken back.
{judged}
- **Who decides is a formula.** Doctrines were written with the outcomes in view; a doctrine is one mind without a
  cabinet.
- **Probabilities here are shares of the model's own games.** They are no forecasts, then or now.
- The reference class of sieges is small (thirteen cases) and was coded from memory. Grievance, resolve, control and the
  hazards of death in a crowd are the weakest numbers; delays, rocket rates and base rates of war the strongest.
"""

READ = """\
Twenty random and five extreme runs (the bloodiest, the longest siege, hostages, the most attacks, a war) were read line
by line. Mended because of it: marches and funerals by night, a claim repeated with the same figure, national mourning
declared twice for the same dead, hostages taken while others were held, a reception stormed that had been broken into,
terms negotiated for a siege that was over, an agreement accepted twice, a Swiss channel that opened twice within the
hour, a warned strike that needed the Swiss although it was Baghdad that passed the warning on.
"""

KINDS = {"calibration": "calibration", "partly": "half calibration", "independent": "outside"}
VERDICTS = {"inside": "inside", "edge": "at the edge", "outside": "**missed**", "no games": "**none**", "told": "–"}
PAIRS = (("us", "ir"), ("ir", "us"), ("us", "mi"), ("mi", "us"), ("us", "iq"), ("iq", "us"))
RECORDED = 6
"""Days that the historical line has."""


def page(found: Mapping[str, Any]) -> str:
    """The whole page."""
    sections = (targets, hindcast, ablations, pushes, sensitivity, flips, temperaments, traces, game, again)
    parts: list[Iterable[str]] = [[HEAD.replace("{judged}", judged(found))], *(section(found) for section in sections)]
    return "\n".join(line for part in parts for line in part) + "\n"


def judged(found: Mapping[str, Any]) -> str:
    """How many numbers are judgement, and how much hangs on them."""
    spread, grades = found["spread"], found["grades"]
    of = sum(grades.values())
    usually = commonest(found)
    others = max((share, name) for name, share in spread["commonest"].items())
    inside = spread["inside"]
    return prose(
        f"""
        - **{grades["D"]} of the {of} parameters are judgement** (grade D; switches not counted). With all that are not
        measured free within their ranges {code(usually)} is the commonest outcome at
        {100 * spread["commonest"][usually]:.0f} % of the points and {code(others[1])} at {100 * others[0]:.0f} %; open
        war lies in its band at {100 * inside["open_war"]:.0f} %, American retaliation at
        {100 * inside["retaliation"]:.0f} %. Which conclusions turn round is told below.
    """,
        indent="  ",
    ).rstrip("\n")


def targets(found: Mapping[str, Any]) -> Iterator[str]:
    checked = found["validation"]
    yield "## Targets\n"
    yield prose(f"""
        {checked["n"]:,} games by the default bots, seed {checked["seed"]}, 95 % intervals. The rule: a band is
        {checked["rule"]}, so that chance cannot be the reason; *inside*: the whole interval lies within; *at the edge*:
        it crosses an end of the band. With so many games intervals are narrow, and the rule comes close to asking that
        the value itself lie in the band. Hours are whole, so that the interval of a median can be a point. Under
        *evidence*: "outside" is a band from data by which no number was set, see the limits above.
    """)
    rows = []
    for one in checked["targets"]:
        interval = f"{value_of(one, one['low'])} to {value_of(one, one['high'])}"
        band = "–" if one["band"] is None else " to ".join(value_of(one, end) for end in one["band"])
        measured = [value_of(one, one["value"]) + unit_of(one), interval, band, VERDICTS[one["verdict"]]]
        kind = "–" if one["band"] is None else KINDS[one["kind"]]
        rows.append([one["check"], one["what"], *measured, kind, code(one["source"])])
    yield table(["", "what", "measured", "95 % interval", "band", "", "evidence", "band rests on"], rows)
    yield ""
    rows = [
        [code(name), f"{100 * one['value']:.2f} %", f"{100 * one['low']:.2f} % to {100 * one['high']:.2f} %"]
        for name, one in checked["outcomes"].items()
    ]
    yield "How these games end:\n"
    yield table(["outcome", "share", "95 % interval"], rows)
    yield "\nHow far the two sides of each line are comparable:\n"
    for one in checked["targets"]:
        yield f"- **{one['check']}, {one['what']}.** {one['caveat']}"
    yield ""


def hindcast(found: Mapping[str, Any]) -> Iterator[str]:
    scored = found["validation"]["hindcast"]
    forecasts = scored["forecasts"]
    yield "## Hindcast\n"
    yield prose(f"""
        {scored["what"]} {scored["n"]:,} games for each set, from {scored["lines"]} recorded lines that differ in what
        nobody knew then (each side's resolve, and whether Soleimani himself ran things). Intervals are from line to
        line.
    """)
    rows = []
    for name, event in scored["events"].items():
        chances = [_chance(one["chances"][name]) for one in forecasts]
        rows.append([event["what"], "yes" if event["happened"] else "no", *chances])
    for k, clip in enumerate(scored["clips"]):
        rows.append([f"**Brier score**, clipped at {clip:g}", "", *(f"{one['brier'][k]:.3f}" for one in forecasts)])
        rows.append([f"**log score**, clipped at {clip:g}", "", *(f"{one['log'][k]:.3f}" for one in forecasts)])
    yield table(["event, 2 to 10 January 2020", "came", *(one["name"] for one in forecasts)], rows)
    yield "\nWhere the base rates come from, and what they count:\n"
    yield from (f"- **{event['what']}.** {event['note']}" for event in scored["events"].values())
    yield ""
    yield prose("""
        Both scores are means over the five events; lower is better. A forecast of 0 would cost an infinite log score if
        the event came, so all forecasts are clipped alike, once at one in a hundred and once at one in a thousand: the
        choice matters, and is shown. The events hang together: whoever foresees the killing gets the others almost for
        nothing. In effect one thing is scored, once.
    """)
    for name, beats in scored["beats_both"].items():
        how = "beats both naive forecasts by every score"
        yield f"- The set *{name}* {how if beats else '**does not beat both naive forecasts by every score**'}."
    yield ""
    yield prose("""
        The usual set was written by people who knew; that it does well is what hindsight looks like. The set as of
        1 January, in which the marked numbers are taken back, gives the killing of a commander and the missiles less
        than the base rates do. What it has over the base rates is Parliament, because the pledge of the bill is in the
        recorded line, and that it does not expect Americans to die by Iran's own hand. Its log score with forecasts
        clipped at one in a hundred flatters it besides: the clip raises its chance of the missiles.
    """)


def _chance(one: Mapping[str, float]) -> str:
    span = f" ({100 * one['low']:.1f}–{100 * one['high']:.1f})" if one["low"] < one["high"] else ""
    return f"{100 * one['p']:.1f} %{span}"


def ablations(found: Mapping[str, Any]) -> Iterator[str]:
    taken = found["validation"]["ablations"]
    yield "## Each mechanism taken out\n"
    yield prose(f"""
        The same {found["sizes"]["ablation"]:,} games without one mechanism. Outcomes in percentage points, other means
        in their own units; only changes whose paired 95 % interval excludes zero are shown. Of so many comparisons one
        in twenty shows by chance: shifts of less than half a point are to be doubted. A point is much for what is rare:
        open war comes in one game of seventy.
    """)
    rows, idle = [], []
    for one in taken:
        moved = {name: change["difference"] for name, change in one["changes"].items() if moves(change)}
        classes = {name.partition(".")[2]: 100 * size for name, size in moved.items() if name.startswith("outcome.")}
        others = {name.removeprefix("gauge."): size for name, size in moved.items() if not name.startswith("outcome.")}
        told = ", ".join(
            f"{name} {classes[name]:+.1f}" for name in sorted(classes, key=lambda name: -abs(classes[name]))
        )
        rest = ", ".join(f"{name} {signed(size)}" for name, size in others.items())
        rows.append([code(one["mechanism"]), told or "–", rest or "–", listed(one["missed"]) or "–"])
        if max(map(abs, classes.values()), default=0.0) < 1.0:
            idle.append(one["mechanism"])
    yield table(["without", "outcomes", "escalation, and the gauges that the targets read", "then missed"], rows)
    yield ""
    if idle:
        yield prose(f"""
            Without {listed(idle)} no class of outcomes changes its share by a percentage point that shows: they move
            what people see and feel more than how a crisis ends.
        """)
    rarer = [
        f"{code(one['mechanism'])} ({100 * war['first']:.2f} to {100 * war['second']:.2f} %)"
        for one in taken
        if moves(war := one["changes"]["outcome.open_war"])
    ]
    if rarer:
        yield prose(f"The share of open war changes without {', '.join(rarer)}.")


def pushes(found: Mapping[str, Any]) -> Iterator[str]:
    """The direction tests."""
    yield "## What must push which way\n"
    yield prose("""
        Whatever the numbers are, some things must raise others. Each row plays the same games twice, with one setting
        changed (seed 11, so not the games of the targets); the change with its 95 % interval. A test fails when an
        interval does not lie wholly on its side of zero.
    """)
    rows = []
    for one in found["directions"]:
        first, second = one["settings"]
        ((name, low),), high = first.items(), next(iter(second.values()))
        change = one["change"]
        span = f"{change['low']:+.3g} to {change['high']:+.3g}"
        size = f"{change['first']:.3g} → {change['second']:.3g}"
        setting = f"{code(name)} {low:g} → {high:g}"
        rows.append([one["what"], setting, code(one["measure"]), f"{one['games']:,}", size, span])
    yield table(["", "setting", "measured", "games", "mean", "change"], rows)
    yield ""


def temperaments(found: Mapping[str, Any]) -> Iterator[str]:
    """How it ends by who decides."""
    yield "## By other temperaments\n"
    yield prose(f"""
        All that stands above is by the default bots, `utility`. All four seats by one temperament,
        {found["sizes"]["personas"]:,} games each:
    """)
    shares = found["personas"]
    classes = list(next(iter(shares.values())))
    rows = [[code(name), *(f"{100 * shares[who][name]:.1f} %" for who in shares)] for name in classes]
    yield table(["outcome", *map(code, shares)], rows)
    yield ""


def traces(found: Mapping[str, Any]) -> Iterator[str]:
    trace, games = found["traces"], found["sizes"]["games"]
    yield "## Traces\n"
    yield "How often a blow that stood unanswered was answered in kind within seven days, and after how long:\n"
    rows = []
    for pair, blows in sorted(trace["blows"].items(), key=lambda each: -each[1]):
        answers = trace["answers"][pair]
        if blows * 400 >= games:
            wait = f"{trace['waits'][pair] / 60 / answers:.0f} h" if answers else "–"
            most = f"{100 * (answers + trace['cut'][pair]) / blows:.0f} %"
            least = f"{100 * answers / blows:.0f} %"
            rows.append([pair.replace(">", " → "), f"{blows / games:.2f}", least, most, wait])
    yield table(["blow", "a game", "answered, at least", "at most", "mean delay, at least"], rows)
    yield ""
    yield prose("""
        Games end after two weeks, or with a war. Of a blow in their last seven days it is not known whether it would
        have been answered: “at least” counts those that were seen to be, “at most” those that still might have been as
        well.
    """)
    yield "\nDurations, at their quantiles:\n"
    rows = [
        [name, f"{one['n']:,}", *(f"{value:.0f}" for value in one["quantiles"])]
        for name, one in trace["durations"].items()
    ]
    yield table(["", "games", "5 %", "25 %", "50 %", "75 %", "95 %"], rows)
    yield ""
    yield prose("""
        The tone of the main pairs, day by day: Goldstein's values of the deeds of one side towards the other, summed
        over the day, mean over the games; in brackets the historical line, which ends on 2 January. Such series of any
        batch: `results.dyad_days()`; the events of a run in the columns of public event data: `results.events(run)`. No
        public event data were compared with them.
    """)
    by = {(one["source"], one["target"], one["day"]): one for one in trace["days"]}
    rows = []
    for day in sorted({one["day"] for one in trace["days"]}):
        cells = [by[source, target, day] for source, target in PAIRS]
        past = [f" ({one['historical']:.1f})" if day < RECORDED else "" for one in cells]
        told = [f"{one['goldstein']:.1f}{was}" for one, was in zip(cells, past, strict=True)]
        rows.append([cells[0]["date"], *told])
    yield table(["24 hours from 19:20 on", *(f"{source} → {target}" for source, target in PAIRS)], rows)
    yield f"\n{READ}"


def game(found: Mapping[str, Any]) -> Iterator[str]:
    sizes, seats = found["sizes"], found["seats"]
    yield "## Is it a game?\n"
    yield prose(f"""
        One seat's own score (0 to 100) by its doctrine over {sizes["balance"]:,} games, and how it changes when
        somebody else decides in that seat alone; paired, 95 % intervals. `look_ahead`, over {sizes["ahead"]:,} games,
        tries its best options in imagined games.
    """)
    agents = list(seats[0]["agents"])
    rows = [
        [
            code(one["seat"]),
            f"{one['mean']:.1f}",
            f"{one['sd']:.1f}",
            *(changed(one["agents"][name]) for name in agents),
        ]
        for one in seats
    ]
    yield table(["seat", "mean", "sd", *map(code, agents)], rows)
    by_chance = [one["seat"] for one in seats if one["agents"]["random"]["high"] >= 0]
    no_better = [one["seat"] for one in seats if one["agents"]["look_ahead"]["low"] <= 0]
    doubtful = f", except that for {listed(no_better)} the interval holds zero" if no_better else ""
    never = [name for name, share in found["chosen"].items() if share == 0.0]
    rare = sorted((share, name) for name, share in found["chosen"].items() if share > 0.0)[:5]
    spreads = [one["sd"] for one in seats]
    yield ""
    yield f"- Chance instead of choice lowers every seat's score{f', except {listed(by_chance)}' if by_chance else ''}."
    yield f"- Looking one decision ahead raises it in every seat{doubtful}."
    yield f"- The spreads of the four scores lie between {min(spreads):.1f} and {max(spreads):.1f}."
    yield (
        f"- Of {len(found['chosen'])} actions {f'all but {listed(never)}' if never else 'every one'} is carried out in "
        "some of "
        f"{sizes['games']:,} games by doctrines; the rarest: "
        + ", ".join(f"{code(name)} {100 * share:.2f} %" for share, name in rare)
        + "."
    )
    yield _always(found)


def _always(found: Mapping[str, Any]) -> str:
    best: dict[str, tuple[float, str]] = {}
    for one in found["always"]:
        seat = one["action"].partition(".")[0]
        best[seat] = max(best.get(seat, (-100.0, "")), (one["change"]["difference"], one["action"]))
    told = "; ".join(f"{seat}: {code(name)} {gain:+.1f}" for seat, (gain, name) in best.items())
    gains = sum(one["change"]["low"] > 0 for one in found["always"])
    spread = {seat["seat"]: seat["sd"] for seat in found["seats"]}
    largest = max(gain / spread[seat] for seat, (gain, _) in best.items())
    return (
        f"- One order, given whenever it can be, beside the doctrine: of {len(found['always'])} such rules {gains} "
        f"gain anything that shows over {found['sizes']['always']:,} games; the best of each seat are {told}. None "
        f"gains more than {largest:.2f} of the standard deviation of its seat.\n"
    )


def again(found: Mapping[str, Any]) -> Iterator[str]:
    checked = found["validation"]
    yield "## How to do it again\n"
    yield prose(f"""
        `crisis-sim validate new_years_eve -n {checked["n"]}` gives the targets and the hindcast above to the last
        digit; `make validation` everything. Made with scenario `{checked["scenario_hash"]}`, rules
        {checked["rules_version"]}, seed {checked["seed"]}. All figures: [validation.json](validation.json).
    """).rstrip()
