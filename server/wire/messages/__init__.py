"""The published language: every message that crosses a wire of the office.

Messages are strict tagged structs: `type` names the message, a wrong type of a field is refused, an unknown
key is skipped. Time stamps are aware UTC. The same classes make the OpenAPI document.
"""

from server.wire.messages.answers import Acknowledged, Booked, Done, Fault, Refused, Result, TicketOnPaper
from server.wire.messages.appointments import (
    AppointmentRow,
    AppointmentsOfDay,
    AppointmentsTaken,
    PutAppointment,
    PutAppointments,
)
from server.wire.messages.base import (
    PROTOCOL,
    CounterState,
    Key,
    Kind,
    Language,
    MachineRole,
    Message,
    Name,
    Port,
    Reason,
    Role,
    Slug,
    TicketState,
    Wait,
    encode,
)
from server.wire.messages.commands import (
    CallNext,
    CallTicket,
    CancelTicket,
    CheckIn,
    CloseCounter,
    CloseService,
    Command,
    Do,
    FinishService,
    IssueTicket,
    KeepServiceOpen,
    OpenCounter,
    OpenService,
    ParkTicket,
    PauseCounter,
    Recall,
    ReportNoShow,
    ResumeTicket,
    StartService,
    TransferTicket,
    UndoLast,
)
from server.wire.messages.opening import Challenge, Drive, Hello, Join, Joined, Login, Presence, Proof, Session, Welcome
from server.wire.messages.paper import (
    Fate,
    OrderCopy,
    PrintCopy,
    PrinterAlert,
    PrinterState,
    ReportPrinters,
    ReportSlips,
    SlipFate,
    Trouble,
)
from server.wire.messages.triage import (
    CountAbandoned,
    CountOutcome,
    OutcomeKind,
    Triage,
    TriageAnswer,
    TriageOutcome,
    TriageQuestion,
)
from server.wire.messages.views import (
    Board,
    BoardCall,
    BoardGroup,
    CounterSign,
    Desk,
    DeskCounter,
    DeskService,
    DeskTicket,
    Follow,
    GroupOffer,
    Health,
    KioskSite,
    KioskView,
    ServiceOffer,
    Topic,
)

FromMachine = Hello | Proof | Do | ReportPrinters | ReportSlips
FromServer = (
    Challenge
    | Welcome
    | KioskSite
    | KioskView
    | Desk
    | Follow
    | Board
    | CounterSign
    | Done
    | Refused
    | Fault
    | OrderCopy
)
ToDisplay = Drive | Board | Refused
FromDisplay = Challenge | Presence | Refused

__all__ = [
    "PROTOCOL",
    "Acknowledged",
    "AppointmentRow",
    "AppointmentsOfDay",
    "AppointmentsTaken",
    "Board",
    "BoardCall",
    "BoardGroup",
    "Booked",
    "CallNext",
    "CallTicket",
    "CancelTicket",
    "Challenge",
    "CheckIn",
    "CloseCounter",
    "CloseService",
    "Command",
    "CountAbandoned",
    "CountOutcome",
    "CounterSign",
    "CounterState",
    "Desk",
    "DeskCounter",
    "DeskService",
    "DeskTicket",
    "Do",
    "Done",
    "Drive",
    "Fate",
    "Fault",
    "FinishService",
    "Follow",
    "FromDisplay",
    "FromMachine",
    "FromServer",
    "GroupOffer",
    "Health",
    "Hello",
    "IssueTicket",
    "Join",
    "Joined",
    "KeepServiceOpen",
    "Key",
    "Kind",
    "KioskSite",
    "KioskView",
    "Language",
    "Login",
    "MachineRole",
    "Message",
    "Name",
    "OpenCounter",
    "OpenService",
    "OrderCopy",
    "OutcomeKind",
    "ParkTicket",
    "PauseCounter",
    "Port",
    "Presence",
    "PrintCopy",
    "PrinterAlert",
    "PrinterState",
    "Proof",
    "PutAppointment",
    "PutAppointments",
    "Reason",
    "Recall",
    "Refused",
    "ReportNoShow",
    "ReportPrinters",
    "ReportSlips",
    "Result",
    "ResumeTicket",
    "Role",
    "ServiceOffer",
    "Session",
    "SlipFate",
    "Slug",
    "StartService",
    "TicketOnPaper",
    "TicketState",
    "ToDisplay",
    "Topic",
    "TransferTicket",
    "Triage",
    "TriageAnswer",
    "TriageOutcome",
    "TriageQuestion",
    "Trouble",
    "UndoLast",
    "Wait",
    "Welcome",
    "encode",
]
