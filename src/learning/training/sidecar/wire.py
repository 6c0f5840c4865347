"""How a stage talks to SAM: one JSON object a line on stdout. A stage ends when SAM does, and has no network."""

import json
import os
import sys
import threading


class Refusal(Exception):
    """What a person can act on; `code` is that of a SamError."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


def _no_network(event, _arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.bind"):
        raise PermissionError("A training stage has no network.")


def _end_with_parent():
    # Not through sys.stdin, whose lock would be held when the stage itself ends.
    while os.read(0, 4096):
        pass
    os._exit(1)


def run_stage(work):
    """Runs a stage; its last line is {"type": "done"...} or {"type": "failed", "code", "message"}."""
    sys.addaudithook(_no_network)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Libraries print on stdout; results alone belong there.
    results, sys.stdout = sys.stdout, sys.stderr

    def emit_result(**fields):
        results.write(json.dumps(fields) + "\n")
        results.flush()

    try:
        emit_result(type="done", **(work(emit_result) or {}))
    except Refusal as refusal:
        emit_result(type="failed", code=refusal.code, message=str(refusal))
        sys.exit(1)
    except MemoryError:
        emit_result(type="failed", code="training-failed", message="Training ran out of memory.")
        sys.exit(1)
