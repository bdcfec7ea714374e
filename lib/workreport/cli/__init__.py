"""The command line. Only this package imports all others; commands import them when needed."""

from __future__ import annotations

import click

from workreport import __version__
from workreport.cli.analysts import fonts, lab
from workreport.cli.batch import batch
from workreport.cli.drafts import draft, refresh
from workreport.cli.ledgers import check, draft_mapping, init, new
from workreport.cli.localisation import Group
from workreport.cli.proofs import proof
from workreport.cli.reports import diff, figures, run, verify
from workreport.cli.review import comment, sign, waive
from workreport.cli.watching import watch


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="workreport", message="%(prog)s %(version)s", help="显示版本")
def main() -> None:
    """工作报告工作簿：台账进，报告出，每个数可追溯。"""


for command in (
    run,
    watch,
    batch,
    check,
    proof,
    draft,
    refresh,
    verify,
    diff,
    sign,
    comment,
    waive,
    init,
    new,
    figures,
    draft_mapping,
    fonts,
    lab,
):
    main.add_command(command)
