"""Which screen shows which step."""

from kiosk.screens.ask import AskScreen
from kiosk.screens.away import ClosedScreen, DeskScreen, TooLateScreen
from kiosk.screens.checkin import AppointmentScreen, CheckInScreen
from kiosk.screens.choice import GroupScreen, ServiceScreen
from kiosk.screens.confirm import ConfirmScreen
from kiosk.screens.page import AnswerScreen, AuthorityScreen, ChecklistScreen, DocumentsScreen, OnlineScreen
from kiosk.screens.question import QuestionScreen
from kiosk.screens.sheet import Sheet
from kiosk.screens.start import LanguageScreen, StartScreen
from kiosk.screens.ticket import PrintingScreen, TicketScreen
from kiosk.screens.wishes import WishesScreen
from kiosk.steps import NOT_CHECKED_IN, Step

SCREENS: dict[Step, type[Sheet]] = {
    Step.START: StartScreen,
    Step.LANGUAGE: LanguageScreen,
    Step.GROUP: GroupScreen,
    Step.SERVICE: ServiceScreen,
    Step.ASK: AskScreen,
    Step.TOPIC: AnswerScreen,
    Step.QUESTION: QuestionScreen,
    Step.CHECKLIST: ChecklistScreen,
    Step.ANSWER: AnswerScreen,
    Step.ONLINE: OnlineScreen,
    Step.AUTHORITY: AuthorityScreen,
    Step.DOCUMENTS: DocumentsScreen,
    Step.CONFIRM: ConfirmScreen,
    Step.WISHES: WishesScreen,
    Step.TOO_LATE: TooLateScreen,
    Step.PRINTING: PrintingScreen,
    Step.TAKE_SLIP: TicketScreen,
    Step.REMEMBER: TicketScreen,
    Step.CLOSED: ClosedScreen,
    Step.ASK_DESK: DeskScreen,
    Step.CHECK_IN: CheckInScreen,
    **dict.fromkeys(NOT_CHECKED_IN, AppointmentScreen),
}
