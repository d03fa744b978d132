"""The commands of `chungtay bench`: each parses, calls and prints."""

from __future__ import annotations

from pathlib import PurePath
from typing import Annotated, Final, Literal

import typer

from planner.cli.options import (
    LARGEST_SEED,
    JsonOption,
    LangOption,
    Misuse,
    SeedOption,
    TimeOption,
    WorkersOption,
    cores,
    shell_of,
)
from planner.cli.shell import Shell

MOST_SEEDS: Final = 1000

bench = typer.Typer(rich_markup_mode=None, no_args_is_help=True)

PathsArgument = Annotated[list[str], typer.Argument(metavar="PATH...")]
BenchOption = Annotated[str, typer.Option("--output", "-o", metavar="TABLE")]
SizesOption = Annotated[str, typer.Option("--sizes", metavar="SIZE,...")]
SeedsOption = Annotated[str, typer.Option("--seeds", metavar="K,...")]
PeersOption = Annotated[str, typer.Option("--peers", metavar="PEER,...")]
LayoutOption = Annotated[Literal["holmberg", "delmaire", "avella"] | None, typer.Option("--layout")]


@bench.command("smptsp")
def bench_smptsp(
    paths: PathsArgument,
    output: BenchOption = "bench-smptsp.csv",
    time_limit: TimeOption = 60.0,
    workers: WorkersOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Measure personnel task scheduling."""
    return _benched(shell_of(lang, as_json), "smptsp", paths, output, time_limit, workers, seed)


@bench.command("sscflp")
def bench_sscflp(
    paths: PathsArgument,
    output: BenchOption = "bench-sscflp.csv",
    time_limit: TimeOption = 60.0,
    workers: WorkersOption = None,
    seed: SeedOption = 0,
    layout: LayoutOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Measure facility location."""
    return _benched(shell_of(lang, as_json), "sscflp", paths, output, time_limit, workers, seed, layout)


@bench.command("scale")
def bench_scale(
    sizes: SizesOption = "ward",
    seeds: SeedsOption = "0",
    write: Annotated[str | None, typer.Option("--write", metavar="FOLDER")] = None,
    output: BenchOption = "bench-scale.csv",
    time_limit: TimeOption = 60.0,
    workers: WorkersOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Measure generated wards of any size."""
    shell = shell_of(lang, as_json)
    wanted, numbers = _sizes(sizes), _numbers(seeds)
    _needs_csv(shell, output)
    from planner.bench import scale  # noqa: PLC0415 - `--help` need not wait for it
    from planner.bench.measure import Asked  # noqa: PLC0415
    from planner.cli.benching import generated, grown  # noqa: PLC0415

    if write is not None:
        return generated(shell, wanted, numbers, write)
    asked = Asked("scale", time_limit, workers or cores(), seed)
    return grown(shell, scale.bench(wanted, numbers, asked), output)


@bench.command("peers")
def bench_peers(
    paths: Annotated[list[str] | None, typer.Argument(metavar="PATH")] = None,
    scale: Annotated[str, typer.Option("--scale", metavar="SIZE,...")] = "",
    seeds: SeedsOption = "0",
    peers: PeersOption = "cpsat,highs,timefold,greedy",
    cache: Annotated[str | None, typer.Option("--cache", metavar="FOLDER")] = None,
    output: BenchOption = "bench-peers.csv",
    time_limit: TimeOption = 60.0,
    workers: WorkersOption = None,
    seed: SeedOption = 0,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> int:
    """Measure us beside peers."""
    shell = shell_of(lang, as_json)
    _needs_csv(shell, output)
    sizes, numbers = _sizes(scale) if scale else [], _numbers(seeds)
    if not paths and not sizes:
        raise Misuse(shell.words("Cần PATH hoặc --scale.", "Wanted: PATH or --scale."))
    from planner.bench import beside  # noqa: PLC0415 - `--help` need not wait for it
    from planner.bench.environment import PEERS  # noqa: PLC0415
    from planner.bench.measure import Asked  # noqa: PLC0415
    from planner.cli.benching import Compared, compared  # noqa: PLC0415

    names = list(dict.fromkeys(peers.split(",")))
    for name in names:
        if name not in PEERS:
            raise typer.BadParameter(f"{name!r} is not one of {', '.join(PEERS)}.")
    asked = Asked("smptsp", time_limit, workers or cores(), seed)
    wanted = Compared(beside.sources(paths or [], sizes, numbers), paths or [], names, cache)
    return compared(shell, wanted, asked, output)


def _sizes(text: str) -> list[str]:
    from scenarios.build import sizes  # noqa: PLC0415 - `--help` need not wait for it

    found = text.split(",")
    for size in found:
        if sizes.wards_of(size) is None:
            names = ", ".join([*sizes.WARDS, *sizes.NAMED])
            raise typer.BadParameter(f"{size!r} is not one of {names}, or 1 to {sizes.MOST} wards.")
    return list(dict.fromkeys(found))


def _numbers(text: str) -> list[int]:
    """Return the numbers of ``0-3,7``."""
    found: list[int] = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        ends = (first, last if dash else first)
        if not all(end.isdecimal() and int(end) <= LARGEST_SEED for end in ends):
            raise typer.BadParameter(f"{part!r} is not a seed, nor two as in 0-19.")
        if int(ends[1]) - int(ends[0]) > MOST_SEEDS:
            raise typer.BadParameter(f"{part!r} are more than {MOST_SEEDS} seeds.")
        found += range(int(ends[0]), int(ends[1]) + 1)
    return list(dict.fromkeys(found))


def _benched(
    shell: Shell,
    family: str,
    paths: list[str],
    output: str,
    time_limit: float,
    workers: int | None,
    seed: int,
    layout: str | None = None,
) -> int:
    _needs_csv(shell, output)
    from planner.bench import public  # noqa: PLC0415 - `--help` need not wait for it
    from planner.bench.measure import Asked  # noqa: PLC0415
    from planner.cli.benching import benched  # noqa: PLC0415

    asked = Asked(family, time_limit, workers or cores(), seed, layout)
    return benched(shell, public.bench(paths, asked), paths, output)


def _needs_csv(shell: Shell, output: str) -> None:
    if PurePath(output).suffix.lower() != ".csv":
        raise Misuse(shell.words(f"-o {output}: cần .csv.", f"-o {output}: wanted .csv."))
