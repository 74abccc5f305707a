"""Words that mean much the same to an assistant, Russian and English together: hints for learning from few examples.

Written by hand from everyday vocabulary. A line is one concept; "two_words" stand side by side. Sharing a concept only
makes two sentences more alike: it never decides anything alone. New lines go to the end: a concept is known by its number.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from assistant.words import lemma

_CONCEPTS = """
show display list view see look watch reveal present | показать покажи посмотреть вывести отобразить глянуть смотреть
tell say inform describe explain report brief speak give | сказать скажи расскажи рассказать сообщить поведать объяснить описать дать
find search lookup look_up look_for seek locate discover google | найти найди искать поискать отыскать разыскать погуглить загуглить
check verify review examine inspect scan | проверить проверь просмотреть осмотреть сверить
open launch start run begin initiate | открыть открой запустить запусти начать стартовать
stop end finish quit halt terminate cease pause | стоп остановить останови прекратить закончить хватит прервать пауза
close shut shut_down | закрыть закрой захлопнуть
turn_on switch_on enable activate power_on | включить включи зажечь активировать
turn_off switch_off disable deactivate power_off unplug | выключить выключи отключить потушить погасить деактивировать
delete remove erase clear cancel discard drop get_rid wipe clean_up | удалить удали стереть убрать убери очистить отменить отмени вычеркнуть
add append include put insert | добавить добавь включить внести вписать дописать положить
create make new generate build establish | создать создай сделать сделай новый завести составить
set configure adjust arrange fix set_up | установить поставить поставь настроить задать выставить назначить
change modify update edit alter replace switch | изменить измени поменять сменить обновить исправить заменить
send forward deliver dispatch | отправить отправь послать пошли переслать выслать
reply respond answer write_back | ответить ответь отозваться
write compose draft note record jot write_down | написать напиши записать запиши заметить записывать
read read_out recite | прочитать прочти читать зачитать прочесть озвучить
call phone dial ring telephone | позвонить позвони набрать звонить вызвать звонок
remind reminder remember notify alert notification notice | напомнить напомни напоминание уведомить уведомление предупредить
schedule plan book reserve appoint | запланировать назначить забронировать планировать бронь записать
buy purchase order get acquire | купить купи заказать закажи приобрести
move shift postpone reschedule delay | перенести перенеси сдвинуть отложить передвинуть
play listen hear put_on | играть сыграть включить послушать слушать проиграть воспроизвести
save store keep archive | сохранить сохрани оставить архивировать
copy duplicate clone | копировать скопировать дублировать
repeat again replay once_more | повторить повтори снова опять
like love enjoy adore favorite favourite prefer fond | нравиться любить любимый обожать предпочитать
dislike hate | ненавидеть
recommend suggest advise propose recommendation suggestion | порекомендовать рекомендовать посоветовать предложить совет
want need would_like wish desire | хотеть надо нужно желать нужный хотеться
know understand learn | знать узнать понять
increase raise up louder higher more boost turn_up crank | увеличить повысить поднять прибавить громче выше больше
decrease lower reduce down quieter lessen dim turn_down soften | уменьшить понизить опустить убавить тише ниже меньше снизить приглушить
mute silence silent quiet unmute | беззвучный замолчать тишина тихо
volume sound loud loudness audio speaker noise | громкость звук громкий колонка динамик
light lamp bulb lighting brightness bright | свет лампа лампочка освещение светильник люстра яркость
dark dim darken darkness | темно затемнить темнота
color colour red blue green yellow pink purple orange white hue | цвет красный синий зеленый желтый розовый белый
room kitchen bedroom bathroom living_room hall garage house home office | комната кухня спальня ванная гостиная дом офис коридор
vacuum clean hoover roomba sweep dust mop robot | пылесос пылесосить убраться уборка подмести робот
plug socket outlet wemo | розетка вилка
heat heating thermostat warm warmer heater radiator | отопление термостат обогреватель батарея теплее нагреть
fan air_conditioner conditioner ventilation cool cooler ac | вентилятор кондиционер вентиляция прохладнее
curtain blind shade shutter window | штора занавеска жалюзи окно
door lock gate unlock | дверь замок ворота запереть
coffee espresso cappuccino latte brew caffeine | кофе эспрессо капучино латте сварить
tea kettle | чай чайник
weather forecast climate | погода прогноз
rain rainy umbrella snow snowy storm wind windy sunny cloud cloudy fog humid humidity shower drizzle sunshine sun raincoat | дождь дождливый зонт снег снежный ветер ветрено солнечный облачно туман влажность гроза
temperature degree hot cold warm celsius fahrenheit freezing chilly | температура градус жарко холодно тепло мороз
time clock hour o'clock | время час часы
date day month year calendar_day weekday | дата день месяц год число
today tonight now current currently present | сегодня сейчас текущий нынешний
tomorrow next upcoming coming future soon later | завтра следующий предстоящий скоро позже будущий
yesterday last previous past recent latest earlier ago | вчера прошлый предыдущий последний недавний прошедший
monday tuesday wednesday thursday friday saturday sunday weekend | понедельник вторник среда четверг пятница суббота воскресенье выходной
january february march april may june july august september october november december | январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
morning evening afternoon night noon midnight am pm | утро вечер день ночь полдень полночь утром вечером
week weekly every daily each | неделя еженедельно каждый ежедневно
minute second hour | минута секунда час
convert conversion timezone time_zone zone difference gmt est pst utc | перевести пояс часовой разница
alarm wake wake_up alarm_clock awake | будильник разбудить проснуться
timer countdown stopwatch | таймер отсчет секундомер
meeting appointment event schedule calendar agenda conference session party | встреча событие мероприятие календарь расписание совещание повестка прием созвон
birthday anniversary wedding | день_рождения годовщина юбилей свадьба
task todo to_do chore errand | задача дело задание поручение
list shopping grocery groceries item | список покупка продукт перечень
note memo memorandum | заметка запись пометка
email e-mail mail inbox letter gmail outlook mailbox | почта письмо имейл емейл ящик мейл
contact address_book phone_number address number phonebook | контакт адрес телефон номер
tweet twitter facebook instagram social post status share timeline | твит твиттер фейсбук пост статус соцсеть опубликовать выложить
complain complaint customer_service support grievance dissatisfied | жалоба пожаловаться поддержка недоволен претензия
photo picture image camera | фото фотография картинка изображение снимок
music song track tune melody sing | музыка песня трек мелодия композиция
album artist band singer musician composer genre rock jazz pop classical rap | альбом артист группа певец певица исполнитель жанр рок джаз
playlist queue shuffle | плейлист подборка перемешать
radio station fm channel | радио радиостанция станция канал
podcast episode show | подкаст эпизод выпуск
audiobook audio_book book novel chapter author read | аудиокнига книга роман глава автор
movie film cinema theater theatre screening showtime | фильм кино кинотеатр сеанс киносеанс
game chess tetris puzzle trivia play_game | игра шахматы поиграть головоломка
joke funny laugh humor humour comedy | шутка анекдот смешной пошутить рассмешить
news headline article newspaper breaking | новость заголовок статья газета
restaurant cafe bar pub diner eatery dine | ресторан кафе бар паб столовая
food meal dinner lunch breakfast eat pizza burger sushi chinese takeout takeaway take_out take_away delivery hungry | еда обед ужин завтрак поесть пицца суши бургер доставка голодный
recipe cook cooking bake boil ingredient dish roast fry grill | рецепт готовить приготовить испечь сварить ингредиент блюдо пожарить
train railway rail station | поезд электричка вокзал железнодорожный
ticket fare seat booking reservation | билет место бронирование
taxi cab uber lyft ride | такси машина поездка
bus tram metro subway underground | автобус трамвай метро троллейбус
flight plane airport airline fly | рейс самолет аэропорт лететь
car drive vehicle | машина автомобиль ехать
traffic jam congestion accident | пробка затор авария
route direction navigate way distance map far get_to | маршрут дорога путь расстояние карта проложить добраться
hotel hostel accommodation | отель гостиница хостел
shop store mall market supermarket | магазин рынок супермаркет лавка
near nearby closest nearest around local here close_to | рядом ближайший около поблизости недалеко здесь вокруг
place location city town country capital area | место город страна столица район
person people man woman guy who somebody | человек люди кто мужчина женщина
wife husband mom mother dad father son daughter brother sister friend boss colleague family parent | жена муж мама папа сын дочь брат сестра друг начальник коллега семья
famous celebrity president actor actress born age old | знаменитый актер актриса президент родиться возраст
meaning mean definition define dictionary word spell synonym | значение значить определение слово синоним
translate translation language english french spanish russian german | перевести перевод язык
calculate compute sum plus minus multiply divide times square root math percent equal | посчитать вычислить сложить умножить разделить плюс минус корень процент сколько_будет
money cash dollar euro pound rouble ruble currency exchange exchange_rate | деньги наличные доллар евро рубль валюта курс
price cost charge fee expensive cheap worth pay payment | цена стоимость стоить плата платеж оплата комиссия дорогой дешевый
stock share market nasdaq invest shareholder | акция биржа инвестиция
bank account balance statement | банк счет баланс выписка
card debit credit visa mastercard | карта карточка дебетовый кредитный
transfer wire remit | перевод перевести перечислить
refund reimburse money_back return | возврат вернуть возмещение
top_up topup reload | пополнить пополнение
password pin passcode login log_in | пароль пин код логин войти
lose lost missing misplace steal stolen theft | потерять утерять пропасть украсть кража
broken fail failed fault wrong error problem issue reject decline denied trouble mistake incorrect | сломать ошибка проблема неверно сбой отклонить отказ неправильно
work working function operate | работать действовать функционировать
wait pending long delay still yet arrive | ждать ожидать долго задержка еще прийти
rate rating star score review point grade | оценка рейтинг звезда балл оценить
hello hi hey greeting good_morning howdy | привет здравствовать приветствовать добрый
thank thanks grateful appreciate cheer | спасибо благодарить
great good nice awesome excellent perfect wonderful cool brilliant amazing fantastic well_done bravo superb outstanding | отлично хорошо супер молодец прекрасно классно здорово замечательно
bad terrible awful poor | плохо ужасно плохой
yes yeah yep correct right exactly sure ok okay confirm true affirmative absolutely | да верно правильно точно подтвердить ага ок конечно
no nope not never incorrect negative | нет не никогда
undo revert take_back roll_back | отменить вернуть откатить
help assist support aid | помочь помощь помоги подсказать
what which | что какой который
how_much how_many amount quantity count number_of | сколько количество число
why reason cause | почему зачем причина
where location | где куда место
when what_time | когда во_сколько
website site page url browser internet web online | сайт страница браузер интернет сеть онлайн
file document folder pdf | файл документ папка
computer laptop pc device phone mobile | компьютер ноутбук телефон устройство мобильный
battery power charge | батарея заряд питание
joke riddle story | сказка история загадка
health sick doctor medicine pill hospital exercise workout | здоровье болеть врач лекарство таблетка больница тренировка
sport football soccer basketball match team | спорт футбол баскетбол матч команда
message text sms chat messenger | сообщение смс чат мессенджер
"""


def concepts(lemmas: Sequence[str]) -> list[int]:
    """The numbers of the concepts in a sentence given as dictionary forms, sorted, each once."""
    table = _table()
    found: set[int] = set()
    for at, word in enumerate(lemmas):
        found.update(table.get(word, ()))
        if at + 1 < len(lemmas):
            found.update(table.get(f"{word} {lemmas[at + 1]}", ()))
    return sorted(found)


@functools.cache
def _table() -> Mapping[str, tuple[int, ...]]:
    table: dict[str, tuple[int, ...]] = {}
    for number, line in enumerate(_CONCEPTS.strip().splitlines()):
        for words in line.replace("|", " ").split():
            key = " ".join(lemma(word) for word in words.split("_"))
            table[key] = tuple(dict.fromkeys((*table.get(key, ()), number)))
    return table
