"""Addressed chance: every number is a pure function of (seed, run) and of an address.

An address is (item, purpose, owner, occurrence, step): the 32-bit hash of the thing's name, what the draw is for, the
seat it belongs to, which time it is, and the step of one sampling. Nothing is streamed: no draw moves another. The
generator is Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").

Written so that Python's integers and 64-bit machine integers agree: a product may wrap, what is kept of it is masked.
"""

from math import log, sqrt

from crisis_sim.terms.rows import State

WORD = 0xFFFFFFFF
UNIT = 1.1102230246251565e-16  # 2 ** -53


def philox(c0: int, c1: int, c2: int, c3: int, k0: int, k1: int) -> tuple[int, int, int, int]:
    """One block of Philox4x32-10: four 32-bit words from a 128-bit counter and a 64-bit key."""
    for _ in range(10):
        p0 = c0 * 0xD2511F53
        p1 = c2 * 0xCD9E8D57
        c0 = ((p1 >> 32) & WORD) ^ c1 ^ k0
        c2 = ((p0 >> 32) & WORD) ^ c3 ^ k1
        c1 = p1 & WORD
        c3 = p0 & WORD
        k0 = (k0 + 0x9E3779B9) & WORD
        k1 = (k1 + 0xBB67AE85) & WORD
    return c0, c1, c2, c3


def uniforms(state: State, item: int, purpose: int, owner: int, occurrence: int, step: int) -> tuple[float, float]:
    """The two numbers in [0, 1), 53 bits each, that lie at this address.

    Item: 32 bits. Purpose: 0 to 255. Owner: a seat, or -1 for nobody. Occurrence: 32 bits. Step: 0 to 255. Run: 40
    bits.
    (Rulebook 2.1.)
    """
    place = ((state.key[3] & 0xFF) << 24) | ((owner + 1) << 16) | (purpose << 8) | step
    a, b, c, d = philox(occurrence & WORD, item, state.key[2], place, state.key[0], state.key[1])
    return ((a << 21) | (b >> 11)) * UNIT, ((c << 21) | (d >> 11)) * UNIT


def uniform(state: State, item: int, purpose: int, owner: int, occurrence: int) -> float:
    """The first of the two numbers at this address. (Rulebook 2.2.)"""
    first, _ = uniforms(state, item, purpose, owner, occurrence, 0)
    return first


def normal_quantile(p: float) -> float:
    """The standard normal value that lies above a share p of all (Wichura 1988, AS 241); p in (0, 1), cut at 1e-16."""
    q = p - 0.5
    if abs(q) <= 0.425:
        r = 0.180625 - q * q
        top = (
            (((((((2.5090809287301226727e3 * r + 3.3430575583588128105e4) * r + 6.7265770927008700853e4) * r
            + 4.5921953931549871457e4) * r + 1.3731693765509461125e4) * r + 1.9715909503065514427e3) * r
            + 1.3314166789178437745e2) * r + 3.3871328727963666080e0) * q
        )  # fmt: skip
        bottom = (
            ((((((5.2264952788528545610e3 * r + 2.8729085735721942674e4) * r + 3.9307895800092710610e4) * r
            + 2.1213794301586595867e4) * r + 5.3941960214247511077e3) * r + 6.8718700749205790830e2) * r
            + 4.2313330701600911252e1) * r + 1.0
        )  # fmt: skip
        return top / bottom
    r = p if q <= 0.0 else 1.0 - p
    if r < 1e-16:
        r = 1e-16
    r = sqrt(-log(r))
    if r <= 5.0:
        r = r - 1.6
        top = (
            ((((((7.74545014278341407640e-4 * r + 2.27238449892691845833e-2) * r + 2.41780725177450611770e-1) * r
            + 1.27045825245236838258e0) * r + 3.64784832476320460504e0) * r + 5.76949722146069140550e0) * r
            + 4.63033784615654529590e0) * r + 1.42343711074968357734e0
        )  # fmt: skip
        bottom = (
            ((((((1.05075007164441684324e-9 * r + 5.47593808499534494600e-4) * r + 1.51986665636164571966e-2) * r
            + 1.48103976427480074590e-1) * r + 6.89767334985100004550e-1) * r + 1.67638483018380384940e0) * r
            + 2.05319162663775882187e0) * r + 1.0
        )  # fmt: skip
    else:
        r = r - 5.0
        top = (
            ((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.24266094738807843860e-3) * r
            + 2.65321895265761230930e-2) * r + 2.96560571828504891230e-1) * r + 1.78482653991729133580e0) * r
            + 5.46378491116411436990e0) * r + 6.65790464350110377720e0
        )  # fmt: skip
        bottom = (
            ((((((2.04426310338993978564e-15 * r + 1.42151175831644588870e-7) * r + 1.84631831751005468180e-5) * r
            + 7.86869131145613259100e-4) * r + 1.48753612908506148525e-2) * r + 1.36929880922735805310e-1) * r
            + 5.99832206555887937690e-1) * r + 1.0
        )  # fmt: skip
    return -top / bottom if q < 0.0 else top / bottom
