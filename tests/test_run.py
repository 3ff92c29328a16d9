"""The one command: what is asked for, and what is handed on."""

from __future__ import annotations

import pytest

import run


@pytest.mark.parametrize(
    ("arguments", "command", "rest"),
    [
        ([], "serve", []),
        (["--server.port", "8601"], "serve", ["--server.port", "8601"]),
        (["--server.port=8601", "--reload"], "serve", ["--server.port=8601", "--reload"]),
        (["serve", "--server.port", "8601"], "serve", ["--server.port", "8601"]),
        (["test", "--quick"], "test", ["--quick"]),
        (["bench", "cold", "opening"], "bench", ["cold", "opening"]),
    ],
)
def test_options_are_handed_on_to_the_command_that_is_asked_for(
    monkeypatch, arguments, command, rest
):
    asked = []
    for name in run.COMMANDS:
        monkeypatch.setitem(run.COMMANDS, name, lambda given, n=name: asked.append((n, given)) or 0)
    assert run.main(arguments) == 0
    assert asked == [(command, rest)]


def test_an_unknown_command_is_refused_with_those_there_are(capsys):
    with pytest.raises(SystemExit):
        run.main(["8601"])
    assert "choose from" in capsys.readouterr().err
