"""The page about credibility, second part: which parameters matter, and which conclusions turn round."""

from collections.abc import Iterator, Mapping
from typing import Any

from tools.validation_words import listed, prose, value_of
from tools.write_docs import code, table

SHOWN = 10
FIRM, LOOSE = 0.95, 0.75


def sensitivity(found: Mapping[str, Any]) -> Iterator[str]:
    """Morris's effects and Sobol's indices."""
    morris, sobol = found["morris"], found["sobol"]
    yield "## What the results hang on\n"
    yield prose(f"""
        All parameters of grade C and D over their ranges. Morris's screening: {morris[0]["points"]:,} points,
        {morris[0]["n"]} games at each with the same luck. Mu* is the mean size of the effect of moving a parameter over
        its range, mu the same with its sign, sigma how much it varies with the others; *chance* is the mu* that luck
        alone would show. Shares are in percentage points.
    """)
    for one in morris:
        scale, unit = (100.0, " %") if one["response"].startswith("outcome.") else (1.0, "")
        yield f"**{one['response']}** (mean over the points {scale * one['mean']:.2f}{unit}):\n"
        if all(row["mu_star_low"] <= row["chance"] for row in one["factors"]):
            yield "No parameter's effect on it can be told from chance at this size: the order below means nothing.\n"
        rows = []
        for row in one["factors"][:SHOWN]:
            sizes = [scale * row[name] for name in ("mu_star", "mu_star_low", "mu_star_high", "mu", "sigma", "chance")]
            size, low, high, mu, sigma, chance = sizes
            rows.append(
                [
                    code(row["factor"]),
                    f"{size:.2f}",
                    f"{low:.2f} to {high:.2f}",
                    f"{mu:+.2f}",
                    f"{sigma:.2f}",
                    f"{chance:.2f}",
                ]
            )
        yield table(["parameter", "mu*", "95 % interval", "mu", "sigma", "chance"], rows)
        yield from (f"\n{remark[:1].upper()}{remark[1:]}." for remark in one["remarks"])
        yield ""
    yield prose(f"""
        Sobol's indices of the ten largest: {sobol[0]["points"]:,} points, {sobol[0]["n"]} games at each. *First*: the
        share of the variance between points that a parameter makes by itself; *total*: with all its interactions.
        Values below zero, and a first above its total, are sampling error.
    """)
    by = {one["response"]: {row["factor"]: row for row in one["factors"]} for one in sobol}
    names = sorted({name for rows in by.values() for name in rows}, key=lambda name: -_largest(by, name))
    rows = [[code(name), *(_index(factors.get(name)) for factors in by.values())] for name in names]
    yield table(["first / total (95 % of total)", *(name.partition(".")[2] or name for name in by)], rows)
    yield from (f"\n{one['response']}: {remark}." for one in sobol for remark in one["remarks"])
    yield ""


def _largest(by: Mapping[str, Mapping[str, Mapping[str, float]]], name: str) -> float:
    return max(factors[name]["total"] for factors in by.values() if name in factors)


def _index(row: Mapping[str, float] | None) -> str:
    if row is None:
        return "–"
    return f"{row['first']:.2f} / {row['total']:.2f} ({row['total_low']:.2f}–{row['total_high']:.2f})"


def flips(found: Mapping[str, Any]) -> Iterator[str]:
    """One parameter at its ends; then all of them anywhere."""
    yield "## Conclusions that turn round within the ranges\n"
    usually, ends = commonest(found), found["ends"]
    rows, others = [], []
    for one in ends:
        ((name, value),) = one["settings"].items()
        if one["missed"]:
            rows.append([code(name), f"{value:g}", listed(one["missed"])])
        if one["commonest"] != usually:
            others.append(f"{code(name)} at {value:g} ({code(one['commonest'])})")
    yield prose(f"""
        One parameter at a time, all that are not of grade A, at either end of its range, {found["sizes"]["ends"]:,}
        games at each: of {len(ends)} ends {len(rows)} miss a band.
    """)
    if rows:
        yield table(["parameter", "at", "then missed"], rows) + "\n"
    stays = f"The commonest outcome, {code(usually)}, stays the commonest at every end."
    yield prose(
        f"The commonest outcome, usually {code(usually)}, is another with {', '.join(others)}." if others else stays
    )
    yield from _spread(found)


def _spread(found: Mapping[str, Any]) -> Iterator[str]:
    spread = found["spread"]
    targets = {one["id"]: one for one in found["validation"]["targets"]}
    yield prose(f"""
        All of them at once, unknown within their ranges: {spread["points"]} points that fill them evenly, {spread["n"]}
        games at each. The share of the points at which the value lies within its band, and between what it lies in nine
        points of ten:
    """)
    rows = []
    for name, share in spread["inside"].items():
        one, (low, middle, high) = targets[name], spread["targets"][name]
        span, band = ([value_of(one, end) for end in pair] for pair in ((low, high), one["band"]))
        title = f"{one['check']} {code(name)}"
        rows.append([title, f"{100 * share:.0f} %", value_of(one, middle), " to ".join(span), " to ".join(band)])
    rows.sort(key=lambda row: row[0])
    yield table(["target", "within", "median", "nine in ten", "band"], rows) + "\n"
    rows = [
        [code(name), f"{100 * middle:.1f} %", f"{100 * low:.1f} to {100 * high:.1f} %", f"{100 * most:.0f} %"]
        for (name, (low, middle, high)), most in zip(
            spread["outcomes"].items(), spread["commonest"].values(), strict=True
        )
    ]
    yield table(["outcome", "median share", "nine in ten", "the commonest in"], rows) + "\n"
    firm = [name for name, share in spread["inside"].items() if share >= FIRM]
    loose = [name for name, share in spread["inside"].items() if share < LOOSE]
    yield prose(f"""
        To be read as: {listed(firm) or "none of the targets"} hold nearly wherever the parameters lie.
        {listed(loose) or "None of them"} hang on values that nobody has measured: a conclusion from these is a
        conclusion about those values.
    """)


def commonest(found: Mapping[str, Any]) -> str:
    """By the usual values: what the ablations are compared with."""
    changes = found["validation"]["ablations"][0]["changes"]
    shares = {name.partition(".")[2]: one["first"] for name, one in changes.items() if name.startswith("outcome.")}
    return str(max(shares, key=lambda name: float(shares[name])))
