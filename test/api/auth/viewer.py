"""Reads a task as somebody who may only look, then tries what such a person may not do, and says what came of it."""

import json
import sys

from clearml import Task

task = Task.get_task(task_id=sys.argv[1])
seen = {"name": task.name, "parameters": task.get_parameters(), "scalars": task.get_reported_scalars()}
refused = {}
for name, act in {
    "init": lambda: Task.init(project_name=sys.argv[2], task_name="new"),
    "enqueue": lambda: Task.enqueue(task, queue_name="default"),
    "clone": lambda: Task.clone(task),
}.items():
    try:
        act()
    except Exception as error:
        refused[name] = str(error)
print(json.dumps({"seen": seen, "refused": refused}))
