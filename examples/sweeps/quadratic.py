"""A function to make small, in place of a training: its least value, 0, is at x = 2, y = -1."""

import time

from clearml import Task

task = Task.init("Perdura examples", "quadratic", auto_connect_frameworks=False)
parameters = task.connect({"x": 0.0, "y": 0.0, "steps": 5}, name="Args")

for step in range(1, int(parameters["steps"]) + 1):
    value = (parameters["x"] - 2) ** 2 + (parameters["y"] + 1) ** 2 + 1 / step
    task.get_logger().report_scalar("value", "value", iteration=step, value=value)
    time.sleep(0.1)
print("value", value, flush=True)
