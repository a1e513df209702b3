"""Makes the weights of the gaze network: train, evaluate, export."""
