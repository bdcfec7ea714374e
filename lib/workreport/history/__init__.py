"""History: manifests and snapshots of runs, differences between runs, sign-off."""
