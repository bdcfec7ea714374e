"""工作报告工作簿: ledgers in, a traceable report out."""

__version__ = "0.1.0"
