// Minutes that pass on this PC, counted by the server's clock. Nothing is asked of the server for them.

const REFRESH_MS = 5000;
let behind_ms = 0;

/** The server's time at this moment is `as_of`. */
export function setClock(as_of) {
  behind_ms = Date.parse(as_of) - Date.now();
}

/** Whole minutes from `stamp` until `until` (default: now, by the server's clock), never negative. */
export function minutesSince(stamp, until = Date.now() + behind_ms) {
  return Math.max(0, Math.floor((until - Date.parse(stamp)) / 60000));
}

/** `show()` again and again, as long as the page lives. */
export function asTimePasses(show) {
  setInterval(show, REFRESH_MS);
}
