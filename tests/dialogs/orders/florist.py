"""A flower shop as its flow files say, for the tests of orders."""

from __future__ import annotations

FLOWERS = """
kind = "order"
name = "flowers"
title = "Квіти"
words = ["КВІТИ", "ЗАМОВЛЕННЯ"]
language = "uk"
patience = "2h"

[[goods]]
code = "R1"
title = "Троянда"
words = ["роза"]
price = 85
stock = 40

[[goods]]
code = "T2"
title = "Тюльпан"
price = 45.50
stock = 10

[[goods]]
code = "C3"
title = "Листівка"
price = "20"
most = 5
"""

PIZZA = """
kind = "order"
name = "pizza"
title = "Піца"
words = ["ПІЦА", "PIZZA"]
delivery = "ask"
delivery_price = 80
delivery_free_from = 500
least = 150
cancel_until = "new"
silent = ["done"]

[[goods]]
code = "P1"
title = "Піца Маргарита"
price = 160

[[goods]]
code = "P2"
title = "Піца Папероні 30"
price = 190

[[goods]]
code = "P3"
title = "Піца Папероні 40"
price = 240

[[goods]]
code = "K1"
title = "Кола"
price = 40
"""
