"""Command files for the window's tests: one for every kind of thing a run can do. None needs time to pass."""

from __future__ import annotations

import textwrap
from pathlib import Path

_COMMANDS = {
    "paint": """
        title: {en: Paint the fence, ru: Покрасить забор}
        phrases: {en: ["paint the fence"], ru: ["покрась забор"]}
        steps:
          - ask: {text: {en: Which colour?, ru: Какой цвет?}, options: [red, green, blue]}
            as: colour
          - say: "The fence is {{ colour }}."
        """,
    "greet": """
        title: {en: Greet somebody, ru: Поздороваться}
        phrases: {en: ["greet somebody"], ru: ["поздоровайся с кем нибудь"]}
        steps:
          - ask: {en: Whom shall I greet?, ru: С кем поздороваться?}
            as: who
          - say: "Good day, {{ who }}."
        """,
    "publish": """
        title: {en: Publish the page, ru: Опубликовать страницу}
        phrases: {en: ["publish the page"], ru: ["опубликуй страницу"]}
        steps:
          - approve: {text: {en: Publish it for everybody?, ru: Опубликовать для всех?}, details: {page: "garden.html", visitors: 1200}}
          - say: {en: It is public now., ru: Теперь она видна всем.}
        """,
    "inspect": """
        title: {en: Inspect the beds, ru: Осмотреть грядки}
        phrases: {en: ["inspect the beds"], ru: ["осмотри грядки"]}
        steps:
          - for_each: "{{ ['roses', 'tulips', 'asters'] }}"
            item: bed
            steps:
              - ask: "How are the {{ bed }}?"
                as: state
            collect: "{{ bed ~ ' are ' ~ state }}"
            as: found
          - say: {text: "All beds were inspected.", items: "{{ found }}"}
        """,
    "dry": """
        title: {en: Let the paint dry, ru: Дать краске высохнуть}
        phrases: {en: ["let the paint dry"], ru: ["дай краске высохнуть"]}
        steps:
          - wait: 1 hour
          - say: "The paint is dry."
        """,
    "peas": """
        title: {en: Sow peas, ru: Посеять горох}
        phrases: {en: ["sow the first row"], ru: ["засей первый ряд"]}
        steps:
          - say: "Peas are sown."
        """,
    "beans": """
        title: {en: Sow beans, ru: Посеять бобы}
        phrases: {en: ["sow the first row"], ru: ["засей первый ряд"]}
        steps:
          - say: "Beans are sown."
        """,
    "deliver": """
        title: {en: Deliver the parcel, ru: Доставить посылку}
        phrases: {en: ["deliver the parcel"], ru: ["доставь посылку"]}
        steps:
          - trial.fail: {file: COUNT, times: 1, text: "Nobody opened the door."}
          - say: "The parcel was delivered."
        """,
}


def write_trial_commands(folder: Path) -> Path:
    """A folder with these command files; the parcel fails once in it and then arrives."""
    folder.mkdir(parents=True)
    for name, text in _COMMANDS.items():
        document = textwrap.dedent(text).lstrip().replace("COUNT", str(folder / "deliveries"))
        (folder / f"trial-{name}.yaml").write_text(document, encoding="utf-8")
    return folder
