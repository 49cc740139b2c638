"""Owns `dataclass`: the one of the standard library for classes with slots, at a third of its price.

The library compiles six functions for each class. For the 400 classes of the daemon they took 3 MB and 0.1 s at every
start; here `__init__` alone is compiled, and all classes share the others. A type checker sees the library's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:

    def dataclass(*, slots: bool, frozen: bool = False, eq: bool = True, kw_only: bool = False):
        """As `dataclasses.dataclass`; `slots` must be true. A class derived from a frozen one says so itself."""
        if not slots:
            raise TypeError("a record has slots")
        return lambda cls: _record(cls, frozen, eq, kw_only)


def _record(cls: type, frozen: bool, eq: bool, kw_only: bool) -> type:
    cls.__doc__ = cls.__doc__ or cls.__name__  # else the library writes the signature out
    made: type = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True, kw_only=kw_only)(cls)
    own = vars(cls)
    shared: dict[str, Any] = {"__init__": _init(made, frozen), "__repr__": _repr}
    if eq:
        names = [field.name for field in dataclasses.fields(made) if field.compare]
        shared |= {"__compared__": attrgetter(*names or ["__class__"]), "__eq__": _eq}
        shared["__hash__"] = _hash if frozen else None
    if frozen:
        shared |= {"__setattr__": _keep, "__delattr__": _hold, "__getstate__": _state, "__setstate__": _restore}
    for name, method in shared.items():
        if own.get(name) is None:  # Python itself puts None for the hash of a class that has __eq__
            setattr(made, name, method)
    return made


_SET = {"_set": object.__setattr__, "_MISSING": dataclasses.MISSING}


def _init(cls: type, frozen: bool) -> Callable[..., None]:
    """`__init__` of the fields of `cls`, in their order."""
    given: dict[str, Any] = {}
    positional, named, body = ["self"], ["*"], []
    for field in dataclasses.fields(cls):
        name, default, value = field.name, f"_of_{field.name}", field.name
        if field.default_factory is not dataclasses.MISSING:
            given[default], value = field.default_factory, f"{default}() if {name} is _MISSING else {name}"
            parameter = f"{name}=_MISSING"
        elif field.default is not dataclasses.MISSING:
            given[default], parameter = field.default, f"{name}={default}"
        else:
            parameter = name
        if field.init:
            (named if field.kw_only else positional).append(parameter)
        elif default in given:
            value = f"{default}()" if "()" in value else default
        else:
            continue
        body.append(f"_set(self, {name!r}, {value})" if frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        body.append("self.__post_init__()")
    parameters = ", ".join(positional + (named if named[1:] else []))
    lines = "\n  ".join(body or ["pass"])
    space: dict[str, Any] = {}
    exec(f"def make({', '.join(given)}):\n def __init__({parameters}):\n  {lines}\n return __init__", _SET, space)
    made: Callable[..., None] = space["make"](**given)
    made.__qualname__ = f"{cls.__qualname__}.__init__"
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


def _state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _restore(self: Any, state: list[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)
