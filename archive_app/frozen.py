"""``dataclass``, quicker to make: the standard library's, but for frozen ones with slots.

Nearly all that the program knows is a frozen dataclass, some four hundred classes. The standard library compiles six
methods for each when its module is loaded: half of the time it takes to start. Here none is compiled before the first
object is made, and then only ``__init__``; the other methods are the same few functions for all. Objects are as the
standard library's are (fields, ``replace``, equality, hash, ``repr``, pickling, `FrozenInstanceError`) and made sooner.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    from collections.abc import Callable, Iterable
    from dataclasses import MISSING, Field, FrozenInstanceError
    from operator import attrgetter
    from typing import Any

    def dataclass(cls: type | None = None, /, **options: Any) -> Any:
        """As `dataclasses.dataclass`."""
        if options != {"frozen": True, "slots": True}:
            return dataclasses.dataclass(cls, **options)
        return _made

    def _made(given: type) -> type:
        own = given.__dict__
        if own["__doc__"] is None:
            given.__doc__ = given.__name__  # or the standard library would work out a signature
        cls = dataclasses.dataclass(given, init=False, repr=False, eq=False, slots=True)
        fields = dataclasses.fields(cls)
        plain = not hasattr(cls, "__post_init__") and all(field.init for field in fields)
        methods = {
            "__init__": _first_init(cls, fields),
            "__repr__": _repr_of([field.name for field in fields if field.repr]),
            "__eq__": _eq_of(_values_of([field.name for field in fields if field.compare])),
            "__hash__": _hash_of(
                _values_of([field.name for field in fields if (field.compare if field.hash is None else field.hash)])
            ),
            "__reduce__": _reduce_of(cls if plain else None, _values_of([field.name for field in fields])),
            "__setattr__": _refuse_to_set,
            "__delattr__": _refuse_to_delete,
        }
        for name, method in methods.items():
            if name not in own or (name == "__hash__" and own[name] is None):
                setattr(cls, name, method)
        return cls

    def _first_init(cls: type, fields: Iterable[Field[Any]]) -> Callable[..., None]:
        """The ``__init__`` that is there until the first object is made; it puts the compiled one in its own place."""

        def __init__(self: Any, /, *values: Any, **named: Any) -> None:
            init = _compiled(cls, fields)
            if cls.__dict__["__init__"] is __init__:
                type.__setattr__(cls, "__init__", init)
            init(self, *values, **named)

        return __init__

    def _compiled(cls: type, fields: Iterable[Field[Any]]) -> Callable[..., None]:
        known: dict[str, Any] = {"_made_anew": _MADE_ANEW}
        asked, lines = [], []
        for number, field in enumerate(fields):
            name = field.name
            known[f"_set{number}"] = getattr(cls, name).__set__  # of the slot: there is no shorter way to set it
            if field.default_factory is not MISSING:
                known[f"_new{number}"] = field.default_factory
                value = f"_new{number}() if {name} is _made_anew else {name}" if field.init else f"_new{number}()"
                default = "=_made_anew"
            elif field.default is not MISSING:
                known[f"_given{number}"] = field.default
                value, default = (name if field.init else f"_given{number}"), f"=_given{number}"
            else:
                value, default = name, ""
            if field.init:
                asked.append(name + default)
            if field.init or default:
                lines.append(f" _set{number}(self, {value})\n")
        if hasattr(cls, "__post_init__"):
            lines.append(" self.__post_init__()\n")
        exec(f"def __init__({', '.join(['self', *asked])}):\n{''.join(lines) or ' pass'}", known)
        init: Callable[..., None] = known["__init__"]
        init.__qualname__ = f"{cls.__qualname__}.__init__"
        return init

    _MADE_ANEW = object()

    def _values_of(names: list[str]) -> Callable[[Any], tuple[Any, ...]]:
        """What an object is compared by."""
        if len(names) > 1:
            return attrgetter(*names)
        return lambda one: tuple([getattr(one, name) for name in names])

    def _repr_of(names: list[str]) -> Callable[[Any], str]:
        def __repr__(self: Any) -> str:
            said = ", ".join([f"{name}={getattr(self, name)!r}" for name in names])
            return f"{type(self).__qualname__}({said})"

        return __repr__

    def _eq_of(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any, object], bool]:
        def __eq__(self: Any, other: object) -> bool:
            if other.__class__ is self.__class__:
                return values(self) == values(other)
            return NotImplemented

        return __eq__

    def _hash_of(values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], int]:
        def __hash__(self: Any) -> int:
            return hash(values(self))

        return __hash__

    def _reduce_of(cls: type | None, values: Callable[[Any], tuple[Any, ...]]) -> Callable[[Any], tuple[Any, ...]]:
        """For pickling: ``cls`` is the class whose objects are what they were when it is called with their values."""

        def __reduce__(self: Any) -> tuple[Any, ...]:
            own = type(self)
            return (own, values(self)) if own is cls else (_again, (own, values(self)))

        return __reduce__

    def _again(cls: type, values: tuple[Any, ...]) -> Any:
        """An object of ``cls`` with these values of all its fields, as it was before it was pickled."""
        one = object.__new__(cls)
        for field, value in zip(dataclasses.fields(cls), values, strict=True):
            object.__setattr__(one, field.name, value)
        return one

    def _refuse_to_set(self: Any, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to field {name!r}")

    def _refuse_to_delete(self: Any, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete field {name!r}")


__all__ = ["dataclass"]
