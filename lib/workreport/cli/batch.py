"""The command for many reports at once."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from workreport.cli.localisation import command


@command()
@click.argument("plan", type=click.Path(path_type=Path), metavar="PLAN")
@click.option(
    "--scheduler", default=None, metavar="ADDRESS", help="Dask 调度器，如 tcp://host:8786；默认用本机处理器"
)
@click.option("-w", "--workers", type=click.IntRange(min=1), default=None, help="本机进程数，默认为处理器数")
@click.option("--retries", type=click.IntRange(min=0), default=None, help="出错后重试的次数，默认按计划")
@click.option("--force", is_flag=True, help="全部重新生成，不用留存的台账和章节")
def batch(plan: Path, scheduler: str | None, workers: int | None, retries: int | None, force: bool) -> None:
    """按计划成批生成多个单位、多个报告期的报告；中断后再次运行即接着做完。

    PLAN 如 plan.yaml。退出码：0 全部生成且无待处理事项；1 有失败或草稿；2 计划用不了。
    """
    from workreport.base.workers import processors
    from workreport.pipeline.batch.batch_display import print_table
    from workreport.pipeline.batch.run_batch import run_batch

    outcomes = run_batch(
        plan,
        scheduler=scheduler,
        workers=workers or processors(),
        retries=retries,
        force=force,
        stream=sys.stderr,
    )
    print_table(outcomes, sys.stdout)
    sys.exit(0 if not any(outcome.blocking for outcome in outcomes) else 1)
