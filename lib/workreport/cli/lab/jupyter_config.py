"""JupyterLab configuration: notebooks of the report are saved without outputs, which only runs produce."""

from workreport.cli.analysts import save_without_outputs

c = get_config()  # noqa: F821  (Jupyter puts it there)
c.FileContentsManager.pre_save_hook = save_without_outputs
