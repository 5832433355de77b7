"""The processes of the service: web, worker, and the one that supervises both with a database of its own."""

import argparse

import uvicorn

from service import worker as worker_process
from service.commands.errors import CommandFailed
from service.kit.parent import end_with
from service.serve import CannotServe, Stopped
from service.serve import serve as serve_all
from service.settings import Settings


def serve(settings: Settings, given: argparse.Namespace) -> None:
    """Run database, web and worker together until it is told to stop."""
    try:
        serve_all(settings, demo=given.demo, say=lambda line: print(line, flush=True))  # noqa: T201 - for its reader
    except CannotServe as error:
        raise CommandFailed(str(error)) from None
    except Stopped:
        return


def web(settings: Settings, given: argparse.Namespace) -> None:
    """Run the web process until it is told to stop."""
    if settings.parent:
        end_with(settings.parent)
    uvicorn.run(
        "service.serve:web",
        factory=True,
        host=given.host or settings.host,
        port=given.port or settings.port,
        access_log=False,  # a request's line is written by the application, without its query
        server_header=False,
        proxy_headers=settings.trusted_proxy,
        timeout_graceful_shutdown=15,
        log_config=None,
    )


def worker(settings: Settings, _: argparse.Namespace) -> None:
    """Run background jobs until it is told to stop."""
    if settings.parent:
        end_with(settings.parent)
    worker_process.run(settings)
