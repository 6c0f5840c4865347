"""Which examples a step learns from: a function of seed and step alone, so that a resumed run goes on as if never stopped."""

import random


class Stream:
    """All rows in an order of the seed's, then again in another one."""

    def __init__(self, rows, seed):
        self.rows = rows
        self.seed = seed
        self.orders = {}

    def at(self, position):
        turn, place = divmod(position, len(self.rows))
        if turn not in self.orders:
            order = list(range(len(self.rows)))
            random.Random(f"{self.seed} {turn}").shuffle(order)
            self.orders = {turn: order} | {turn - 1: self.orders.get(turn - 1, [])}
        return self.rows[self.orders[turn][place]]


class Schedule:
    def __init__(self, train, replay, seed, batch_size, replay_share):
        # Always one of each at least: without replay a model forgets what it could.
        self.replayed = min(batch_size - 1, max(1, round(batch_size * replay_share)))
        self.learned = batch_size - self.replayed
        self.train = Stream(train, f"train {seed}")
        self.replay = Stream(replay, f"replay {seed}")

    def batch(self, iteration):
        """iteration counts from 0."""
        learned = [self.train.at(iteration * self.learned + index) for index in range(self.learned)]
        return learned + [self.replay.at(iteration * self.replayed + index) for index in range(self.replayed)]


def learning_rate(peak, iteration, iterations):
    """Up over the first twentieth, then down to a tenth in a straight line."""
    warm = max(1, iterations // 20)
    if iteration < warm:
        return peak * (iteration + 1) / warm
    return peak * (1 - 0.9 * (iteration - warm) / max(1, iterations - warm))
