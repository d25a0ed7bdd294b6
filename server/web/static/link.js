// A WebSocket that never gives up. What ends it is close code 4404 (the address is not valid) and `end()`.

const SHORTEST_MS = 500;
const LONGEST_MS = 20000;
const NOT_VALID = 4404;
// A phone that slept longer than this may hold a socket that is dead without knowing it.
const DOUBTFUL_AFTER_MS = 15000;

/**
 * Keep a link to `path` on the page's own host.
 * `on.message(object)` for each JSON object received, `on.up()` when the link stands, `on.down()` at each failure,
 * `on.invalid()` once and for all when the server does not know the address.
 * `longestMs`: the longest rest between two tries.
 * Returns `send(object)`, which says whether a socket took it; `redial()` for a link in doubt; and `end()`.
 */
export function keepLink(path, on, longestMs = LONGEST_MS) {
  const url = new URL(path, location.href);
  url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  let socket = null;
  let failures = 0;
  let timer = 0;
  let hiddenSince = 0;

  function dial() {
    clearTimeout(timer);
    const dialled = new WebSocket(url);
    socket = dialled;
    dialled.addEventListener("open", () => {
      if (socket !== dialled) return;
      failures = 0;
      on.up();
    });
    dialled.addEventListener("message", (event) => {
      if (socket !== dialled) return;
      const message = parsed(event.data);
      if (message !== null) on.message(message);
    });
    dialled.addEventListener("close", (event) => {
      if (socket !== dialled) return;
      socket = null;
      if (event.code === NOT_VALID) {
        on.invalid();
        return;
      }
      on.down();
      redial();
    });
  }

  function redial() {
    const ceiling = Math.min(longestMs, SHORTEST_MS * 2 ** Math.min(failures, 10));
    failures += 1;
    clearTimeout(timer);
    // Half fixed, half by chance: a whole waiting room must not come back in the same instant.
    timer = setTimeout(dial, ceiling / 2 + Math.random() * (ceiling / 2));
  }

  function dialAfresh() {
    const old = socket;
    socket = null;
    failures = 0;
    old?.close();
    dial();
  }

  function goneOffline() {
    const old = socket;
    socket = null;
    old?.close();
    on.down();
    redial();
  }

  function lookedAt() {
    if (document.hidden) {
      hiddenSince = Date.now();
    } else if (socket === null || Date.now() - hiddenSince > DOUBTFUL_AFTER_MS) {
      dialAfresh();
    }
  }

  const ended = new AbortController();
  addEventListener("online", dialAfresh, { signal: ended.signal });
  addEventListener("offline", goneOffline, { signal: ended.signal });
  document.addEventListener("visibilitychange", lookedAt, { signal: ended.signal });
  dial();

  return {
    send(message) {
      if (socket?.readyState !== WebSocket.OPEN) return false;
      socket.send(JSON.stringify(message));
      return true;
    },
    redial: dialAfresh,
    end() {
      ended.abort();
      clearTimeout(timer);
      const old = socket;
      socket = null;
      old?.close();
    },
  };
}

function parsed(text) {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" ? value : null;
  } catch {
    return null;
  }
}
