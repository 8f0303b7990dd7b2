"""Compares the models by the test images, and says which is the best."""

import joblib
import numpy as np
from clearml import InputModel, StorageManager, Task

task = Task.init("Perdura examples", "digits: evaluate", auto_connect_frameworks=False)
parameters = task.connect({"data": "", "models": []}, name="Args")

data = np.load(StorageManager.get_local_copy(parameters["data"]))
accuracies = {}
for model_id in parameters["models"]:
    model = InputModel(model_id=model_id)
    network = joblib.load(model.get_weights())
    accuracies[model_id] = float(network.score(data["test"], data["test_labels"]))
    print(f"{model.name}: {accuracies[model_id]:.4f}", flush=True)
best = max(accuracies, key=accuracies.get)
task.get_logger().report_single_value("test accuracy", accuracies[best])
task.upload_artifact("best", {"model": best, "accuracy": accuracies[best], "of": len(accuracies)}, wait_on_upload=True)
