"""Reports one figure of each kind, and images of two iterations, as a training does with ClearML's SDK. Arguments: name of the task, seed."""

import sys

import matplotlib

matplotlib.use("Agg")
import numpy as np
import pandas as pd
import plotly.graph_objects as go
from clearml import Task
from matplotlib import pyplot as plt
from PIL import Image

name, seed = sys.argv[1], int(sys.argv[2])
rng = np.random.default_rng(seed)
task = Task.init(project_name="figures", task_name=name, reuse_last_task_id=False, auto_connect_frameworks={"matplotlib": True})
logger = task.get_logger()

steps = np.arange(50)
loss = np.exp(-steps / (8 + 4 * seed)) + rng.normal(0, 0.01, 50)
line = go.Figure(go.Scatter(x=steps, y=loss, mode="lines+markers", name="loss"))
line.update_layout(title="Loss by step", xaxis_title="step", yaxis_title="loss")
logger.report_plotly("plotly", "line", iteration=1, figure=line)
surface = go.Figure(go.Surface(z=np.outer(np.sin(steps / (5 + seed)), np.cos(steps / 8))))
logger.report_plotly("plotly", "surface", iteration=1, figure=surface)

figure, axes = plt.subplots()
axes.plot(steps, loss, label="loss")
axes.plot(steps, loss**2, "--", label="squared")
axes.set_title("Curves of matplotlib")
axes.legend()
logger.report_matplotlib_figure("matplotlib", "lines", figure, iteration=1, report_interactive=True)
logger.report_matplotlib_figure("matplotlib", "as an image", figure, iteration=1, report_image=True)
plt.close(figure)

logger.report_histogram("histogram", "weights", rng.normal(seed, 1, 12), iteration=1, xaxis="bin", yaxis="count")
logger.report_scatter2d("scatter", "points", rng.normal(seed, 1, (40, 2)), iteration=1, mode="markers")
logger.report_line_plot("line plot", [dict(name="a", data=rng.random((20, 2)))], xaxis="x", yaxis="y", iteration=1)
logger.report_confusion_matrix("confusion", "test", rng.integers(0, 50, (4, 4)), iteration=1, xlabels=list("abcd"), ylabels=list("abcd"))
logger.report_table("table", "rows", iteration=1, table_plot=pd.DataFrame({"class": list("abc"), "f1": rng.random(3).round(3)}))

for iteration in (1, 2):
    pixels = np.zeros((64, 64, 3), dtype=np.uint8)
    pixels[:, :, seed % 3] = 80 * iteration
    pixels[10 * iteration : 10 * iteration + 16, 10:26] = 255
    logger.report_image("samples", "square", iteration=iteration, image=pixels)
logger.report_image("samples", "of pillow", iteration=2, image=Image.new("RGB", (64, 64), (40, 120 + 60 * seed, 90)))
task.close()
