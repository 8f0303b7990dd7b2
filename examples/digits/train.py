"""Trains a small neural network to read handwritten digits, and reports all that there is to see of it.

Nothing in here knows Perdura: it is the `clearml` package as it comes from PyPI.
"""

import argparse
import csv
import time

import joblib
import numpy as np
from clearml import Logger, OutputModel, Task
from matplotlib.figure import Figure
from sklearn.datasets import load_digits
from sklearn.metrics import confusion_matrix, log_loss, precision_recall_fscore_support
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

DIGITS = list(range(10))
SIDE = 8


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=60, help="passes over the training data")
    parser.add_argument("--lr", type=float, default=0.001, help="learning rate of Adam")
    parser.add_argument("--hidden", type=int, default=192, help="neurons in the hidden layer")
    parser.add_argument("--batch-size", type=int, default=16, help="images in each step of the optimiser")
    parser.add_argument("--l2", type=float, default=0.0001, help="strength of the L2 penalty on the weights")
    parser.add_argument("--seed", type=int, default=0, help="seed of the split, the weights and the order of the images")
    return parser.parse_args()


def load_data(seed: int):
    """Images with their digits, as (training, validation, test); the training images are shifted in four directions too."""
    data = load_digits()
    images, labels = data.images / 16, data.target
    rest, test, rest_labels, test_labels = train_test_split(images, labels, test_size=360, random_state=seed, stratify=labels)
    train, validation, train_labels, validation_labels = train_test_split(
        rest, rest_labels, test_size=360, random_state=seed, stratify=rest_labels
    )
    shifted = [train, *(np.roll(train, step, axis) for axis in (1, 2) for step in (-1, 1))]
    training = (np.concatenate(shifted), np.tile(train_labels, len(shifted)))
    return [(x.reshape(len(x), -1), y) for x, y in (training, (validation, validation_labels), (test, test_labels))]


def train(network: MLPClassifier, epochs: int, training, validation, logger: Logger) -> None:
    for epoch in range(1, epochs + 1):
        start = time.perf_counter()
        order = np.random.default_rng(epoch).permutation(len(training[1]))
        network.partial_fit(training[0][order], training[1][order], classes=DIGITS)
        accuracy = {}
        for series, (images, labels) in {"train": training, "validation": validation}.items():
            chances = network.predict_proba(images)
            accuracy[series] = float((chances.argmax(axis=1) == labels).mean())
            logger.report_scalar("loss", series, iteration=epoch, value=log_loss(labels, chances, labels=DIGITS))
            logger.report_scalar("accuracy", series, iteration=epoch, value=accuracy[series])
        logger.report_scalar("time", "seconds an epoch", iteration=epoch, value=time.perf_counter() - start)
        if epoch % 10 == 0 or epoch == epochs:
            report_hardest(network, validation, epoch, logger)
        print(
            f"epoch {epoch:3}/{epochs}  train {accuracy['train']:.4f}  validation {accuracy['validation']:.4f}"
            f"  {time.perf_counter() - start:.2f} s",
            flush=True,
        )


def report_hardest(network: MLPClassifier, data, epoch: int, logger: Logger) -> None:
    """A debug image: the 25 digits that the network is least sure of, enlarged; those that it reads wrongly come first."""
    images, labels = data
    chances = network.predict_proba(images)[np.arange(len(labels)), labels]
    hardest = images[chances.argsort()[:25]].reshape(-1, SIDE, SIDE)
    tiles = np.pad(hardest, ((0, 0), (1, 1), (1, 1)))
    grid = tiles.reshape(5, 5, SIDE + 2, SIDE + 2).transpose(0, 2, 1, 3).reshape(5 * (SIDE + 2), -1)
    picture = (255 * grid.repeat(6, axis=0).repeat(6, axis=1)).astype(np.uint8)
    logger.report_image("hardest digits", "validation", iteration=epoch, image=picture)


def report_test(network: MLPClassifier, test, epochs: int, task: Task) -> None:
    images, labels = test
    chances = network.predict_proba(images)
    guesses = chances.argmax(axis=1)
    accuracy = float((guesses == labels).mean())
    logger = task.get_logger()

    logger.report_single_value("test accuracy", accuracy)
    logger.report_confusion_matrix(
        "confusion matrix", "test", confusion_matrix(labels, guesses), epochs, "read as", "is", DIGITS, DIGITS
    )
    header = ["digit", "precision", "recall", "F1", "images"]
    scores = zip(DIGITS, *precision_recall_fscore_support(labels, guesses, labels=DIGITS))
    table = [header, *([digit, *(round(float(score), 4) for score in row), int(count)] for digit, *row, count in scores)]
    logger.report_table("scores", "each digit", iteration=epochs, table_plot=table)
    logger.report_matplotlib_figure("confidence", "test", draw_confidence(chances, guesses == labels), iteration=epochs)

    write_predictions("predictions.csv", labels, guesses, chances)
    task.upload_artifact("predictions", "predictions.csv", metadata={"rows": str(len(labels))})
    task.upload_artifact("summary", {"test accuracy": accuracy, "wrong": int((guesses != labels).sum()), "images": len(labels)})
    print(f"test accuracy {accuracy:.4f}: {int((guesses != labels).sum())} of {len(labels)} digits read wrongly", flush=True)


def draw_confidence(chances: np.ndarray, right: np.ndarray) -> Figure:
    """How sure the network is of what it reads, apart for what it reads rightly and wrongly."""
    figure = Figure(figsize=(6, 4))
    axes = figure.subplots()
    best = chances.max(axis=1)
    for name, chosen in {"right": right, "wrong": ~right}.items():
        axes.plot(np.sort(best[chosen]), np.linspace(0, 1, int(chosen.sum())), label=name)
    axes.set(title="Confidence of the network", xlabel="chance given to its reading", ylabel="share of the images")
    axes.legend()
    return figure


def write_predictions(path: str, labels: np.ndarray, guesses: np.ndarray, chances: np.ndarray) -> None:
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["digit", "read as", "chance"])
        writer.writerows(zip(labels, guesses, chances.max(axis=1).round(4)))


def main() -> None:
    arguments = parse_arguments()
    threadpool_limits(1)  # The matrices are so small that threads would only wait for each other.
    task = Task.init(
        "Perdura examples",
        "digits: train a classifier",
        output_uri=True,
        # The model is registered below, with a name and its labels.
        auto_connect_frameworks={"joblib": False, "scikit": False},
    )
    training, validation, test = load_data(arguments.seed)
    print(f"{len(training[1])} images to train on, {len(validation[1])} to validate, {len(test[1])} to test", flush=True)
    network = MLPClassifier(
        (arguments.hidden,),
        learning_rate_init=arguments.lr,
        batch_size=arguments.batch_size,
        alpha=arguments.l2,
        random_state=arguments.seed,
    )
    train(network, arguments.epochs, training, validation, task.get_logger())
    report_test(network, test, arguments.epochs, task)

    joblib.dump(network, "digits.joblib")
    model = OutputModel(task, name="digits classifier", framework="ScikitLearn", label_enumeration={str(d): d for d in DIGITS})
    model.update_weights("digits.joblib", auto_delete_file=False)


if __name__ == "__main__":
    main()
