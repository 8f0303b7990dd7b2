from clearml import Task
Task.init(project_name="begun/at once", task_name="copy")
