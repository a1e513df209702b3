"""Makes the weights of the gaze network: train, evaluate, export."""

import os

# OpenMP's threads sleep at barriers instead of spinning: beside a renderer that wants the same cores, spinning costs most of the speed.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
