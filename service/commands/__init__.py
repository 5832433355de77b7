"""What each console command does: open the database, call one operation, give back what to print."""

from service.commands.filling import AROUND, import_file, seed, set_up, simulate
from service.commands.looking import evaluate, snapshot, verify_audit
from service.commands.opening import CommandFailed
from service.commands.running import health, migrate_schema, worker

__all__ = [
    "AROUND",
    "CommandFailed",
    "evaluate",
    "health",
    "import_file",
    "migrate_schema",
    "seed",
    "set_up",
    "simulate",
    "snapshot",
    "verify_audit",
    "worker",
]
