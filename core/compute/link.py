"""The connection to a Dask cluster, our own child process or the host's: the only Dask code.

A link tells its `Listener` what happens, always through `Listener.post`, so that everything is
decided in the engine's one thread.
"""

from __future__ import annotations

import importlib
import logging
import os
import threading
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from core.compute import answers, tables, worker
from core.compute.child import Child
from core.compute.progress import Progress
from core.compute.sentences import LOST_ANSWER

ADDRESS_VARIABLE = "DASK_SCHEDULER_ADDRESS"
ALWAYS_WARM = ("pandas", "pyarrow")
CONNECT_S = 20.0
EXTERNAL_WATCH_S = 1.0
CATCH_UP_S = (0.5, 1.5, 4.0)
FACTS = "facts-"
log = logging.getLogger(__name__)


class NoCluster(Exception):
    """There is no cluster to be had; the text says why, for a learner."""


class Listener(Protocol):
    """Who is told what happens on a cluster. All methods run in the engine's thread."""

    def post(self, act: Callable[[], None]) -> None:
        """Have ``act`` run in the engine's thread; callable from any thread."""

    def worker_joined(self, address: str, facts: dict[str, Any]) -> None:
        """A worker takes calls."""

    def worker_gone(self, address: str, *, memory: bool) -> None:
        """A worker's process ended; ``memory``: its nanny ended it for being over its limit."""

    def returned(self, run: str, outcome: worker.Outcome, answer: Any) -> None:
        """A call came back; ``answer`` is read already."""

    def progressed(self, run: str, progress: Progress) -> None:
        """A call reported how far it is. Runs in Dask's thread."""

    def cluster_died(self, link: Link) -> None:
        """The whole cluster is gone."""


class Link:
    """A cluster in use."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._memory_killed: set[str] = set()
        self._futures: dict[str, Any] = {}
        self._slices: dict[str, tuple[str, Callable[[Any], None]]] = {}  # (worker, who waits)
        self._closed = False
        self._alive: set[str] = set()  # addresses of workers, as the scheduler tells
        self.address = os.environ.get(ADDRESS_VARIABLE, "")
        self.external = bool(self.address)
        self.token = _write_token()
        self._child = None if self.external else _start_child()
        if self._child is not None:
            self.address = self._child.address
        self._client = self._connect()
        self._greet()
        threading.Thread(target=self._catch_up, name="cluster-arrivals", daemon=True).start()
        threading.Thread(target=self._watch, name="cluster-watch", daemon=True).start()

    def submit(self, address: str, run: str, *arguments: Any) -> None:
        """Hand a call to the worker at ``address``: it and only it computes it, once.

        ``run`` names this attempt; no two attempts share a name, so none hears another's answer.
        """
        future = self._task("worker", "run", address, run, *arguments)
        self._futures[run] = future
        future.add_done_callback(lambda done: self._done(run, done))

    def send_file(self, address: str, name: str, then: Callable[[], None]) -> None:
        """Give a worker without this disk a stored file, then post ``then``. Returns at once.

        Raises `tables.MissingFile` if it is not kept here either.
        """
        content = tables.read(name)
        future = self._task("tables", "receive", address, uuid.uuid4().hex, name, content)
        future.add_done_callback(lambda done: self._listener.post(then))

    def _task(
        self, module: str, name: str, address: str, key: str, *arguments: Any, priority: int = 0
    ) -> Any:
        # Looked up anew: after a hot reload this object's own `worker` is no longer the one that
        # its name finds, and would be sent by value.
        function = getattr(importlib.import_module(f"core.compute.{module}"), name)
        return self._client.submit(
            function,
            *arguments,
            key=key,
            workers=[address],
            allow_other_workers=False,
            pure=False,
            retries=0,
            priority=priority,
        )

    def warm(self, address: str, modules: tuple[str, ...]) -> None:
        """Have a worker import what calls will need, one module at a time, after any call."""
        for module in (*ALWAYS_WARM, *modules):
            key = f"warm-{uuid.uuid4().hex}"
            future = self._task("worker", "warm", address, key, module, priority=-1)
            self._futures[key] = future
            future.add_done_callback(lambda _, key=key: self._futures.pop(key, None))

    def slice(
        self, address: str, key: str, arguments: tuple[Any, ...], then: Callable[[Any], None]
    ) -> None:
        """Have the worker at ``address`` walk a live run on; ``then`` gets what came, None if lost.

        ``then`` runs in Dask's thread.
        """
        self._slices[key] = (address, then)
        future = self._task("host", "advance", address, key, *arguments)
        self._futures[key] = future
        future.add_done_callback(lambda done: self._sliced(key, _result(done)))

    def _sliced(self, key: str, result: Any) -> None:
        """Tell, once, what came of a slice."""
        self._futures.pop(key, None)
        _, then = self._slices.pop(key, ("", None))
        if then is not None:
            then(result)

    def drop(self, address: str, run: str) -> None:
        """Have a worker forget a live run."""
        key = f"drop-{uuid.uuid4().hex}"
        self._futures[key] = future = self._task("host", "drop", address, key, run)
        future.add_done_callback(lambda _: self._futures.pop(key, None))

    def release(self, run: str) -> None:
        """Forget the future of a call; what it returns is no longer heard."""
        future: Any = self._futures.pop(run, None)
        if future is not None:
            future.release()

    def replace(self, address: str) -> None:
        """Kill a worker's process through its nanny, which starts a new one. Returns at once."""
        threading.Thread(target=self._replace, args=(address,), daemon=True).start()

    def close(self) -> None:
        """Leave the cluster; the embedded one ends with its standard input."""
        self._closed = True
        if self._child is not None:
            self._child.end()
        threading.Thread(target=self._close_client, daemon=True).start()

    def _connect(self) -> Any:
        from distributed import Client

        _settings()
        try:
            client = Client(self.address, timeout=CONNECT_S, name="playground")
        except (OSError, ValueError) as error:
            if self._child is not None:
                self._child.end()
            raise NoCluster(
                f"The computing cluster at {self.address} does not answer. Ask whoever runs this "
                "suite to look at it, then try again."
            ) from error
        client.subscribe_topic(worker.PROGRESS_TOPIC, self._on_progress)
        client.subscribe_topic("worker-restart-memory", self._on_memory)
        client.subscribe_topic("all", self._on_scheduler_event)
        return client

    def _greet(self) -> None:
        """Ask every worker that is here and not known yet."""
        for address in self._client.scheduler_info(n_workers=-1)["workers"]:
            if address not in self._alive:
                self._alive.add(address)
                self._ask_facts(address)

    def _catch_up(self) -> None:
        """Look again after a moment, and again.

        The subscription travels in a batch of its own: who joins after the first look and before
        the scheduler has it is neither seen nor heard of.
        """
        for pause_s in CATCH_UP_S:
            time.sleep(pause_s)
            if self._closed:
                return
            with suppress(OSError, RuntimeError):  # closed meanwhile
                self._greet()

    def _ask_facts(self, address: str) -> None:
        key = f"{FACTS}{uuid.uuid4().hex}"
        future = self._task("worker", "facts", address, key)
        self._futures[FACTS + address] = future
        future.add_done_callback(lambda done: self._on_facts(address, done))

    def _on_facts(self, address: str, future: Any) -> None:
        if future.status == "finished":
            found = future.result()
            if self._child is not None:
                self._child.remember_family()
            self._listener.post(lambda: self._joined(address, found))
        self._futures.pop(FACTS + address, None)

    def _done(self, run: str, future: Any) -> None:
        """Read what came back, in Dask's callback thread, so that the engine never waits."""
        if run not in self._futures or future.status not in ("finished", "error"):
            return  # released, or the cluster is gone, which is heard of otherwise
        if future.status == "error" and type(future.exception()).__name__ == "KilledWorker":
            return  # heard of as a worker that is gone
        try:
            outcome = worker.outcome(future.result())
            answer = None if outcome.answer is None else answers.loads(outcome.answer)
        except Exception as error:  # whatever breaks on the way is this call's end
            if run not in self._futures:
                return  # released while it was read, as when its worker is gone
            log.error("the answer of a call was lost on its way", exc_info=error)
            outcome, answer = worker.Outcome(failure=LOST_ANSWER), None
        self._listener.post(lambda: self._listener.returned(run, outcome, answer))

    def _on_progress(self, event: tuple[float, Any]) -> None:
        run, done, total, text = event[1]
        self._listener.progressed(run, Progress(done, total, text))

    def _on_memory(self, event: tuple[float, Any]) -> None:
        self._memory_killed.add(event[1]["worker"])

    def _on_scheduler_event(self, event: tuple[float, Any]) -> None:
        action, address = event[1].get("action"), event[1].get("worker", "")
        if action == "add-worker" and address not in self._alive:
            self._alive.add(address)
            self._listener.post(lambda: self._ask_facts(address))
        elif action == "remove-worker":
            self._alive.discard(address)
            self._listener.post(lambda: self._gone(address))

    def _joined(self, address: str, facts: dict[str, Any]) -> None:
        if address in self._alive:  # else it died while it was asked
            self._listener.worker_joined(address, facts)

    def _gone(self, address: str) -> None:
        memory = address in self._memory_killed
        self._memory_killed.discard(address)
        self._listener.worker_gone(address, memory=memory)
        for key, (worker_address, _) in list(self._slices.items()):
            if worker_address == address:  # also one sent after the death, which nobody would take
                self._sliced(key, None)

    def _replace(self, address: str) -> None:
        try:
            stop = importlib.import_module("core.compute.worker").stop_process
            self._client.run(stop, workers=[address], nanny=True)
        except Exception as error:  # noqa: BLE001 (gone already, or a cluster without nannies)
            log.warning("worker %s could not be replaced: %s", address, type(error).__name__)

    def _watch(self) -> None:
        if self._child is not None:
            self._child.wait()
        else:
            while self._client.status == "running" and not self._closed:
                time.sleep(EXTERNAL_WATCH_S)
        if not self._closed:
            if self._child is not None:
                self._child.kill_family()
            self._listener.post(lambda: self._listener.cluster_died(self))

    def _close_client(self) -> None:
        self._futures.clear()
        with suppress(Exception):
            self._client.close(timeout=2)


def _result(done: Any) -> Any:
    """Return what a slice brought, None if its worker was lost meanwhile."""
    if done.status != "finished":
        return None
    try:
        return done.result()
    except Exception as error:  # noqa: BLE001 (lost between the two looks: the run is walked again)
        log.warning("a slice was lost: %s", type(error).__name__)
        return None


def _settings() -> None:
    """Set up Dask in this process; after its import, which sets log levels of its own."""
    import dask

    from core.compute.cluster import CONFIG

    name = "distributed.admin.large-graph-warning-threshold"
    dask.config.set({name: CONFIG[name]})
    for noisy in ("distributed.client", "distributed.core", "distributed.batched"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)
    tornado = logging.getLogger("tornado.application")
    if not any(isinstance(known, _Farewell) for known in tornado.filters):
        tornado.addFilter(_Farewell())


class _Farewell(logging.Filter):
    """Drop what Dask says when answers arrive while the interpreter is already closing."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "cannot schedule new futures after shutdown" not in record.getMessage()


def _write_token() -> str:
    """Write a word into the store's folder: a worker that can read it shares the disk."""
    path = tables.folder() / "token"
    if not path.exists():
        path.write_text(uuid.uuid4().hex, encoding="ascii")
    return path.read_text(encoding="ascii")


def _start_child() -> Child:
    child = Child()
    if not child.address:
        child.end()
        raise NoCluster(
            "The suite could not start its workers. Try again; the log of the suite says why."
        )
    return child
