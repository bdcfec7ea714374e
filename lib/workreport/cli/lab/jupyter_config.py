"""JupyterLab configuration: notebooks of the report are saved without outputs; a tile opens the desk with its forms."""

from workreport.base.sections import DESK
from workreport.cli.analysts import save_without_outputs

c = get_config()  # noqa: F821  (Jupyter puts it there)
c.FileContentsManager.pre_save_hook = save_without_outputs
c.ServerApp.jpserver_extensions = {"workreport.cli.desk.served_files": True}
c.LauncherShortcuts.shortcuts = {DESK: {"title": "出稿台", "target": f"{{base_url}}lab/tree/{DESK}.ipynb"}}
