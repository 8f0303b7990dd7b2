"""What trials do: the square of their parameter."""

from clearml import Task

task = Task.init(project_name="soak", task_name="optimized", auto_connect_frameworks=False)
settings = task.connect({"x": 5})
task.get_logger().report_scalar("loss", "value", float(settings["x"]) ** 2, 0)
