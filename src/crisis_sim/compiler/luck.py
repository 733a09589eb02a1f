"""The 32-bit numbers under which chance is addressed: hashes of names. Adding a thing shifts nobody else's luck."""

from hashlib import blake2b


def luck_of(name: str) -> int:
    """From 1 to 2**32 - 1, the same on every machine. `name` says what kind of thing it is, too: `gauge/tension`."""
    return int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "little") or 1


class Luck:
    """Hands out these numbers, and notices when two names share one."""

    def __init__(self) -> None:
        self._names: dict[int, str] = {}
        self.clashes: list[tuple[str, str]] = []

    def of(self, name: str) -> int:
        number = luck_of(name)
        other = self._names.setdefault(number, name)
        if other != name and (other, name) not in self.clashes:
            self.clashes.append((other, name))
        return number
