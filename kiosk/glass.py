"""What stands on the window of a kiosk: a screen, or its larger view, and the question whether anybody is there.

Import after `open_glass`.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from kivy.uix.floatlayout import FloatLayout

from kiosk.access import Access
from kiosk.ahead import Ahead
from kiosk.screens.sheet import Sheet, dress
from kiosk.screens.still_there import StillThere
from kiosk.session import Session
from kiosk.showing import Showing
from kiosk.steps import Step
from kiosk.tidying import Tidying

log = logging.getLogger(__name__)


class Glass:
    """Shows what is the case. `chosen(screen, key)` is told of each choice that was touched."""

    def __init__(
        self,
        session: Session,
        showing: Showing,
        access: Access,
        tidying: Tidying,
        chosen: Callable[[Any, str], None],
    ) -> None:
        self._session, self._showing, self._access, self._tidying = session, showing, access, tidying
        self._chosen = chosen
        self.ahead = Ahead(session, showing, access)
        self.root = FloatLayout()
        """All of it, for the window."""
        self.root.bind(on_touch_down=tidying.felt, on_touch_up=tidying.lifted)
        self.root.bind(on_touch_down=self._felt)
        self.step, self.visit = Step.START, 0
        """Which step, and of which visit, is shown."""
        self._sheet: Sheet | None = None
        self._view: Sheet | None = None
        self._question: StillThere | None = None
        self._place = ""
        self._marker = access.marker()

    @property
    def asks(self) -> bool:
        """Whether it is asked if anybody is there."""
        return self._question is not None

    def show(self, step: Step, now: float) -> None:
        """Show `step` as the visit stands."""
        kind, properties = self.ahead.screen(step)
        visit, place, marker = self._session.visit, self._session.place, self._access.marker()
        shown = self.step, self.visit, self._place, self._marker
        if self._sheet is None or self._view is None or shown != (step, visit, place, marker):
            sheet, view = self._put(kind, properties)
            log.info("shows %s", step.value)
        else:
            sheet, view = self._sheet, self._view
            dress(sheet, properties)
        self.step, self.visit, self._place, self._marker = step, visit, place, marker
        sheet.disabled = view.disabled = not self._session.settled(now)
        self._ask(self._session.warning(now) if step is self._session.step else 0)
        self._access.after(self.root, sheet, view, self._question, now)

    def _felt(self, _root: Any, touch: Any) -> bool:
        if self._question is None:
            self._session.stay(time.monotonic())
            if self._sheet is not None:
                self.ahead.pressed(touch.pos, self._sheet)
        return False

    def _put(self, kind: type[Sheet], properties: dict[str, Any]) -> tuple[Sheet, Sheet]:
        """A new sheet for each step: nothing of the last visitor can be left on it. Also what is seen of it."""
        if self._sheet is not None:
            self._sheet.rest()
        self._tidying.changed()
        sheet = self.ahead.take(kind, properties, self.root.size)
        sheet.bind(on_chosen=self._chosen)
        self.root.clear_widgets()
        self._question = None
        view = self._access.view(sheet)
        if view is not sheet:
            view.bind(on_chosen=self._chosen)
        self.root.add_widget(view)
        self._sheet, self._view = sheet, view
        sheet.play()
        return sheet, view

    def _ask(self, seconds: int) -> None:
        if not seconds:
            if self._question is not None:
                self.root.remove_widget(self._question)
                self._question = None
            return
        properties = self._access.question(self._showing.still_there(seconds))
        if self._question is None:
            log.info("asks whether anybody is there")
            self._question = StillThere(**properties)
            self._question.bind(on_chosen=self._chosen)
            self.root.add_widget(self._question)
            self._access.warned()
        else:
            dress(self._question, properties)
