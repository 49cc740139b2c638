"""Owns `dataclass`: the one of the standard library for classes with slots, at a third of its price.

The library compiles six functions for each class. For the 400 classes of the daemon they took 3 MB and a sixth of each
start; here every class keeps an `__init__` of its own and shares the others. A type checker sees the library's.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, slots: bool, frozen: bool = False, eq: bool = True, kw_only: bool = False):
        """As `dataclasses.dataclass`; `slots` must be true."""
        if not slots:
            raise TypeError("a record has slots")
        return lambda cls: _record(cls, frozen, eq, kw_only)


def _record(cls: type, frozen: bool, eq: bool, kw_only: bool) -> type:
    own = dict(vars(cls))
    cls.__doc__ = cls.__doc__ or cls.__name__  # else the library writes the signature out
    made: type = dataclasses.dataclass(frozen=frozen, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    shared: dict[str, Any] = {"__repr__": _repr}
    if eq:
        names = [field.name for field in dataclasses.fields(made) if field.compare]
        shared |= {"__compared__": attrgetter(*names or ["__class__"]), "__eq__": _eq}
        shared["__hash__"] = _hash if frozen else None
    if frozen:
        shared |= {"__setattr__": _keep, "__delattr__": _hold}
    for name, method in shared.items():
        if own.get(name) is None:  # Python itself puts None for the hash of a class that has __eq__
            setattr(made, name, method)
    return made


@recursive_repr()
def _repr(self: Any) -> str:
    told = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(told)})"


def _eq(self: Any, other: Any) -> bool:
    if other.__class__ is not self.__class__:
        return NotImplemented
    compared = self.__compared__
    return bool(compared(self) == compared(other))


def _hash(self: Any) -> int:
    return hash(self.__compared__(self))


def _keep(self: object, name: str, value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _hold(self: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
