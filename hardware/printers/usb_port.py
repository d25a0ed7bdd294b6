"""A line over USB to a device of the printer class. Needs the package pyusb and the system's libusb."""

import asyncio
import contextlib
import threading
from typing import Any, Final

from hardware.printers.line import Inbox, Line, Opener

_PRINTER_CLASS: Final = 7
_READ_MS: Final = 200
_WRITE_MS: Final = 1000
_PIECE: Final = 512


class UsbLine:
    """See `Line`. A thread reads; every transfer of both directions has a time-out."""

    bytes_per_s = 0.0

    def __init__(self, device: Any, interface: int, out: Any, back: Any) -> None:
        self._device, self._interface, self._out, self._back = device, interface, out, back
        self._inbox = Inbox()
        self._loop = asyncio.get_running_loop()
        self._ended = threading.Event()
        self._reading: threading.Thread | None = None
        if back is not None:  # some printers never answer over USB
            self._reading = threading.Thread(target=self._listen, name="usb printer", daemon=True)
            self._reading.start()

    async def read(self) -> bytes:
        """See `Line`."""
        return await self._inbox.read()

    async def write(self, sent: bytes) -> None:
        """See `Line`."""
        for at in range(0, len(sent), _PIECE):
            piece = sent[at : at + _PIECE]
            while piece:
                if self._inbox.broken is not None:
                    raise self._inbox.broken
                taken = await asyncio.to_thread(self._hand_over, piece)
                piece = piece[taken:]

    def drop(self) -> None:
        """See `Line`. Nothing waits here."""

    async def close(self, *, drop: bool = False) -> None:
        """See `Line`."""
        self._inbox.break_off(ConnectionResetError("the device is closed"))
        await asyncio.to_thread(self._release)

    def _hand_over(self, piece: bytes) -> int:
        import usb.core

        try:
            return int(self._out.write(piece, _WRITE_MS))
        except usb.core.USBTimeoutError:  # a printer that is full or stopped: the caller's deadline decides
            return 0

    def _listen(self) -> None:
        import usb.core

        while not self._ended.is_set():
            try:
                heard = bytes(self._back.read(self._back.wMaxPacketSize, _READ_MS))
            except usb.core.USBTimeoutError:
                continue
            except usb.core.USBError as why:
                self._tell(self._inbox.break_off, OSError(f"the USB printer is gone: {why}"))
                return
            if heard:
                self._tell(self._inbox.put, heard)

    def _tell(self, what: Any, told: Any) -> None:
        with contextlib.suppress(RuntimeError):  # the loop has ended
            self._loop.call_soon_threadsafe(what, told)

    def _release(self) -> None:
        import usb.core
        import usb.util

        self._ended.set()
        if self._reading is not None:
            self._reading.join(2 * _READ_MS / 1000)
        with contextlib.suppress(usb.core.USBError, NotImplementedError):
            usb.util.release_interface(self._device, self._interface)
        usb.util.dispose_resources(self._device)


def usb_opener(vendor: int | None = None, product: int | None = None) -> Opener:
    """Finds the device anew at each opening: the first printer, or the one with these ids.

    Raises ValueError without pyusb.
    """
    try:
        import usb.core  # noqa: F401
    except ImportError:
        raise ValueError("a USB printer needs the package pyusb, which is not installed: pip install pyusb") from None

    async def open_line() -> Line:
        return UsbLine(*await asyncio.to_thread(_claim, vendor, product))

    return open_line


def _claim(vendor: int | None, product: int | None) -> tuple[Any, int, Any, Any]:
    """The device, the number of its printer interface, its way out and its way back (None: it has none)."""
    import usb.core
    import usb.util

    ids = {name: wanted for name, wanted in (("idVendor", vendor), ("idProduct", product)) if wanted is not None}
    try:
        for device in usb.core.find(find_all=True, **ids):
            interface = _printer_interface(device)
            if interface is None:
                continue
            number = interface.bInterfaceNumber
            with contextlib.suppress(NotImplementedError):
                if device.is_kernel_driver_active(number):  # usblp holds every printer on Linux
                    device.detach_kernel_driver(number)
            usb.util.claim_interface(device, number)
            return device, number, _endpoint(interface, out=True), _endpoint(interface, out=False)
    except usb.core.NoBackendError:
        raise OSError("USB printers need the system's libusb: apt install libusb-1.0-0") from None
    except usb.core.USBError as why:
        raise OSError(f"the USB printer cannot be opened: {why}") from why
    raise OSError("no USB printer is connected")


def _printer_interface(device: Any) -> Any:
    """Its first interface of the printer class with a way out."""
    for configuration in device:
        for interface in configuration:
            if interface.bInterfaceClass == _PRINTER_CLASS and _endpoint(interface, out=True) is not None:
                return interface
    return None


def _endpoint(interface: Any, *, out: bool) -> Any:
    import usb.util

    wanted = usb.util.ENDPOINT_OUT if out else usb.util.ENDPOINT_IN
    return usb.util.find_descriptor(
        interface,
        custom_match=lambda one: (
            usb.util.endpoint_direction(one.bEndpointAddress) == wanted
            and usb.util.endpoint_type(one.bmAttributes) == usb.util.ENDPOINT_TYPE_BULK
        ),
    )
