"""`--help` of every command teaches: what it does, an example or a sentence for each option."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import typer

from gateway.cli import app
from tests.gateway.conftest import Cli


def _commands(command: object = None, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    command = command or typer.main.get_command(app)
    yield path, command
    for name, sub in getattr(command, "commands", {}).items():
        yield from _commands(sub, (*path, name))


_ALL = list(_commands())


def test_the_commands_of_the_design_are_there() -> None:
    names = {" ".join(path) for path, _ in _ALL}
    expected = "ask chat check dose understand batch review serve threads usage knowledge doctor".split()
    assert names >= {*expected, "threads list", "threads show", "threads memory", "threads delete", "knowledge stats", "knowledge show"}


@pytest.mark.parametrize("path", [path for path, _ in _ALL], ids=lambda path: " ".join(path) or "rxgraph")
def test_help_says_what_it_does_and_explains_every_option(cli: Cli, path: tuple[str, ...]) -> None:
    done = cli.quick(*path, "--help")
    assert done.code == 0
    command = dict(_ALL)[path]
    text = re.sub(r"[│\s]+", " ", done.out)
    assert len(str(getattr(command, "help", "")).split()) >= 4
    for parameter in getattr(command, "params", []):
        words = getattr(parameter, "help", None)
        assert words, f"{' '.join(path)} {parameter.name} has no sentence"
        assert re.sub(r"\s+", " ", words).strip() in text


def test_the_first_page_shows_a_command_to_start_with(cli: Cli) -> None:
    done = cli.run()
    assert 'rxgraph ask "Can I take ibuprofen with warfarin?"' in re.sub(r"\s+", " ", done.out + done.err)


@pytest.mark.parametrize("name", ["ask", "check", "dose", "understand", "review", "threads memory"])
def test_commands_with_several_arguments_show_an_example(cli: Cli, name: str) -> None:
    assert f"Example: rxgraph {name}" in re.sub(r"\s+", " ", cli.quick(*name.split(), "--help").out)


def test_an_unknown_command_is_said(cli: Cli) -> None:
    done = cli.run("aks", "x")
    assert done.code == 2
    assert "No such command" in done.err
