"""docs/validation.md, made of the figures of `write_validation`: limits first, then what was measured."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tools.validation_ranges import flips, sensitivity
from tools.validation_words import changed, listed, moves, prose, signed, value_of
from tools.write_docs import code, table

HEAD = """\
# How far New Year's Eve can be believed

This page is written by `make validation`; do not edit it. `crisis-sim validate new_years_eve` checks its first three
sections anew on any machine. What the model is: [model.md](model.md); its numbers, with source and grade:
[model-tables.md](model-tables.md).

## Limits, before any figure

- **Agreement with a band that the model was fitted to is no evidence.** Of the eight checks V1, V3, V5 and V6 are such,
  and V2 is half so. V4, V7 and V8 rest on data that nothing was fitted to; but they count other things than the model
  does, and that is said beside each of them.
- **One crisis is one case.** The hindcast scores one fortnight. Whoever is right about it may have been lucky, and
  whoever is wrong unlucky.
- **Hindsight leaks.** The authors knew what happened from 2 to 10 January 2020. That there are options such as the
  killing of a commander or a warned missile strike at all is hindsight, whatever their numbers; the set as of
  1 January 2020 takes back what can be taken back.
- **Half of the parameters are judgement** (grade D). Which conclusions turn round within their ranges is told below.
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

VERDICTS = {"inside": "inside", "edge": "at the edge", "outside": "**missed**", "no games": "**none**", "told": "–"}
PAIRS = (("us", "ir"), ("ir", "us"), ("us", "mi"), ("mi", "us"), ("us", "iq"), ("iq", "us"))
RECORDED = 6
"""Days that the historical line has."""


def page(found: Mapping[str, Any]) -> str:
    """The whole page."""
    sections = (targets, hindcast, ablations, sensitivity, flips, traces, game, again)
    parts: list[Iterable[str]] = [[HEAD], *(section(found) for section in sections)]
    return "\n".join(line for part in parts for line in part) + "\n"


def targets(found: Mapping[str, Any]) -> Iterator[str]:
    checked = found["validation"]
    yield "## Targets\n"
    yield prose(f"""
        {checked["n"]:,} games by the default bots, seed {checked["seed"]}, 95 % intervals. The rule: a band is
        {checked["rule"]}, so that chance cannot be the reason; *inside*: the whole interval lies within; *at the edge*:
        it crosses an end of the band. With so many games intervals are narrow, and the rule comes close to asking that
        the value itself lie in the band.
    """)
    rows = []
    for one in checked["targets"]:
        interval = f"{value_of(one, one['low'])} to {value_of(one, one['high'])}"
        band = "–" if one["band"] is None else " to ".join(value_of(one, end) for end in one["band"])
        measured = [value_of(one, one["value"]), interval, band, VERDICTS[one["verdict"]]]
        rows.append([one["check"], one["what"], *measured, one["kind"], code(one["source"])])
    yield table(["", "what", "measured", "95 % interval", "band", "", "evidence", "band rests on"], rows)
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
    yield ""
    yield prose("""
        Both scores are means over the five events; lower is better. A forecast of 0 would cost an infinite log score if
        the event came, so all forecasts are clipped alike, once at one in a hundred and once at one in a thousand: the
        choice matters, and is shown.
    """)
    for name, beats in scored["beats_both"].items():
        how = "beats both naive forecasts by every score"
        yield f"- The set *{name}* {how if beats else '**does not beat both naive forecasts by every score**'}."
    yield ""
    yield prose("""
        The usual set was written by people who knew; that it does well is what hindsight looks like. The set free of
        hindsight gives the killing of a commander and the missiles less than the base rates do, as anybody would have
        on New Year's Day. What it has over the base rates is Parliament, because the pledge of the bill is in the
        recorded line, and that it does not expect Americans to die by Iran's own hand. It was not tuned towards this
        score.
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
        in twenty shows by chance: small ones are to be doubted.
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
            Without {listed(idle)} no class of outcomes moves by a percentage point that shows. They move what people
            see and feel, and decide little; nothing should be concluded from them about how such crises end.
        """)


def traces(found: Mapping[str, Any]) -> Iterator[str]:
    trace, games = found["traces"], found["sizes"]["games"]
    yield "## Traces\n"
    yield "How often a blow that stood unanswered was answered in kind within seven days, and after how long:\n"
    rows = []
    for pair, blows in sorted(trace["blows"].items(), key=lambda each: -each[1]):
        answers = trace["answers"][pair]
        if blows * 400 >= games:
            wait = f"{trace['waits'][pair] / 60 / answers:.0f} h" if answers else "–"
            rows.append([pair.replace(">", " → "), f"{blows / games:.2f}", f"{100 * answers / blows:.0f} %", wait])
    yield table(["blow", "a game", "answered", "mean delay"], rows)
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
        batch: `results.dyad_days()`; the events of a run in the columns of public event data: `results.events(run)`.
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
