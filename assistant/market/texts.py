"""What reports, landing pages and advertisements say, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.domain.base import Language

REPORT: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "report": "Market report",
        "lead": "{products}, {offers}, {count}: {shops}. {date}.",
        "best": "Best to sell",
        "best_why": "{margin} left of each sale ({share} of the price), {reviews} reviews, {score} points of 100.",
        "no_best": "No product with a known cost leaves a margin. Add costs to the table and run the report again.",
        "products": "product|products", "offers": "offer|offers", "shops": "shop|shops", "median_margin": "middle margin", "dearest": "widest price spread",
        "made_of": "What the price is made of",
        "made_of_about": "Each bar is the middle price over the shops. On the right: what is left for you of one sale.",
        "cost": "your cost", "commission": "shop's share", "margin": "margin", "loss": "loss",
        "spread": "The same product in different shops",
        "spread_about": "How far each shop's price lies from the middle one.",
        "field": "Demand and margin",
        "field_about": "To the right: more is left of each sale. Higher: more reviews, so more is sold. The numbers are places in the table.",
        "margin_axis": "margin, % of the price", "reviews_axis": "reviews",
        "table": "Ranking",
        "place": "#", "name": "Product", "price": "Middle price", "prices": "Prices", "your_cost": "Your cost", "per_sale": "Left of a sale",
        "share": "Margin", "rating": "Rating", "reviews": "Reviews", "score": "Points", "where": "Shops",
        "unknown": "No cost in your table",
        "unknown_about": "These were found too, but your table has no cost for them, so no margin can be worked out.",
        "how": "How it is worked out",
        "how_1": "Middle price: the median over the shops; what is out of stock counts only where nothing else is.",
        "how_2": "Left of a sale: middle price − shop's share − your cost with delivery.",
        "how_3": "Points: margin {margin}, demand by number of reviews {demand}, rating {rating}. What sells at a loss gets none.",
        "how_4": "Products of different shops are put together by the names and numbers in what they are called; links lead to each offer.",
        "rates": "Rates: {rates}.",
        "without_rate": "Left out for want of a rate: {currencies}.",
        "failed": "Not everything could be read: {failed}.",
        "source": "Numbers and names are from the shops' pages as they were on {date}; nothing here was checked with the shops.",
        "no_rating": "—",
    },
    "ru": {
        "report": "Отчёт по рынку",
        "lead": "{products}, {offers}, {count}: {shops}. {date}.",
        "best": "Выгоднее всего продавать",
        "best_why": "С каждой продажи остаётся {margin} ({share} цены), отзывов — {reviews}, баллов — {score} из 100.",
        "no_best": "Ни один товар с известной себестоимостью не приносит прибыли. Дополните таблицу себестоимости и повторите отчёт.",
        "products": "товар|товара|товаров", "offers": "предложение|предложения|предложений", "shops": "магазин|магазина|магазинов", "median_margin": "средняя маржа", "dearest": "наибольший разброс цен",
        "made_of": "Из чего складывается цена",
        "made_of_about": "Полоса — средняя цена по магазинам. Справа — сколько остаётся вам с одной продажи.",
        "cost": "себестоимость", "commission": "доля площадки", "margin": "маржа", "loss": "убыток",
        "spread": "Один товар в разных магазинах",
        "spread_about": "Насколько цена магазина отличается от средней.",
        "field": "Спрос и маржа",
        "field_about": "Правее — больше остаётся с продажи. Выше — больше отзывов, значит, больше покупают. Числа — места в таблице.",
        "margin_axis": "маржа, % цены", "reviews_axis": "отзывов",
        "table": "Рейтинг товаров",
        "place": "№", "name": "Товар", "price": "Средняя цена", "prices": "Цены", "your_cost": "Себестоимость", "per_sale": "С продажи",
        "share": "Маржа", "rating": "Оценка", "reviews": "Отзывы", "score": "Баллы", "where": "Магазины",
        "unknown": "Нет себестоимости",
        "unknown_about": "Эти товары тоже найдены, но в вашей таблице нет их себестоимости, поэтому маржу не посчитать.",
        "how": "Как это посчитано",
        "how_1": "Средняя цена — медиана по магазинам; товар не в наличии учитывается, только если другого нет.",
        "how_2": "С продажи остаётся: средняя цена − доля площадки − себестоимость с доставкой.",
        "how_3": "Баллы: маржа — {margin}, спрос по числу отзывов — {demand}, оценка — {rating}. Убыточное баллов не получает.",
        "how_4": "Товары разных магазинов объединены по словам и числам в названиях; ссылки ведут на каждое предложение.",
        "rates": "Курсы: {rates}.",
        "without_rate": "Не учтены, потому что нет курса: {currencies}.",
        "failed": "Прочитано не всё: {failed}.",
        "source": "Цифры и названия — со страниц магазинов на {date}; у магазинов они не уточнялись.",
        "no_rating": "—",
    },
}  # fmt: skip

LANDING: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "draft": "Draft. Nothing is published: check every word and fill in what is marked.",
        "order": "Order", "price": "Price", "photo": "Your photo here", "why": "Why this one", "asked": "Leave your number, we will call back",
        "name": "Your name", "phone": "Phone", "send": "Call me back",
        "rated": "{rating} of 5", "rated_about": "{reviews} reviews in {shops} on {date}",
        "range": "{low} – {high}", "range_about": "what it costs in shops on {date}",
        "fill": "[fill in: delivery, warranty, returns, what you do better]", "footer": "[fill in: company, address, phone]",
    },
    "ru": {
        "draft": "Черновик. Ничего не опубликовано: проверьте каждое слово и заполните отмеченное.",
        "order": "Заказать", "price": "Цена", "photo": "Здесь будет ваше фото", "why": "Почему стоит взять", "asked": "Оставьте номер, мы перезвоним",
        "name": "Ваше имя", "phone": "Телефон", "send": "Жду звонка",
        "rated": "{rating} из 5", "rated_about": "{reviews} отзывов в магазинах {shops} на {date}",
        "range": "{low} – {high}", "range_about": "столько стоит в магазинах на {date}",
        "fill": "[заполните: доставка, гарантия, возврат, чем вы лучше]", "footer": "[заполните: компания, адрес, телефон]",
    },
}  # fmt: skip

ADVERT: Mapping[Language, Mapping[str, str]] = {
    "en": {
        "headline": "{name} for {price}",
        "text": "{name}: rated {rating} of 5 by buyers, {reviews} reviews. {price}. Order today.",
        "text_unrated": "{name}. {price}. Order today.",
        "point_rating": "Buyers rate it {rating} of 5: {reviews} reviews.",
        "point_price": "{price}: shops ask {low} to {high}.",
        "keywords": "buy {name}|{name} price|{name} reviews",
        "file": "Advertisement, a draft",
        "points": "Points", "words": "Search words",
    },
    "ru": {
        "headline": "{name} за {price}",
        "text": "{name}: оценка покупателей {rating} из 5, отзывов — {reviews}. {price}. Закажите сегодня.",
        "text_unrated": "{name}. {price}. Закажите сегодня.",
        "point_rating": "Покупатели ставят {rating} из 5: отзывов — {reviews}.",
        "point_price": "{price}: в магазинах от {low} до {high}.",
        "keywords": "{name} купить|{name} цена|{name} отзывы",
        "file": "Объявление, черновик",
        "points": "Тезисы", "words": "Ключевые слова",
    },
}  # fmt: skip
