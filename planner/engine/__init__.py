"""Where work runs: in this process, on this machine's cores, on a cluster; one protocol, a file each."""

from planner.engine.cluster import Cluster
from planner.engine.cores import Cores
from planner.engine.here import Here
from planner.engine.protocol import Done, Engine, EngineError, Task

__all__ = ["Cluster", "Cores", "Done", "Engine", "EngineError", "Here", "Task"]
