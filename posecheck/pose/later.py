"""Putting off an import that a library makes and hardly ever uses."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands in for a module, which is imported when something in it is asked for."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.__spec__ = ModuleSpec(name, None)  # another thread may just be looking whether there is such a module

    def __getattr__(self, name: str) -> Any:
        if sys.modules.get(self.__name__) is self:
            raise AttributeError(f"{self.__name__} is being put off")
        return getattr(import_module(self.__name__), name)


@contextmanager
def imported_later(*names: str) -> Iterator[None]:
    """Within the block, `import` of these modules gives a stand-in that imports the module at its first use.

    Modules that were imported already are left alone.

    Args:
        names: Full names, a package before what is in it; the package belongs to them.
    """
    put_off = {name: _Later(name) for name in names if name not in sys.modules}
    for name, module in put_off.items():
        package, _, last = name.rpartition(".")
        if package in put_off:
            setattr(put_off[package], last, module)
    sys.modules.update(put_off)
    try:
        yield
    finally:
        for name, module in put_off.items():
            if sys.modules.get(name) is module:
                del sys.modules[name]
