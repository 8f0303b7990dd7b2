"""ClearML's own scaler with its AWS driver, as its example starts it: python-autoscaler.py CONFIGURATION.json"""

import json
import logging
import sys

from clearml.automation.auto_scaler import AutoScaler, ScalerConfig
from clearml.automation.aws_driver import AWSDriver


class Driver(AWSDriver):
    """The scaler of clearml 2.1.12 names this argument `resource`; its driver does not, so that no launch succeeds."""

    def spin_up_worker(self, resource, **rest):
        return super().spin_up_worker(resource, **rest)


logging.basicConfig(level=logging.INFO)
with open(sys.argv[1]) as file:
    configuration = json.load(file)
AutoScaler(ScalerConfig.from_config(configuration), Driver.from_config(configuration)).start()
