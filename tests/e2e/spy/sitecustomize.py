"""Lets a test ask a running server what it has loaded. On ``PYTHONPATH`` of tested servers only.

Python imports this by itself at its start. Where `PLAYGROUND_SPY_PORT` is set (the server, never
its children: it is taken out of the environment at once) a thread answers one line of JSON for each
connection: ``modules`` -> names in ``sys.modules``; ``call NAME`` -> the kind of failure of a probe
that a worker of this very server ran.
"""

import os
import sys
import threading

_PORT = os.environ.pop("PLAYGROUND_SPY_PORT", "")


def _modules(_argument: str) -> object:
    return sorted(sys.modules)


def _call(name: str) -> object:
    from core import compute
    from core.compute import probes

    job = compute.call(getattr(probes, name), probes.Probe())
    job.wait(60)
    return None if job.failure is None else job.failure.kind


_ANSWERS = {"modules": _modules, "call": _call}


def _serve(port: int) -> None:
    import json
    import socket

    with socket.create_server(("127.0.0.1", port)) as server:
        while True:
            connection, _ = server.accept()
            with connection, connection.makefile("rw") as line:
                verb, _, argument = line.readline().strip().partition(" ")
                line.write(json.dumps(_ANSWERS[verb](argument)) + "\n")


if _PORT:
    threading.Thread(target=_serve, args=(int(_PORT),), name="spy", daemon=True).start()
