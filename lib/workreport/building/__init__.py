"""The stages of a run, each a small function: intake, tasks, execution, judging, writing, publishing."""
