"""Every way to extend the assistant: this page tells where each stands, the modules hold its base class by area.

An extension is one file in one folder, found by its place, named by its file, named nowhere else. It holds exactly one
public class that subclasses the base named here; the contract tests run over whatever is found.

    folder                          base               named by
    assistant/steps/                StepKind           the path: steps/note/add.py is `note.add`
    assistant/flows/control/        ControlStep        the file: control/for_each.py is `for_each`
    assistant/understanding/matchers/  Matcher         the file; ordered by `rank`
    assistant/understanding/slots/  SlotType           the file: slots/moment.py reads slots of type `moment`
    assistant/voice/sources/        AudioSource        the file
    assistant/voice/vad/            VoiceDetector      the file
    assistant/voice/stt/            SpeechEngine       the file
    assistant/server/routes/        RouteGroup         the file (see server/rpc.py)
    assistant/mail/backends/        MailBackend        the file; an account names its own
    assistant/calendar/backends/    CalendarBackend    the file; ids of its calendars and events begin with it
    assistant/store/migrations/     NNNN_what.sql      applied in order of their numbers
    assistant/flows/n8n/nodes/      NodeReader         the file: n8n's node type in lower case (see flows/n8n/reading.py)
    assistant/channels/             Channel            (a later part; the place is kept)

Third parties use entry points in the group `symbiote.<folder>` with the same names.
"""
