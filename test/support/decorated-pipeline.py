"""A pipeline by ClearML's decorators that branches and repeats upon values. MODE: debug (in this process), local (steps as processes), or remote."""

import os

from clearml import PipelineDecorator


def note(text):
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"{text}\n")


@PipelineDecorator.component(return_values=["frame", "array", "facts"])
def make(rows):
    import numpy as np
    import pandas as pd

    return pd.DataFrame({"x": range(rows)}), np.arange(rows) ** 2, {"rows": rows, "list": [1, "two", 3.5]}


@PipelineDecorator.component(return_values=["total", "types"])
def add(frame, array, facts):
    total = int(frame["x"].sum() + array.sum() + facts["rows"])
    return total, [type(frame["x"].sum()).__name__, type(array.sum()).__name__, *(type(item).__name__ for item in facts["list"])]


@PipelineDecorator.component(return_values=["better"])
def improve(total):
    return total + 100


@PipelineDecorator.pipeline(name="decorated", project="soak", version="1.0.0")
def main(rows=3):
    small, big = make(rows), make(rows + 1)
    (low, types), (high, _) = add(*small), add(*big)
    best = high if high > low else low
    rounds = 0
    while best < 250:
        best = improve(best)
        rounds += 1
    note(f"{os.environ['MODE']}: {int(low)} {int(high)} {int(best)} {rounds} {list(types)}")


if __name__ == "__main__":
    PipelineDecorator.set_default_execution_queue("steps")
    if os.environ["MODE"] == "local":
        PipelineDecorator.run_locally()
    if os.environ["MODE"] == "debug":
        PipelineDecorator.debug_pipeline()
    main(rows=4)
