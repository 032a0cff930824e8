"""Simulates the schedule of a scoring on Spark, with failures: python3 bench/cluster_schedule.py

Nothing of Spark runs here. Shards go to free cores in their order, as the driver hands them out; a
worker that is lost takes its running shards with it and is back after a while; a shard whose
process ended twice stops the job, and the next one begins with its films one by one
(spark.task.maxFailures = 2, SparkScoring.again). The driver writes rows in the films' order, so
what comes before its turn waits in its memory. Times of shards are those of the measured time of a
film, spread by a factor that nodes and films have.
"""

import argparse
import heapq
import random
from dataclasses import dataclass, field

SECONDS_A_FILM = 0.17  # of a core with AVX2 alone, DenseNet121 at 320 pixels
FILMS_A_SHARD = 256
BYTES_A_ROW = 200
ATTEMPTS = 2
START = 20  # seconds until a job's first task runs, and until a lost worker is back
SPREAD = 0.2  # of a shard's time, as the standard deviation of its logarithm


@dataclass
class Plan:
    name: str
    films: int = 10_000_000
    workers: int = 100
    cores: int = 4
    hours_between_losses: float = 0  # of one worker; 0 is never
    slow_share: float = 0  # of workers
    slowness: float = 1
    poison: int = 0  # films that end the process that reads them


@dataclass(order=True)
class Event:
    at: float
    number: int
    kind: str = field(compare=False)
    worker: int = field(compare=False)
    shard: tuple = field(compare=False, default=None)
    life: int = field(compare=False, default=0)


class Simulation:
    def __init__(self, plan, seed):
        self.plan = plan
        self.random = random.Random(seed)
        slow = set(self.random.sample(range(plan.workers), round(plan.slow_share * plan.workers)))
        self.pace = [plan.slowness if w in slow else 1 for w in range(plan.workers)]
        self.bad = set(self.random.sample(range(plan.films), plan.poison))
        self.now = 0.0
        self.counter = 0
        self.busy = 0.0  # core-seconds whose rows were used
        self.lost = 0.0  # core-seconds whose rows were not
        self.losses = self.jobs = 0
        self.written = 0
        self.waiting = {}  # the ends of what has come before its turn, by their beginnings
        self.rows_waiting = 0
        self.most_rows = 0
        self.set_aside = 0

    def run(self):
        shards = [(i, min(self.plan.films, i + FILMS_A_SHARD)) for i in range(0, self.plan.films, FILMS_A_SHARD)]
        while shards:
            shards = self.job(shards)
        assert self.written == self.plan.films, "every film has one row"
        return self

    def push(self, at, kind, worker, shard=None, life=0):
        self.counter += 1
        heapq.heappush(self.events, Event(at, self.counter, kind, worker, shard, life))

    def job(self, shards):
        """Returns what is left when the job is given up: nothing, if it was not."""
        plan = self.plan
        self.jobs += 1
        self.events = []
        self.now += START
        todo = list(reversed(shards))
        tries = {}
        done = set()
        running = [{} for _ in range(plan.workers)]
        lives = [0] * plan.workers
        up = [True] * plan.workers

        def give(worker):
            while todo and up[worker] and len(running[worker]) < plan.cores:
                shard = todo.pop()
                running[worker][shard] = self.now
                films = shard[1] - shard[0]
                took = films * SECONDS_A_FILM * self.pace[worker] * self.random.lognormvariate(0, SPREAD)
                poison = self.bad.intersection(range(*shard))
                end = "die" if poison else "done"
                if poison:
                    took *= (min(poison) - shard[0] + 1) / films
                self.push(self.now + took, end, worker, shard, lives[worker])

        def lose(worker):
            self.losses += 1
            lives[worker] += 1
            up[worker] = False
            given_up = None
            for shard, began in running[worker].items():
                self.lost += self.now - began
                tries[shard] = tries.get(shard, 0) + 1
                if tries[shard] >= ATTEMPTS:
                    given_up = shard
                else:
                    todo.append(shard)
            running[worker].clear()
            self.push(self.now + START, "back", worker)
            return given_up

        for worker in range(plan.workers):
            give(worker)
            if plan.hours_between_losses:
                self.push(self.now + self.next_loss(), "loss", worker)
        while len(done) < len(shards):
            event = heapq.heappop(self.events)
            self.now = event.at
            culprit = None
            if event.kind == "done" and event.life == lives[event.worker]:
                self.busy += self.now - running[event.worker].pop(event.shard)
                done.add(event.shard)
                self.write(event.shard)
                give(event.worker)
            elif event.kind == "die" and event.life == lives[event.worker]:
                culprit = lose(event.worker)
            elif event.kind == "loss":
                self.push(self.now + self.next_loss(), "loss", event.worker)
                if up[event.worker]:
                    culprit = lose(event.worker)
            elif event.kind == "back":
                up[event.worker] = True
                give(event.worker)
            if culprit:
                return self.again(shards, done, culprit, running)
            for worker in range(plan.workers) if todo and event.kind in ("loss", "die") else ():
                give(worker)
        return []

    def next_loss(self):
        return self.random.expovariate(1 / (3600 * self.plan.hours_between_losses))

    def again(self, shards, done, culprit, running):
        """The job is stopped, with all that runs."""
        for tasks in running:
            self.lost += sum(self.now - began for began in tasks.values())
        left = []
        for shard in shards:
            if shard == culprit and shard[1] - shard[0] == 1:
                self.set_aside += 1
                self.write(shard)
            elif shard == culprit:
                left += [(film, film + 1) for film in range(*shard)]
            elif shard not in done:
                left.append(shard)
        return left

    def write(self, shard):
        self.waiting[shard[0]] = shard[1]
        self.rows_waiting += shard[1] - shard[0]
        self.most_rows = max(self.most_rows, self.rows_waiting)
        while self.written in self.waiting:
            end = self.waiting.pop(self.written)
            self.rows_waiting -= end - self.written
            self.written = end


PLANS = [
    Plan("nothing happens"),
    Plan("a tenth of the workers three times as slow", slow_share=0.1, slowness=3),
    Plan("each worker is lost every 10 hours", hours_between_losses=10),
    Plan("each worker is lost every hour", hours_between_losses=1),
    Plan("10 films end their process", poison=10),
    Plan("all three: a tenth slow, lost every 10 hours, 10 such films", slow_share=0.1, slowness=3, hours_between_losses=10, poison=10),
]


def main():
    parser = argparse.ArgumentParser(description="Simulates the schedule of a scoring on a cluster.")
    parser.add_argument("--films", type=int, default=10_000_000)
    parser.add_argument("--seeds", type=int, default=3)
    options = parser.parse_args()
    print("| what happens | minutes | core-hours lost | workers lost | jobs | set aside | rows waiting, MB |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for plan in PLANS:
        plan.films = options.films
        runs = [Simulation(plan, seed).run() for seed in range(options.seeds)]

        def span(value, digits):
            low, high = min(map(value, runs)), max(map(value, runs))
            text = f"{low:,.{digits}f}"
            return text if text == f"{high:,.{digits}f}" else f"{text} to {high:,.{digits}f}"

        print(
            f"| {plan.name} | {span(lambda r: r.now / 60, 1)} | {span(lambda r: r.lost / 3600, 1)}"
            f" | {span(lambda r: r.losses, 0)} | {span(lambda r: r.jobs, 0)} | {span(lambda r: r.set_aside, 0)}"
            f" | {span(lambda r: r.most_rows * BYTES_A_ROW / 1e6, 1)} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
