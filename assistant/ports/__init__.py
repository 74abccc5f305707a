"""What a step may reach outside itself, each as a small protocol; `StepContext.use(ports.Records)` gives the real one.

`app` binds the real ones; tests bind doubles. A later part adds a port to its area, names it here and binds it in `app`.
"""

from assistant.ports.browser import Browser as Browser
from assistant.ports.browser import BrowserTasks as BrowserTasks
from assistant.ports.browser import Sites as Sites
from assistant.ports.calendar import Calendars as Calendars
from assistant.ports.conversation import Commands as Commands
from assistant.ports.conversation import History as History
from assistant.ports.conversation import Notices as Notices
from assistant.ports.conversation import Owner as Owner
from assistant.ports.conversation import Runs as Runs
from assistant.ports.conversation import Schedules as Schedules
from assistant.ports.conversation import Turns as Turns
from assistant.ports.conversation import Undo as Undo
from assistant.ports.conversation import Voice as Voice
from assistant.ports.conversation import Windows as Windows
from assistant.ports.files import Files as Files
from assistant.ports.files import Folders as Folders
from assistant.ports.mail import Mail as Mail
from assistant.ports.model import Model as Model
from assistant.ports.model import Planner as Planner
from assistant.ports.records import Records as Records
from assistant.ports.records import Tables as Tables
from assistant.ports.teaching import Lessons as Lessons
from assistant.ports.teaching import Mistakes as Mistakes
from assistant.ports.teaching import Showings as Showings
from assistant.ports.teaching import Teaching as Teaching
from assistant.ports.web import Opener as Opener
from assistant.ports.web import Scripts as Scripts
from assistant.ports.web import Secrets as Secrets
from assistant.ports.web import Web as Web
