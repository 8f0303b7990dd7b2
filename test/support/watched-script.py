"""Reports a scalar each second, for a minute."""

import time

from clearml import Task

task = Task.init(project_name="soak", task_name="watched", auto_connect_frameworks=False)
for second in range(60):
    task.get_logger().report_scalar("loss", "train", 1 / (second + 1), second)
    time.sleep(1)
