"""Files on their way in from the window, piece by piece: a frame is small, a file is not."""

from __future__ import annotations

from collections import OrderedDict

from assistant.errors import AssistantError, NotFound

MOST = 20_000_000
"""Characters of one file."""
AT_ONCE = 3
"""Files kept; a further one drops the oldest."""


class Uploads:
    """The pieces that have come. All calls on the event loop."""

    def __init__(self) -> None:
        self._pieces: OrderedDict[str, list[str]] = OrderedDict()

    def add(self, upload: str, number: int, text: str) -> None:
        """Piece number `number` (from 0) of a file; the same again changes nothing. Raises AssistantError."""
        pieces = self._pieces.setdefault(upload, [])
        if number == len(pieces):
            if sum(map(len, pieces)) + len(text) > MOST:
                del self._pieces[upload]
                raise AssistantError(
                    f"The file has more than {MOST // 1_000_000} million characters.",
                    ru=f"В файле больше {MOST // 1_000_000} млн знаков.",
                )
            pieces.append(text)
        elif number > len(pieces):
            raise AssistantError(
                "A piece of the file is missing; send it again.", ru="Не хватает части файла; отправьте его ещё раз."
            )
        while len(self._pieces) > AT_ONCE:
            self._pieces.popitem(last=False)

    def take(self, upload: str) -> str:
        """The whole file, which is forgotten. Raises NotFound."""
        pieces = self._pieces.pop(upload, None)
        if pieces is None:
            raise NotFound("The file did not arrive; choose it again.", ru="Файл не пришёл; выберите его ещё раз.")
        return "".join(pieces)
