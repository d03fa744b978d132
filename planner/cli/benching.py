"""Measures the solver on public instances, one after the other, into a table that can be gone on with."""

from __future__ import annotations

from pathlib import Path

from planner.bench import table
from planner.bench.instance import files
from planner.bench.measure import FAMILIES, Asked, measured
from planner.cli import inputs
from planner.cli.shell import Exit, Shell
from planner.domain.faults import InputError


def benched(shell: Shell, paths: list[str], asked: Asked, output: str | None) -> int:
    """Measure what is not in the table yet; exit 0 where every instance has a full plan.

    Raises:
        BadFile: nothing to measure, or the table cannot be used.
    """
    name = output or f"bench-{asked.family}.csv"
    path = Path(name)
    found = list(files(paths, FAMILIES[asked.family]))
    if not found:
        raise inputs.bad_file(" ".join(paths), "missing-file", "", "tệp dữ liệu, hoặc thư mục", "instances, or folders")
    inputs.writable(name)
    try:
        rows = table.resumed(path, asked)
    except InputError as error:
        raise inputs.BadFile(name, error.faults) from error
    except OSError as error:
        raise inputs.unusable(name, error, "một tệp đọc được", "a file that can be read") from error
    done = {row["instance"] for row in rows}
    for number, file in enumerate(found, 1):
        instance = f"{file.parent.name}/{file.stem}" if file.parent.name else file.stem
        if instance not in done:
            row = table.row(instance, asked, measured(file, asked), table.best_known(file))
            rows.append(row)
            try:
                table.written(path, rows)
            except OSError as error:
                raise inputs.unusable(name, error, "một tệp ghi được", "a file that can be written") from error
            shell.note(_line(shell, number, len(found), row))
    if shell.as_json:
        shell.document({"table": name, "rows": rows})
    else:
        shell.say(f"{name}, {path.with_suffix('.md')}")
    return Exit.NO_PLAN if any(row["error"] for row in rows) else Exit.DONE


def _line(shell: Shell, number: int, of: int, row: table.Row) -> str:
    if row["error"]:
        return f"{number}/{of} {row['instance']}: {row['error']}"
    proof = shell.words("đã chứng minh", "proven") if row["proven"] == "yes" else f"≥ {row['bound']}"
    return f"{number}/{of} {row['instance']}: {row['value']} ({proof}), {row['seconds']} s"
