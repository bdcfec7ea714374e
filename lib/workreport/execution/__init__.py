"""Running the notebooks of a report: parameters, kernels, many at once, and publishing what they made."""
