"""A search of ClearML's own optimizer over the task BASE. Ended trials, as its callback is told of them, and the three best are noted in NOTES."""

import os

from clearml.automation import DiscreteParameterRange, GridSearch, HyperParameterOptimizer
from clearml import Task


def note(text):
    with open(os.environ["NOTES"], "a") as notes:
        notes.write(f"{text}\n")


def ended(job_id, objective, iteration, parameters, top_id):
    value = objective[0] if isinstance(objective, (list, tuple)) else objective
    note(f"ended {job_id} {value} {parameters['General/x']}")


task = Task.init(project_name="soak", task_name="optimizer", task_type=Task.TaskTypes.optimizer)
search = HyperParameterOptimizer(
    base_task_id=os.environ["BASE"],
    hyper_parameters=[DiscreteParameterRange("General/x", values=[-3, -2, -1, 1, 2, 4])],
    objective_metric_title="loss",
    objective_metric_series="value",
    objective_metric_sign="min",
    optimizer_class=GridSearch,
    max_number_of_concurrent_tasks=2,
    execution_queue="trials",
    total_max_jobs=6,
    pool_period_min=0.05,
)
search.set_report_period(0.1)
search.start(job_complete_callback=ended)
search.wait()
note("best " + " ".join(found.id for found in search.get_top_experiments(3)))
search.stop()
