"""The command line, `rxgraph`."""

from __future__ import annotations

import sys
from io import TextIOWrapper

import typer

from gateway.commands import check, dose, understand
from gateway.commands import knowledge as knowledge_commands
from gateway.console import BAD_INPUT, note

app = typer.Typer(
    name="rxgraph",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="A clinical-pharmacist agent: questions about interactions, doses, counseling and drug information, answered from a sourced "
    "knowledge base. Runs with no key on its embedded engine, or with OPENAI_API_KEY on a language model. "
    'Start with: rxgraph ask "Can I take ibuprofen with warfarin?"',
)

app.command("check")(check.check)
app.command("dose")(dose.dose)
app.command("understand")(understand.understand)
app.add_typer(knowledge_commands.app, name="knowledge")


def _add_graph_commands() -> None:
    """Add the commands that run graphs; their modules import the graph only when they run."""
    from gateway.commands import ask, audit, batch, doctor, keys, review, serve, threads, usage

    app.command("ask")(ask.ask)
    app.command("chat")(ask.chat)
    app.command("batch")(batch.batch)
    app.command("review")(review.review)
    app.add_typer(audit.app, name="audit")
    app.command("serve")(serve.serve)
    app.add_typer(keys.app, name="keys")
    app.add_typer(threads.app, name="threads")
    app.command("usage")(usage.usage)
    app.command("doctor")(doctor.doctor)


_add_graph_commands()


def main() -> None:
    """Run the command line; errors that a user can mend are one line and exit code 2."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what a terminal cannot show never ends a command
    try:
        app()
    except (KeyboardInterrupt, SystemExit) as end:
        if isinstance(end, SystemExit) and end.code != 130:  # typer turns Ctrl-C into exit code 130, without a word
            raise
        note("\nrxgraph: stopped. What was finished is saved.")
        sys.exit(130)
    except Exception as error:
        import traceback

        from nodes.redaction import redacted_text

        if type(error).__name__ in ("CheckpointFileError", "ThreadBusyError", "KnowledgeError", "ModelError", "ImpossibleValueError"):
            note(redacted_text(f"rxgraph: {error}"))
            sys.exit(BAD_INPUT)
        if isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed":
            note("rxgraph: an argument holds bytes that cannot be decoded. Give it as UTF-8 text.")
            sys.exit(BAD_INPUT)
        if isinstance(error, OSError):
            note(redacted_text(f"rxgraph: {error.strerror or error}{f': {error.filename}' if error.filename else ''}"))
            sys.exit(BAD_INPUT)
        # A traceback goes to logs and bug reports, and an exception may quote what was asked.
        note(redacted_text(traceback.format_exc()))
        sys.exit(1)
