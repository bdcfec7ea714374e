"""Many bureaux and periods in one go: the plan, its jobs, on this machine's processors or on a cluster, the outcome."""
