"""The views that people look at now, and the work of keeping them up to date, one small step at a time.

Every view that has been asked for is a stream. What a seat sees is encoded once, whatever roles and however many people
look at it. The facilitator's view may lag a little; the others are drawn before their table changes again.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from crisis_sim.classroom import overview, views
from crisis_sim.classroom.exercise import OF_A_SEAT, Exercise
from crisis_sim.classroom.overview import Live, Log
from crisis_sim.classroom.people import Person
from crisis_sim.classroom.streams import Stream
from crisis_sim.classroom.table import Table
from crisis_sim.classroom.views import News

SOON = 0.25
"""Seconds between two drawings of the facilitator's view."""

View = tuple[str, ...]
WAITING: View = ("waiting",)
CONTROL: View = ("control",)


def view_of(person: Person) -> View:
    """What somebody looks at."""
    if person.kind == "control":
        return CONTROL
    if person.kind == "screen":
        return ("screen", str(person.table))
    if person.post is None:
        return WAITING
    table, seat, role = person.post
    return "seat", str(table), seat, role


class Looking:
    """Somebody who is connected. `woken` is set when there is more to read, or when they have to go: `code`."""

    def __init__(self, person: Person, view: View, stream: Stream) -> None:
        self.person, self.view, self.stream = person, view, stream
        self.woken = stream.listen()
        self.code: int | None = None


class Gallery:
    """All views of one exercise."""

    def __init__(self, exercise: Exercise) -> None:
        self._exercise = exercise
        self._start = 0
        self._streams: dict[View, Stream] = {}
        self._seats: dict[tuple[int, str], dict[View, Stream]] = {}  # those of the streams that are of a seat
        self._dirty: dict[int, dict[str, set[str]]] = {}  # parts by seat, by table
        self._screens: set[int] = set()
        self._news: dict[tuple[int, str], News] = {}
        self._logs: dict[int, Log] = {}
        self._people: dict[str, set[Looking]] = {}
        self._books: dict[tuple[int, str, str, frozenset[str]], bytes] = {}
        self._control_tables: set[int] = set()  # that the facilitator's view has to be drawn of, soon
        self._control_due: set[int] = set()  # and those of them whose time has come
        self._later: asyncio.TimerHandle | None = None
        self.present: Counter[str] = Counter()
        self.addresses: tuple[str, ...] = ()
        self.lan = False
        self.trouble: str | None = None
        self.locked: Mapping[str, float] = {}
        self.wake: Callable[[], None] = lambda: None
        """Called when there is something to draw that nobody's command has brought."""

    def begin(self, start: int) -> None:
        """The streams of this start of the server have nothing to do with those before it."""
        self._start = start
        self._streams.clear()
        self._seats.clear()

    # People who look

    def enter(self, person: Person) -> Looking:
        """Somebody connects."""
        view = view_of(person)
        looking = Looking(person, view, self._stream(view))
        self._people.setdefault(person.id, set()).add(looking)
        self.present[person.id] += 1
        self.look_again()
        if view == CONTROL:
            self._draw_everybody()
        return looking

    def leave(self, looking: Looking) -> None:
        """They are gone."""
        looking.stream.forget(looking.woken)
        self._people[looking.person.id].discard(looking)
        self.present[looking.person.id] -= 1
        self.look_again()

    def seat(self, table: int, seat: str) -> bytes:
        """All that the people of a seat see now, as one object."""
        stream = Stream(0)
        self._draw(self._exercise.tables[table - 1], seat, set(OF_A_SEAT), {("seat", str(table), seat, "head"): stream})
        return stream.parts()

    # What has changed

    @property
    def waiting(self) -> bool:
        """Whether something is not drawn yet that has to be."""
        return bool(self._dirty or self._screens or self._control_due)

    def take(self, tables: Iterable[int]) -> None:
        """Notes what the last entry has changed; it concerned these tables."""
        exercise = self._exercise
        for table, seat, part in exercise.changed:
            self._dirty.setdefault(table, {}).setdefault(seat, set()).add(part)
            self._screens.add(table)
        exercise.changed.clear()
        for id_ in exercise.moved:
            person = exercise.people.all[id_]
            for looking in self._people.get(id_, ()):
                if person.revoked or looking.view != view_of(person):
                    looking.code = 4003 if person.revoked else 4001
                    looking.woken.set()
        exercise.moved.clear()
        if WAITING in self._streams:
            self._streams[WAITING].put("stage", views.encoded(views.stage(exercise, None)))
        self._control_tables.update(tables)
        self.look_again()

    def look_again(self) -> None:
        """The facilitator's view is drawn anew soon."""
        if self._later is None and CONTROL in self._streams:
            self._later = asyncio.get_running_loop().call_later(SOON, self._draw_everybody)

    def draw_seat(self, number: int, seat: str) -> None:
        """Draws the view of this seat, if it lags behind."""
        seats = self._dirty.get(number, {})
        parts, theirs = seats.pop(seat, None), self._of_seat(number, seat)
        if not seats:
            self._dirty.pop(number, None)
        if parts and theirs:
            self._draw(self._exercise.tables[number - 1], seat, parts, theirs)

    def draw_one(self, table: int | None = None) -> bool:
        """Draws one view that lags behind, of this table or of any; whether there was one."""
        number = next(iter(self._dirty), None) if table is None else table
        if number is not None and number in self._dirty:
            self.draw_seat(number, next(reversed(self._dirty[number])))
            return True
        number = next(iter(self._screens), None) if table is None else table
        if number is not None and number in self._screens:
            self._screens.discard(number)
            self._draw_screen(number)
            return True
        if table is None and self._control_due:
            self._draw_for_control(self._control_due.pop())
            return True
        return False

    # Drawing

    def _stream(self, view: View) -> Stream:
        if view in self._streams:
            return self._streams[view]
        stream = self._streams[view] = Stream(self._start)
        match view:
            case ("seat", number, seat, _):
                self._draw_first(int(number), seat, view, stream)
                self._seats.setdefault((int(number), seat), {})[view] = stream
            case ("screen", number):
                self._draw_screen(int(number))
            case ("control",):
                stream.put("scenario", overview.of_the_scenario(self._exercise))
                self._draw_everybody()
                for table in self._exercise.tables:
                    self._draw_for_control(table.number)
            case _:
                stream.put("stage", views.encoded(views.stage(self._exercise, None)))
        return stream

    def _of_seat(self, number: int, seat: str) -> Mapping[View, Stream]:
        return self._seats.get((number, seat), {})

    def _draw(self, table: Table, seat: str, parts: set[str], streams: Mapping[View, Stream]) -> None:
        news = self._news_of(table, seat) if "news" in parts else None
        made = views.of_seat(self._exercise, table, seat, parts, news)
        for view, stream in streams.items():
            if "book" in parts:
                stream.put("book", self._book(table.number, seat, view[3]))
            for part in OF_A_SEAT:
                if part in made:
                    stream.put(part, made[part])

    def _draw_first(self, number: int, seat: str, view: View, stream: Stream) -> None:
        """What a role sees at first is what others in the seat see, but for the book."""
        sibling = next(iter(self._of_seat(number, seat).values()), None)
        if sibling is None:
            self._draw(self._exercise.tables[number - 1], seat, set(OF_A_SEAT), {view: stream})
            return
        stream.put("book", self._book(number, seat, view[3]))
        for part in OF_A_SEAT:
            if part != "book":
                stream.put(part, sibling.part(part))

    def _book(self, number: int, seat: str, role: str) -> bytes:
        """It depends on who else is in the seat, and on nothing else: it is encoded once for each such case."""
        key = number, seat, role, frozenset(self._exercise.people.filled(number, seat))
        if key not in self._books:
            self._books[key] = views.encoded(views.book(self._exercise, self._exercise.tables[number - 1], seat, role))
        return self._books[key]

    def _draw_screen(self, number: int) -> None:
        stream = self._streams.get(("screen", str(number)))
        if stream is None:
            return
        table = self._exercise.tables[number - 1]
        heard = [news for seat in table.seats if (news := self._news_of(table, seat)) is not None]
        for part, value in overview.of_screen(self._exercise, table, heard, self.addresses).items():
            stream.put(part, value)

    def _draw_everybody(self) -> None:
        """The facilitator's view, but for the tables: those come one at a time, and others are answered in between."""
        if self._later is not None:
            self._later.cancel()
            self._later = None
        stream = self._streams[CONTROL]
        live = Live(self.addresses, frozenset(+self.present), self.locked, self.trouble, self.lan)
        for part, value in overview.of_everybody(self._exercise, live).items():
            stream.put(part, value)
        self._control_due |= self._control_tables
        self._control_tables.clear()
        self.wake()

    def _draw_for_control(self, number: int) -> None:
        stream, table = self._streams[CONTROL], self._exercise.tables[number - 1]
        for part, value in overview.of_table(self._exercise, table, self._log_of(table)).items():
            stream.put(part, value)

    def _news_of(self, table: Table, seat: str) -> News | None:
        if not table.begun:
            return None
        known = self._news.get((table.number, seat))
        if known is None or known.game is not table.game:
            known = self._news[table.number, seat] = News(table.game, seat)
        return known

    def _log_of(self, table: Table) -> Log | None:
        if not table.begun:
            return None
        known = self._logs.get(table.number)
        if known is None or known.game is not table.game:
            known = self._logs[table.number] = Log(table.game)
        return known
