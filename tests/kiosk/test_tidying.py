"""When the kiosk frees what is left of screens that have gone."""

import gc
import weakref

import pytest

from kiosk.tidying import DRAWN_S, HASTE, IDLE_S, Tidying


class Gone:
    """Holds itself, as a screen's widgets do, so that only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def tidying():
    before = gc.get_threshold()
    yield Tidying()
    gc.unfreeze()
    gc.set_threshold(*before)


@pytest.fixture
def gone(tidying):
    """A screen that has gone, after it stood so long that only a look through everything finds it."""
    screen = Gone()
    gc.collect()
    return weakref.ref(screen)


def test_a_screen_that_has_gone_is_freed_when_the_next_one_stands_and_no_finger_is_on_the_glass(tidying, gone):
    tidying.changed()

    tidying.tick(drawn_s=DRAWN_S / 2, idle_s=0.0)
    assert gone() is not None, "the next one is not drawn yet"
    tidying.felt(None, None)
    tidying.tick(drawn_s=1.0, idle_s=0.0)
    assert gone() is not None, "a finger is on the glass"
    tidying.lifted(None, None)
    tidying.tick(drawn_s=1.0, idle_s=0.0)
    assert gone() is None


def test_where_nothing_has_changed_nothing_is_looked_through(tidying, gone):
    tidying.tick(drawn_s=60.0, idle_s=0.0)

    assert gone() is not None


def test_many_screens_in_haste_do_not_wait_for_a_moment_of_rest(tidying, gone):
    for _ in range(HASTE - 1):
        tidying.changed()
        tidying.tick(drawn_s=0.0, idle_s=0.0)
    assert gone() is not None

    tidying.changed()
    tidying.tick(drawn_s=0.0, idle_s=0.0)
    assert gone() is None


def test_what_was_kept_and_has_gone_is_freed_when_the_kiosk_is_idle():
    screen, before = Gone(), gc.get_threshold()
    try:
        tidying = Tidying()
        ref = weakref.ref(screen)
        del screen
        tidying.changed()
        tidying.tick(drawn_s=1.0, idle_s=0.0)
        assert ref() is not None, "what is kept is not looked through during a visit"

        tidying.keep()
        tidying.tick(drawn_s=1.0, idle_s=IDLE_S)
        assert ref() is None
        assert gc.get_freeze_count() > 0, "what is left is kept again"
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
