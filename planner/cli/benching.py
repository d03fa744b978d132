"""Measures the solver row by row into a table that can be gone on with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from planner.bench import beside, scale
from planner.bench.environment import PEERS, MissingError, python_of
from planner.bench.measure import Asked
from planner.bench.table import Bench, Row
from planner.cli import inputs
from planner.cli.shell import Exit, Shell
from planner.domain.faults import InputError
from scenarios.build import sizes
from scenarios.build.text import scenario_text


def benched(shell: Shell, bench: Bench, paths: list[str], output: str) -> int:
    """Measure what is not in the table yet; exit 0 where every row has a full plan.

    Raises:
        BadFile: nothing to measure (in `paths`), or the table cannot be used.
    """
    if not bench.rows:
        raise inputs.bad_file(" ".join(paths), "missing-file", "", "tệp dữ liệu, hoặc thư mục", "instances, or folders")
    path = Path(output)
    inputs.writable(output)
    try:
        rows = bench.resumed(path)
    except InputError as error:
        raise inputs.BadFile(output, error.faults) from error
    except OSError as error:
        raise inputs.unusable(output, error, "một tệp đọc được", "a file that can be read") from error
    done = {bench.key(row) for row in rows}
    for number, key in enumerate(bench.rows, 1):
        if key not in done:
            rows.append(row := bench.measured(key))
            _write(bench, path, rows)
            shell.note(f"{number}/{len(bench.rows)} {' '.join(key)}: {row['error'] or bench.told(row)}")
    _write(bench, path, rows)
    if shell.as_json:
        shell.document({"table": output, "rows": rows})
    else:
        shell.say(", ".join(str(path.with_suffix(suffix)) for suffix in (".csv", ".md", ".svg")))
    return Exit.NO_PLAN if any(row["error"] for row in rows) else Exit.DONE


def _write(bench: Bench, path: Path, rows: list[Row]) -> None:
    try:
        bench.written(path, rows)
    except OSError as error:
        raise inputs.unusable(str(path), error, "một tệp ghi được", "a file that can be written") from error


def generated(shell: Shell, asked_sizes: list[str], seeds: list[int], folder: str) -> int:
    """Write the scenarios of some sizes and seeds into a folder. Raises BadFile where they cannot be written."""
    made = []
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for size in asked_sizes:
            for seed in seeds:
                path = Path(folder, f"{size}-{seed}.json")
                path.write_text(scenario_text(sizes.scenario(size, seed)), "utf-8")
                made.append(str(path))
                shell.note(made[-1])
    except OSError as error:
        raise inputs.unusable(folder, error, "một thư mục ghi được", "a folder that can be written to") from error
    if shell.as_json:
        shell.document({"files": made})
    return Exit.DONE


def grown(shell: Shell, bench: Bench, output: str) -> int:
    """Measure generated scenarios and say how time grows with size. Raises BadFile."""
    told = benched(shell, bench, [], output)
    if not shell.as_json:
        for line in scale.exponents(bench.resumed(Path(output))):
            shell.say(line)
    return told


@dataclass(frozen=True)
class Compared:
    """Which instances (some of them in `paths`) are given to which peers, whose environments are kept in `cache`."""

    instances: Mapping[str, beside.Source]
    paths: list[str]
    peers: list[str]
    cache: str | None


def compared(shell: Shell, wanted: Compared, asked: Asked, output: str) -> int:
    """Measure us beside those peers that can run here; the others are named. Raises BadFile."""
    pythons: dict[str, Path] = {}
    for name in wanted.peers:
        shell.note(shell.words(f"chuẩn bị {name}", f"preparing {name}"))
        try:
            pythons[name] = python_of(PEERS[name], None if wanted.cache is None else Path(wanted.cache))
        except MissingError as error:
            shell.note(shell.words(f"bỏ qua {name}, thiếu: {error}", f"{name} is left out, for want of: {error}"))
    return benched(shell, beside.bench(wanted.instances, pythons, asked), wanted.paths, output)
