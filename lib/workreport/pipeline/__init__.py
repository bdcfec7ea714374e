"""The pipeline: plan, read ledgers, compute figures, execute sections, assess, render, publish; caches and verification."""
