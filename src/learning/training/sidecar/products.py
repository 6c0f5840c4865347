"""products.py: how fast mlx multiplies the matrices of a small model here, in GFLOPS; what training is measured against."""

import time

from wire import run_stage

ROWS, INNER, COLUMNS = 512, 576, 1536
SECONDS = 3.0


def products(_emit):
    import mlx.core as mx

    left, right = mx.random.normal((ROWS, INNER)), mx.random.normal((INNER, COLUMNS))
    mx.eval(left @ right)
    count, started = 0, time.process_time()
    while time.process_time() - started < SECONDS:
        mx.eval(left @ right)
        count += 1
    return {"gflops": 2e-9 * ROWS * INNER * COLUMNS * count / (time.process_time() - started)}


if __name__ == "__main__":
    run_stage(products)
