"""A pipeline of functions whose first step gives the run an artifact and a model; it runs in this process, its steps in others."""

from clearml import PipelineController


def prepare(seed):
    from clearml import PipelineController

    PipelineController.upload_artifact("shared", {"seed": seed})
    with open("weights.bin", "w") as weights:
        weights.write("w" * seed)
    PipelineController.upload_model("weights", "weights.bin")
    return [seed, seed + 1]


def train(data):
    return sum(data)


if __name__ == "__main__":
    pipe = PipelineController(name="functions", project="soak", version="1.0.0")
    pipe.add_function_step("prepare", prepare, function_kwargs={"seed": 20}, function_return=["data"])
    pipe.add_function_step("train", train, function_kwargs={"data": "${prepare.data}"}, function_return=["sum"])
    pipe.start_locally(run_pipeline_steps_locally=True)
