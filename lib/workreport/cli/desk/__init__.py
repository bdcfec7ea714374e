"""Forms in JupyterLab for people who use no terminal; each form runs a command of the command line."""
