"""Splits scikit-learn's handwritten digits and stores the parts as one artifact."""

import numpy as np
from clearml import Task
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

task = Task.init("Perdura examples", "digits: data", auto_connect_frameworks=False)
parameters = task.connect({"seed": 0}, name="Args")

digits = load_digits()
images, labels = digits.data / 16, digits.target
rest, test, rest_labels, test_labels = train_test_split(
    images, labels, test_size=360, random_state=parameters["seed"], stratify=labels
)
train, validation, train_labels, validation_labels = train_test_split(
    rest, rest_labels, test_size=360, random_state=parameters["seed"], stratify=rest_labels
)
np.savez_compressed(
    "digits.npz",
    train=train,
    train_labels=train_labels,
    validation=validation,
    validation_labels=validation_labels,
    test=test,
    test_labels=test_labels,
)
task.upload_artifact("digits", "digits.npz", wait_on_upload=True)
print(f"{len(train)} images to train on, {len(validation)} to validate, {len(test)} to test", flush=True)
