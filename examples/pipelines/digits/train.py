"""Trains one network on the artifact of data.py, and stores its weights as a model."""

import joblib
import numpy as np
from clearml import OutputModel, StorageManager, Task
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

threadpool_limits(1)  # The matrices are so small that threads would only wait for each other.
task = Task.init("Perdura examples", "digits: train", output_uri=True, auto_connect_frameworks=False)
parameters = task.connect({"data": "", "lr": 0.001, "epochs": 10}, name="Args")

data = np.load(StorageManager.get_local_copy(parameters["data"]))
network = MLPClassifier((64,), learning_rate_init=parameters["lr"], batch_size=32, random_state=0)
for epoch in range(1, parameters["epochs"] + 1):
    network.partial_fit(data["train"], data["train_labels"], classes=list(range(10)))
    accuracy = float(network.score(data["validation"], data["validation_labels"]))
    task.get_logger().report_scalar("accuracy", "validation", iteration=epoch, value=accuracy)
    print(f"epoch {epoch}: validation {accuracy:.4f}", flush=True)

joblib.dump(network, "digits.joblib")
model = OutputModel(task, name=f"digits, lr {parameters['lr']}", framework="ScikitLearn")
model.update_weights("digits.joblib", auto_delete_file=False)
