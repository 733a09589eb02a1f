"""Who somebody is, and whether they may come in: codes for joining, tokens, and a lock for those who guess."""

import hashlib
import hmac
import ipaddress
import secrets
from collections import deque
from collections.abc import Callable, Mapping
from time import monotonic
from typing import NamedTuple

from crisis_sim.classroom.exercise import Exercise
from crisis_sim.classroom.people import Person

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""Without those that are mistaken for one another: 30 of them."""
CODE_LENGTH = 9
"""44 bits."""
MOST_FAILURES, WITHIN = 10, 60.0
"""Failed tries of one address, and the seconds they are counted for."""
MOST_ADDRESSES = 10_000
COOKIE = "seat"
BURST, A_SECOND = 40.0, 10.0
"""Commands of one person at once, and in the long run."""


def new_code() -> str:
    """A code for joining, as it is shown: `K7QF2-M3XA`."""
    letters = "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))
    return f"{letters[:5]}-{letters[5:]}"


def same_code(one: str, other: str) -> bool:
    """However it was typed."""
    return hmac.compare_digest(_bare(one), _bare(other))


def _bare(code: str) -> bytes:
    return "".join(letter for letter in code.upper() if letter.isalnum()).encode()


def new_token() -> str:
    """256 bits."""
    return secrets.token_urlsafe(32)


def hashed(token: str, exercise: str) -> str:
    """What is kept of a token. It counts in one exercise alone."""
    return hashlib.sha256(f"{exercise}\n{token}".encode(errors="replace")).hexdigest()


class Password:
    """The facilitator's, kept as something it cannot be had from."""

    def __init__(self, password: str) -> None:
        self._salt = secrets.token_bytes(16)
        self._kept = self._of(password)

    def fits(self, password: str) -> bool:
        """Whether this is it."""
        return hmac.compare_digest(self._of(password), self._kept)

    def _of(self, password: str) -> bytes:
        return hashlib.scrypt(password.encode(errors="replace"), salt=self._salt, n=2**14, r=8, p=1)


class Guessed(NamedTuple):
    """What a code opens. `kind` as in `Person`; table and seat, where the code says so."""

    kind: str
    table: int | None = None
    seat: str | None = None


def opened_by(exercise: Exercise, code: str) -> Guessed | None:
    """What this code of an exercise opens; None: nothing."""
    codes, found = exercise.made["codes"], None
    if same_code(code, codes["join"]):
        found = Guessed("pupil")
    for table, screen in codes["screen"].items():
        if same_code(code, screen):
            found = Guessed("screen", int(table))
    for table, seats in codes["seats"].items():
        for seat, theirs in seats.items():
            if same_code(code, theirs):
                found = Guessed("pupil", int(table), seat)
    return found


class Lock:
    """Counts failed tries by address, and shuts the door to who has too many of them."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._failures: dict[str, deque[float]] = {}

    def seconds(self, address: str) -> float:
        """For how long this address is locked out; 0: it is not."""
        failures = self._recent(_network(address))
        return WITHIN - (self._now() - failures[0]) if len(failures) >= MOST_FAILURES else 0.0

    def failed(self, address: str) -> None:
        """A wrong code or password came from there."""
        if len(self._failures) >= MOST_ADDRESSES:
            self._failures = {one: tries for one in list(self._failures) if (tries := self._recent(one))}
        self._failures.setdefault(_network(address), deque(maxlen=MOST_FAILURES)).append(self._now())

    def release(self, address: str) -> None:
        """By the facilitator."""
        self._failures.pop(_network(address), None)

    @property
    def locked(self) -> Mapping[str, float]:
        """Every address that is locked out, with the seconds that are left."""
        return {one: left for one in list(self._failures) if (left := self.seconds(one)) > 0}

    def _recent(self, address: str) -> deque[float]:
        failures = self._failures.get(address, deque())
        while failures and self._now() - failures[0] >= WITHIN:
            failures.popleft()
        return failures


def _network(address: str) -> str:
    """An IPv6 guest has as many addresses as they like in their network: it counts as one."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and not found.is_loopback:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


class Pace:
    """How fast somebody sends commands."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._left: dict[str, tuple[float, float]] = {}

    def too_fast(self, person: Person) -> bool:
        """Counts one command more; whether it is one too many."""
        now = self._now()
        left, at = self._left.get(person.id, (BURST, now))
        left = min(BURST, left + (now - at) * A_SECOND) - 1
        self._left[person.id] = max(left, 0.0), now
        return left < 0
