"""The trade of market supervision: importing this package imports all its modules, which declare the report's figures."""

from importlib import import_module
from pkgutil import iter_modules

for name in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{name}")
