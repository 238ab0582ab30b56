"""The `landsea` command. Nothing heavy is imported here: each command imports what it needs when it runs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import typer

from landsea.app.commands import (
    api,
    chain,
    demo,
    document,
    journal,
    message,
    network,
    node,
    plan,
    platform,
    policy,
    study,
    verify,
    webhook,
    whatif,
)

if TYPE_CHECKING:
    from landsea.kernel import Refusal

app = typer.Typer(
    name="landsea",
    help="One record from an inland rail port to the world: route, single document, events.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    add_completion=False,
)
app.command("demo")(demo.demo)
app.command("init")(node.init)
app.command("serve")(node.serve)
app.command("login-link")(node.login_link)
app.command("plan")(plan.plan)
app.command("verify")(verify.verify)
app.command("api")(api.api)
app.command("backup")(node.backup)
app.command("restore")(node.restore)
app.command("doctor")(node.doctor)
document.app.command("read")(message.read)
document.app.command("issue")(message.issue)
app.add_typer(document.app, name="document")
app.add_typer(chain.app, name="chain")
app.add_typer(network.app, name="network")
app.add_typer(journal.app, name="journal")
app.add_typer(platform.app, name="platform")
app.add_typer(policy.app, name="policy")
app.add_typer(webhook.app, name="webhook")
study.app.command("run")(whatif.run)
study.app.command("closures")(whatif.closures)
app.add_typer(study.app, name="study")
app.add_typer(node.epoch_app, name="epoch")
app.add_typer(node.clock_app, name="clock")


def main() -> None:
    """Runs a command; a refusal is one clear sentence, in the terminal's language, on standard error and exit code 1.

    Where a file that was named is at fault, the exit code is 2, as with every other wrong option.
    """
    from landsea.app.given import BadFile
    from landsea.kernel import Refusal

    try:
        app()
    except Refusal as refusal:
        _tell(refusal, plan.language())
        sys.exit(2 if isinstance(refusal, BadFile) else 1)


def _tell(refusal: Refusal, language: str) -> None:
    from landsea.kernel import BadSource
    from landsea.runtime import explain, said

    print(f"{refusal.code}: {explain(refusal, language)}", file=sys.stderr)
    if isinstance(refusal, BadSource):
        for finding in refusal.findings:
            print(f"  {said(finding, language)}", file=sys.stderr)


if __name__ == "__main__":
    main()
