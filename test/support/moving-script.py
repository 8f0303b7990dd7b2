"""Moves to the queue QUEUE in the middle, or is only registered when there is none. Where it has come to is noted in NOTES."""

import os

from clearml import Task


def note(text):
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"{text}\n")


task = Task.init(project_name="soak", task_name="moves away", auto_connect_frameworks=False)
settings = task.connect({"lr": 0.1})
note("before")
task.upload_artifact("early", {"made": "before the call"}, wait_on_upload=True)
task.execute_remotely(os.environ.get("QUEUE"))
note(f"after, with lr {settings['lr']}")
task.get_logger().report_scalar("after", "call", 8, 0)
