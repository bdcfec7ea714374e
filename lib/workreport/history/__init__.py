"""History: manifests, snapshots and differences of runs, earlier runs, sign-off."""
