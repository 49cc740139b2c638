"""The language of 1C as far as docs/1c.md speaks it: made into Python, with stand-ins for the platform's objects.

Names of the platform are its Russian ones (its.1c.ru, "Встроенный язык"); Python takes them as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tests.web.desk import Answer

_TOKEN = re.compile(r'//[^\n]*|"(?:[^"\n]|"")*"|<>|<=|>=|\d+(?:\.\d+)?|\w+|[^\w\s]')
_ENDS = {"КонецФункции", "КонецПроцедуры", "КонецЕсли", "КонецЦикла", "КонецПопытки"}
_OPENS = {"Тогда", "Цикл", "Попытка", "Исключение", "Иначе", "Экспорт"}
_WORDS = {"И": "and", "ИЛИ": "or", "НЕ": "not", "Истина": "True", "Ложь": "False", "Неопределено": "None", "<>": "!="}


def program(text: str, ask: Callable[[str, str, dict[str, str], bytes], Answer], token: str) -> dict[str, Any]:
    """The functions of a module, by their names. `ask`: method, address, headers, body."""
    place = _platform(ask, token)
    exec(python_of(text), place)
    return place


def python_of(text: str) -> str:
    """The same in Python. Raises AssertionError for what is not closed, or not known."""
    lines: list[str] = []
    depth = 0
    for statement in _statements(text):
        head = statement[0]
        if head in _ENDS or head in ("ИначеЕсли", "Иначе", "Исключение"):
            depth -= 1
        assert depth >= 0, statement
        if head not in _ENDS:
            lines.append("    " * depth + _line(statement))
        else:
            assert len(statement) == 1, statement
        if head in ("Функция", "Процедура", "Если", "Для", "Пока", "Попытка", "ИначеЕсли", "Иначе", "Исключение"):
            depth += 1
    assert depth == 0, "something is not closed"
    return "\n".join(lines)


def _statements(text: str) -> Iterator[list[str]]:
    found: list[str] = []
    tokens = [each for each in _TOKEN.findall(text) if not each.startswith("//")]
    for token, after in pairwise([*tokens, ""]):
        if token == ";":
            assert found, "a semicolon alone"
        elif token in ("КонецФункции", "КонецПроцедуры"):
            assert not found, found
            found.append(token)
        else:
            found.append(token)
            of_function = found[0] in ("Функция", "Процедура")
            if token not in _OPENS and not (of_function and token == ")" and after != "Экспорт"):
                continue
        yield found
        found = []
    assert not found, found


def _line(tokens: list[str]) -> str:
    head, rest = tokens[0], tokens[1:]
    if head in ("Функция", "Процедура"):
        return f"def {' '.join(each for each in rest if each != 'Экспорт')}:"
    if head in ("Если", "ИначеЕсли"):
        return f"{'if' if head == 'Если' else 'elif'} {_expression(_until(rest, 'Тогда'))}:"
    if head == "Пока":
        return f"while {_expression(_until(rest, 'Цикл'))}:"
    if head == "Для" and rest[0] == "Каждого":
        assert rest[2] == "Из"
        return f"for {rest[1]} in {_expression(_until(rest[3:], 'Цикл'))}:"
    if head == "Для":
        at = rest.index("По")
        assert rest[1] == "="
        first, last = _expression(rest[2:at]), _expression(_until(rest[at + 1 :], "Цикл"))
        return f"for {rest[0]} in range({first}, {last} + 1):"
    if head in ("Попытка", "Исключение", "Иначе"):
        assert not rest, tokens
        return {"Попытка": "try:", "Исключение": "except Exception as _error:", "Иначе": "else:"}[head]
    if head == "Возврат":
        return f"return {_expression(rest)}"
    if len(rest) > 1 and rest[0] == "=":
        return f"{head} = {_expression(rest[1:])}"
    assert "(" in rest, f"neither a call nor an assignment: {tokens}"
    return _expression(tokens)


def _until(tokens: list[str], end: str) -> list[str]:
    assert tokens[-1] == end, tokens
    return tokens[:-1]


def _expression(tokens: list[str]) -> str:
    made: list[str] = []
    for at, token in enumerate(tokens):
        after = tokens[at + 1] if at + 1 < len(tokens) else ""
        before = tokens[at - 1] if at else ""
        if token == "Новый":
            continue
        if token.startswith('"'):
            token = repr(token[1:-1].replace('""', '"'))
        elif token == "=":
            token = "=="
        elif token == "?":
            token = "_either"
        elif token == "," and (before in (",", "(")):
            token = "None,"
        elif token == "ОписаниеОшибки":
            token = "str"
        elif token == ")" and before == "(" and tokens[at - 2] == "ОписаниеОшибки":
            token = "_error)"
        made.append(_WORDS.get(token, token))
        if before == "Новый" and after != "(":
            made.append("()")
    return " ".join(made)


class _Структура(dict[str, Any]):
    def Вставить(self, name: str, value: Any) -> None:
        self[name] = value

    def __missing__(self, name: str) -> None:
        return None


class _Массив(list[Any]):
    def Добавить(self, value: Any) -> None:
        self.append(value)


class _ЗаписьJSON:
    text: str | None = None

    def УстановитьСтроку(self) -> None:
        self.text = ""

    def Закрыть(self) -> str:
        assert self.text
        return self.text


class _ЧтениеJSON:
    def УстановитьСтроку(self, text: str) -> None:
        self.text = text


class _HTTPЗапрос:
    def __init__(self, address: str, headers: dict[str, str] | None = None) -> None:
        self.address, self.headers, self.body = address, dict(headers or {}), b""

    def УстановитьТелоИзСтроки(self, text: str, encoding: str, mark: str) -> None:
        assert (encoding, mark) == ("utf-8", "none")
        self.body = text.encode(encoding)


def _platform(ask: Callable[[str, str, dict[str, str], bytes], Answer], token: str) -> dict[str, Any]:
    files: dict[str, str] = {}

    class HTTPСоединение:
        def __init__(self, host: str, port: int, *rest: Any) -> None:
            secure = len(rest) > 4 and rest[4] is not None
            self.start = f"{'https' if secure else 'http'}://{host}:{port}"

        def ОтправитьДляОбработки(self, request: _HTTPЗапрос) -> SimpleNamespace:
            answer = ask("POST", self.start + request.address, request.headers, request.body)
            return SimpleNamespace(КодСостояния=answer.status, ПолучитьТелоКакСтроку=lambda encoding: answer.text)

        def Получить(self, address: str, path: str) -> None:
            files[path] = ask("GET", self.start + address, {}, b"").text

    class ЧтениеТекста:
        def __init__(self, path: str, encoding: str) -> None:
            self.text = files[path]

        def Прочитать(self) -> str:
            return self.text

        def Закрыть(self) -> None:
            """Nothing is open."""

    def write(writer: _ЗаписьJSON, value: Any) -> None:
        assert writer.text == "", "УстановитьСтроку comes first"
        writer.text = json.dumps(value, ensure_ascii=False, indent=1)

    def read(reader: _ЧтениеJSON, as_map: bool) -> Any:
        assert as_map
        return json.loads(reader.text, object_hook=_Структура)

    return {
        "HTTPСоединение": HTTPСоединение,
        "HTTPЗапрос": _HTTPЗапрос,
        "ЗащищенноеСоединениеOpenSSL": lambda: "own",
        "ЧтениеТекста": ЧтениеТекста,
        "Структура": _Структура,
        "Соответствие": _Структура,
        "Массив": _Массив,
        "ЗаписьJSON": _ЗаписьJSON,
        "ЧтениеJSON": _ЧтениеJSON,
        "ЗаписатьJSON": write,
        "ПрочитатьJSON": read,
        "КодировкаТекста": SimpleNamespace(UTF8="utf-8"),
        "ИспользованиеByteOrderMark": SimpleNamespace(НеИспользовать="none"),
        "Константы": SimpleNamespace(SmsboxToken=SimpleNamespace(Получить=lambda: token)),
        "ПолучитьИмяВременногоФайла": lambda kind: str(Path(f"temporary.{kind}")),
        "УдалитьФайлы": files.pop,
        "Строка": str,
        "СтрДлина": len,
        "Лев": lambda text, count: text[:count],
        "Сред": lambda text, at, count: text[at - 1 : at - 1 + count],
        "КодСимвола": ord,
        "Цел": int,
        "_either": lambda whether, yes, no: yes if whether else no,
    }
