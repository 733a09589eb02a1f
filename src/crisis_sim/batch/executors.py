"""Who does the work: threads, processes, or a Dask cluster; all of them behind `concurrent.futures.Executor`."""

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import wait
from typing import Any
from urllib.parse import urlsplit
from warnings import catch_warnings, simplefilter

from crisis_sim.batch.engines import COMPILED
from crisis_sim.batch.installed import need
from crisis_sim.scenario.errors import printable
from crisis_sim.terms.records import WrongUse

LOCAL = "local"
MOST_WORKERS = 1_024
ANSWER_SECONDS = 20
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True)
class Crew:
    """So many workers. `start` gives an executor of them, anew if one broke; `lost`: what it raises when one is."""

    workers: int
    start: Callable[[], Executor]
    lost: tuple[type[BaseException], ...] = ()


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def crew_of(engine: str, workers: int | None = None, cluster: str | None = None) -> Iterator[Crew]:
    """The workers for an engine: on this machine, or on a cluster (`local`, or its address). WrongUse, if not so."""
    if workers is not None and not 1 <= workers <= MOST_WORKERS:
        raise WrongUse(f"the number of workers lies between 1 and {MOST_WORKERS:,}")
    if cluster is None:
        yield _here(engine, workers or cores())
        return
    check_address(cluster)
    need("--cluster", "batch,cluster", "distributed", *(["cryptography"] if cluster == LOCAL else []))
    with _dask(cluster, workers) as client:
        yield client


def check_address(cluster: str) -> None:
    """WrongUse for whatever is not `local`, an address with TLS, or one on this very machine."""
    if cluster == LOCAL:
        return
    shown = printable(cluster[:100])
    scheme, _, place = cluster.partition("://")
    try:
        address = urlsplit(cluster)
        host, port = address.hostname, address.port
        whole = place == address.netloc and not address.username
    except ValueError:
        host, port, whole = None, None, False
    if scheme not in ("tls", "tcp") or not (host and port and whole):
        raise WrongUse(f"--cluster {shown}: write `local`, or the address of a scheduler, tls://HOST:PORT")
    if scheme == "tcp" and host not in LOOPBACK:
        raise WrongUse(f"--cluster {shown}: on another machine only an encrypted one is used, tls://{host}:{port}")


def _here(engine: str, workers: int) -> Crew:
    if engine == COMPILED or workers == 1:
        return Crew(workers, lambda: ThreadPoolExecutor(workers))

    def start() -> Executor:
        fresh = multiprocessing.get_context("spawn")  # the same on every system, and nothing is inherited
        executor = ProcessPoolExecutor(workers, mp_context=fresh, initializer=begin_worker)
        with _deaf_children():
            for _ in range(workers):  # each piece of work that finds nobody idle starts one
                executor.submit(os.getpid)
        return executor

    return Crew(workers, start, (BrokenProcessPool,))


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Processes that are started meanwhile never hear Ctrl-C: while Python loads they would die of it with a traceback.
    Whoever starts them hears it afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def begin_worker() -> None:
    """A worker leaves Ctrl-C to the one who started it, and ends with it, even if that one was killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextmanager
def _dask(cluster: str, workers: int | None) -> Iterator[Crew]:
    """A client of a cluster that is there, or of one that is started here and ends with it."""
    dask: Any = import_module("distributed")  # it tells its types in part
    quiet = import_module("distributed.utils").silence_logging_cmgr
    with ExitStack() as open_ones:
        open_ones.enter_context(quiet(logging.CRITICAL))  # what matters is told by what is raised
        try:
            where = open_ones.enter_context(cluster_here(workers or cores())) if cluster == LOCAL else cluster
            client = open_ones.enter_context(_client(dask, where))
        except Exception as error:  # it raises whatever went wrong inside
            told = printable(" ".join(str(error).split()) or type(error).__name__)[:200]
            more = " (the certificates are named in Dask's configuration, comm.tls)" if cluster[:4] == "tls:" else ""
            raise WrongUse(f"--cluster {printable(cluster[:100])} does not answer: {told}{more}") from None
        many = workers or max(1, sum(client.nthreads().values()))
        try:
            yield Crew(many, lambda: client.get_executor(pure=False), (dask.KilledWorker,))
        except CancelledError:
            raise WrongUse("the cluster went away; what is done is kept, if there is a folder: --resume") from None


def _client(dask: Any, where: Any) -> Any:
    """Whoever is asked while their machine is busy may let the time pass without a word: they are asked twice."""
    try:
        return dask.Client(where, timeout=ANSWER_SECONDS)
    except (TimeoutError, CancelledError):
        return dask.Client(where, timeout=ANSWER_SECONDS)


@contextmanager
def cluster_here(workers: int) -> Iterator[Any]:
    """A cluster of processes on this machine, that shows itself to nobody.

    Other users of the machine can reach its ports, too, and whoever may speak with a scheduler can run programs: so it
    speaks with those alone who have its certificates. They are made for it, and forgotten with it.
    """
    dask: Any = import_module("distributed")
    routes: dict[str, list[str]] = {f"distributed.{who}.http.routes": [] for who in ("scheduler", "worker", "nanny")}
    config: Any = import_module("dask.config")
    with config.set(routes), catch_warnings():
        simplefilter("ignore")  # of ports that others have taken
        cluster = dask.LocalCluster(
            n_workers=workers,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            protocol="tls://",
            security=dask.Security.temporary(),
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        )
    with cluster:
        yield cluster
