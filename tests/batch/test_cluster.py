"""The same batch on Dask: started here, at an address, encrypted, and with workers that are killed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import Any

import dask.config
import distributed
import pytest

from crisis_sim.batch.executors import check_address, cluster_here
from crisis_sim.batch.parts import Folder
from crisis_sim.terms.records import WrongUse
from tests.batch.batches import Assassin, played, rows_of, without_speed

RUNS, CHUNK = 30, 4
dask_distributed: Any = distributed


@contextmanager
def scheduler(**how):
    """A cluster in threads of this process, as one would find it at an address."""
    here = {"processes": False, "threads_per_worker": 1, "dashboard_address": None, "host": "127.0.0.1"}
    with dask_distributed.LocalCluster(n_workers=2, **here, **how) as cluster:
        yield cluster.scheduler_address


def known() -> str:
    return without_speed(played(RUNS, chunk=CHUNK).summary)


def test_a_cluster_at_an_address_gives_the_same_batch(tmp_path):
    played(RUNS, chunk=CHUNK, folder=tmp_path / "known")
    with scheduler(protocol="tcp://") as address:
        assert address.startswith("tcp://127.0.0.1:")
        found = played(RUNS, chunk=CHUNK, cluster=address, folder=tmp_path / "out")
    assert without_speed(found.summary) == known()
    assert rows_of(tmp_path / "out") == rows_of(tmp_path / "known")


def test_an_encrypted_cluster_is_used_with_the_certificates_of_dasks_own_configuration(tmp_path):
    made = dask_distributed.Security.temporary()
    (tmp_path / "ca.pem").write_text(made.tls_ca_file)
    (tmp_path / "client.pem").write_text(made.tls_client_cert)
    (tmp_path / "client.key").write_text(made.tls_client_key)
    tls = {
        "distributed.comm.tls.ca-file": str(tmp_path / "ca.pem"),
        "distributed.comm.tls.client.cert": str(tmp_path / "client.pem"),
        "distributed.comm.tls.client.key": str(tmp_path / "client.key"),
    }
    with scheduler(protocol="tls://", security=made) as address:
        with pytest.raises(WrongUse, match=r"does not answer: .*certificates are named in Dask's configuration"):
            played(RUNS, cluster=address)
        with dask.config.set(tls):
            found = played(RUNS, chunk=CHUNK, cluster=address)
    assert without_speed(found.summary) == known()


def test_a_cluster_that_goes_away_is_told_in_one_line_and_what_is_done_is_kept(tmp_path):
    here = {"processes": False, "dashboard_address": None, "host": "127.0.0.1", "protocol": "tcp://"}
    with dask_distributed.LocalCluster(n_workers=1, threads_per_worker=1, **here) as cluster:

        def pull_the_plug(progress) -> None:
            cluster.close()

        with pytest.raises(WrongUse, match="the cluster went away; what is done is kept"):
            played(RUNS, chunk=1, cluster=cluster.scheduler_address, folder=tmp_path / "out", watch=pull_the_plug)
    assert Folder.open(tmp_path / "out").files()
    played(RUNS, chunk=1, folder=tmp_path / "out", resume=True)
    played(RUNS, chunk=1, folder=tmp_path / "known")
    assert rows_of(tmp_path / "out") == rows_of(tmp_path / "known")


def test_a_cluster_started_here_speaks_with_nobody_who_lacks_its_certificates():
    with cluster_here(1) as cluster:
        address = cluster.scheduler_address
        assert address.startswith("tls://127.0.0.1:")
        plain = address.replace("tls://", "tcp://")
        for where, security in ((plain, None), (address, dask_distributed.Security.temporary())):
            with pytest.raises(OSError, match=r"TLS certificate does not match|Timed out|closed"):
                dask_distributed.Client(where, security=security, timeout=1)
        with dask_distributed.Client(cluster) as client:
            assert client.submit(abs, -3).result() == 3
            at_work = client.scheduler_info()["workers"]
            assert [where.partition(":")[0] for where in at_work] == ["tls"]


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["python", "compiled"])
@pytest.mark.parametrize("victims", [0, 1, 3])
def test_a_cluster_started_here_gives_the_same_batch_also_when_workers_are_killed(tmp_path, victims, engine):
    played(120, chunk=CHUNK, folder=tmp_path / "known")
    assassin = Assassin(victims)
    how = {"engine": engine, "workers": 2, "chunk": CHUNK, "folder": tmp_path / "out", "watch": assassin}
    found = played(120, cluster="local", **how)
    assert assassin.left == 0
    assert without_speed(found.summary) == without_speed(played(120, chunk=CHUNK).summary)
    assert rows_of(tmp_path / "out") == rows_of(tmp_path / "known")


@pytest.mark.parametrize(
    "address",
    [
        "", "here", "tls://", "tls://node", "tls://:8786", "tls://node:x", "tls://node:99999999", "tls://[::1",
        "tls://me:secret@node:8786", "tls://node:8786/path", "tls://node:8786?x", "http://node:8786", "ws://node:8786",
        "ucx://127.0.0.1:8786", "inproc://1/2/3", "tls://no\nde:8786",
    ],
)  # fmt: skip
def test_what_is_no_address_of_a_scheduler_is_refused_in_one_line(address):
    with pytest.raises(WrongUse) as refused:
        check_address(address)
    assert len(str(refused.value).splitlines()) == 1


@pytest.mark.parametrize("host", ["10.0.0.1", "node", "127.0.0.1.evil.example", "0.0.0.0", "[::]"])
def test_another_machine_is_spoken_to_encrypted_or_not_at_all(host):
    with pytest.raises(WrongUse, match="only an encrypted one is used, tls://"):
        check_address(f"tcp://{host}:8786")


@pytest.mark.parametrize(
    "address", ["local", "tls://node:8786", "tcp://127.0.0.1:1", "tcp://localhost:1", "tcp://[::1]:1"]
)
def test_these_addresses_are_taken(address):
    check_address(address)


def test_nobody_at_an_address_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr("crisis_sim.batch.executors.ANSWER_SECONDS", 1)
    with pytest.raises(WrongUse, match=r"--cluster tcp://127\.0\.0\.1:1 does not answer") as refused:
        played(RUNS, cluster="tcp://127.0.0.1:1")
    assert len(str(refused.value).splitlines()) == 1
