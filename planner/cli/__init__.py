"""The command `chungtay`: parse, call, print.

entry      from arguments to an exit code
app        the commands
checking   check, verify, show
solving    solve; with demo
shell      where a command prints, in which language, and the exit codes
words      Vietnamese and English: sentences, dates, money
text       strings of files made safe for a terminal
helptext   what `--help` says
inputs     scenarios and plans by path or name; outputs that are never half written
interrupt  Ctrl-C once: stop and keep the best; twice: leave
progress   news of a solve, live or line by line
faults     what is wrong with a file
summary    a plan in a planner's words; with saved, held, gaps, proof
"""

from planner.cli.entry import main, run

__all__ = ["main", "run"]
