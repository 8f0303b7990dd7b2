"""A pipeline of Python's controller whose second step stands still until the file GO is there. Every start of a step is noted in NOTES."""

from clearml import PipelineController


def first():
    import os

    with open(os.environ["NOTES"], "a") as notes:
        notes.write("first\n")
    return 20


def slow(x):
    import os
    import time

    with open(os.environ["NOTES"], "a") as notes:
        notes.write("slow\n")
    while not os.path.exists(os.environ["GO"]):
        time.sleep(0.2)
    return x + 1


def last(y):
    import os

    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"last {y * 2}\n")
    return y * 2


if __name__ == "__main__":
    pipe = PipelineController(name="outlived", project="soak", version="1.0.0")
    pipe.set_default_execution_queue("steps")
    pipe.add_function_step("first", first, function_return=["x"])
    pipe.add_function_step("slow", slow, function_kwargs={"x": "${first.x}"}, function_return=["y"])
    pipe.add_function_step("last", last, function_kwargs={"y": "${slow.y}"}, function_return=["z"])
    pipe.start(queue="services")
