"""train.py RUN_FOLDER BASE_FOLDER: trains the adapter of a run, from its last checkpoint on."""

import json
import math
import os
import resource
import shutil
import signal
import sys
import time
from pathlib import Path

from examples import read_examples
from schedule import Schedule, learning_rate
from wire import Refusal, run_stage

VALID_EXAMPLES = 32
CHECKPOINT_SECONDS = 60
CHECKPOINTS = 20
VALID_LOOKS = 4


def backend_of(name, base, seed, rank, scale):
    if name == "mlx":
        from backends.mlx import MlxBackend as Backend
    else:
        from backends.peft import PeftBackend as Backend
    return Backend(base, seed, rank, scale)


def peak_memory_mb(backend):
    of_process = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return max(of_process, backend.memory_bytes()) / 2**20


class Checkpoints:
    """Folders `checkpoint-<iterations done>`, each there whole or not at all; the last one counts."""

    def __init__(self, run):
        self.run = run

    def last(self):
        found = [folder for folder in self.run.glob("checkpoint-*") if folder.name[11:].isdigit()]
        return max(found, key=lambda folder: int(folder.name[11:]), default=None)

    def save(self, backend, state):
        place_whole(self.run / f"checkpoint-{state['iteration']:06d}", lambda folder: self.write(folder, backend, state))
        kept = self.last()
        for folder in self.run.glob("checkpoint-*"):
            if folder != kept:
                shutil.rmtree(folder)

    def write(self, folder, backend, state):
        backend.save(folder)
        (folder / "state.json").write_text(json.dumps(state))


def place_whole(folder, write):
    draft = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    write(draft)
    for file in draft.iterdir():
        with file.open("rb+") as handle:
            os.fsync(handle.fileno())
    shutil.rmtree(folder, ignore_errors=True)
    draft.rename(folder)


class Metrics:
    """One line for each iteration; what was written after the checkpoint that counts is taken away again."""

    def __init__(self, file, iterations):
        lines = file.read_text().splitlines(keepends=True)[:iterations] if file.exists() else []
        file.write_text("".join(lines))
        self.losses = [json.loads(line)["loss"] for line in lines]
        self.handle = file.open("a")

    def add(self, **fields):
        self.losses.append(fields["loss"])
        self.handle.write(json.dumps(fields) + "\n")
        self.handle.flush()


def train(emit):
    run, base = Path(sys.argv[1]), sys.argv[2]
    job = json.loads((run / "job.json").read_text())
    wanted = job["hyperparameters"]
    from transformers import PreTrainedTokenizerFast

    tokenizer = PreTrainedTokenizerFast.from_pretrained(base)
    read = lambda name: read_examples(run / name, tokenizer, wanted["maximumSequenceTokens"])
    learned, valid, replay = read("train.jsonl"), read("valid.jsonl")[:VALID_EXAMPLES], read("replay.jsonl")
    if not learned or not valid:
        raise Refusal("training-data-empty", f"There is no example to {'train on' if not learned else 'measure with'}.")
    if not replay:
        raise Refusal("training-replay-empty", "There is nothing to replay; without it the model would forget.")
    schedule = Schedule(learned, replay, job["seed"], wanted["batchSize"], wanted.get("replayShare", 0.25))
    backend = backend_of(job["backend"], base, job["seed"], wanted["rank"], wanted["scale"])

    stopping = []
    signal.signal(signal.SIGTERM, lambda *_: stopping.append(True))
    checkpoints = Checkpoints(run)
    last = checkpoints.last()
    if last is not None:
        backend.load(last)
        state = json.loads((last / "state.json").read_text())
    else:
        state = {"iteration": 0, "seconds": 0.0, "validLossBefore": mean_of(backend, valid, wanted["batchSize"])}
    metrics = Metrics(run / "metrics.jsonl", state["iteration"])
    emit(type="started", iteration=state["iteration"])

    iterations = wanted["iterations"]
    started = saved = time.monotonic()
    before = state["seconds"]
    resumed = len(metrics.losses)
    stopped_by = "iterations"
    while state["iteration"] < iterations:
        if state["seconds"] >= job["maximumMinutes"] * 60:
            stopped_by = "time"
            break
        if len(metrics.losses) > resumed and peak_memory_mb(backend) > job["maximumMemoryMb"]:
            stopped_by = "memory"
            break
        number = state["iteration"]
        rows = schedule.batch(number)
        began = time.monotonic()
        loss = backend.step(rows, learning_rate(wanted["learningRate"], number, iterations))
        if not math.isfinite(loss):
            raise Refusal("training-diverged", f"Training lost its way at iteration {number + 1}: the loss is no number.")
        now = time.monotonic()
        state["iteration"], state["seconds"] = number + 1, before + now - started
        fields = {
            "iteration": number + 1,
            "loss": loss,
            "tokensPerSecond": sum(len(tokens) for tokens, _ in rows) / max(now - began, 1e-6),
        }
        if (number + 1) % max(1, iterations // VALID_LOOKS) == 0 and number + 1 < iterations:
            fields["validLoss"] = mean_of(backend, valid, wanted["batchSize"])
        metrics.add(**fields)
        left = min(
            state["seconds"] / state["iteration"] * (iterations - state["iteration"]),
            max(0.0, job["maximumMinutes"] * 60 - state["seconds"]),
        )
        emit(type="step", iterations=iterations, secondsLeft=left, **fields)
        if stopping:
            checkpoints.save(backend, state)
            sys.exit(143)
        if (number + 1) % max(1, iterations // CHECKPOINTS) == 0 or now - saved > CHECKPOINT_SECONDS:
            checkpoints.save(backend, state)
            saved = now
    checkpoints.save(backend, state)
    place_whole(run / "adapter", lambda folder: backend.save_adapter(folder / "adapter.safetensors"))
    tail = metrics.losses[-max(1, len(metrics.losses) // 10) :]
    return {
        "iterations": state["iteration"],
        "trainLoss": sum(tail) / len(tail),
        "validLossBefore": state["validLossBefore"],
        "validLoss": mean_of(backend, valid, wanted["batchSize"]),
        "durationMs": state["seconds"] * 1000,
        "peakMemoryMb": peak_memory_mb(backend),
        "stoppedBy": stopped_by,
    }


def mean_of(backend, rows, batch_size):
    """Mean over all assistant tokens."""
    total = count = 0
    for start in range(0, len(rows), batch_size):
        batch = rows[start : start + batch_size]
        marked = sum(sum(marks[1:]) for _, marks in batch)
        total += backend.measure(batch) * marked
        count += marked
    return total / count


if __name__ == "__main__":
    run_stage(train)
