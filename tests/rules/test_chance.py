"""Addressed chance: the published generator, and draws at addresses that nobody shares."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_sim.rules.chance import normal_quantile, philox, uniforms
from tests.rules.rows import blank_key

WORDS = st.integers(0, 2**32 - 1)

# Random123, kat_vectors, "philox4x32 10": counter, key, result.
PUBLISHED = [
    ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        (0xA4093822, 0x299F31D0),
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]


@pytest.mark.parametrize(("counter", "key", "result"), PUBLISHED)
def test_philox_gives_its_published_test_vectors(counter, key, result):
    assert philox(*counter, *key) == result


@given(st.floats(1e-12, 1 - 1e-12))
def test_normal_quantile_agrees_with_the_standard_library(p):
    expected = statistics.NormalDist().inv_cdf(p)
    assert math.isclose(normal_quantile(p), expected, rel_tol=1e-13, abs_tol=1e-15)


@given(st.tuples(WORDS, WORDS, WORDS, WORDS, WORDS, WORDS))
def test_every_number_lies_in_the_half_open_unit_interval(words):
    state = blank_key(words[0] | (words[1] << 31) & (2**63 - 1), words[2])
    for u in uniforms(state, words[3], words[4] & 0xFF, (words[5] & 7) - 1, words[5], words[4] >> 24):
        assert 0.0 <= u < 1.0


ADDRESSES = st.tuples(
    WORDS,  # item
    st.integers(0, 255),  # purpose
    st.integers(-1, 200),  # owner
    WORDS,  # occurrence
    st.integers(0, 255),  # step
    st.integers(0, 2**40 - 1),  # run
)


@given(ADDRESSES, ADDRESSES)
def test_no_two_addresses_share_their_block_of_luck(one, other):
    """R6: an address is packed into the counter without loss, and Philox maps counters one to one."""
    if one == other:
        return
    assert block_at(one) != block_at(other)


def block_at(address):
    item, purpose, owner, occurrence, step, run = address
    return uniforms(blank_key(7, run), item, purpose, owner, occurrence, step)
