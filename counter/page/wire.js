// The link to the server: views come in, commands go out, each exactly once whatever happens to the link.

import { keepLink } from "/static/link.js";

const PROTOCOL = 1;
const LONGEST_REST_MS = 2000;
const ANSWER_MS = 5000;
const GIVE_UP_MS = 120000;

/**
 * `on.welcome(message)`, `on.desk(message)`, `on.link(stands)` and `on.refused(message)` for what answers no command.
 */
export function makeWire(on) {
  let link = null;
  let welcomed = false;
  let signInNeeded = false;
  const waiting = new Map();

  function receive(message) {
    if (message.type === "welcome") {
      welcomed = true;
      on.link(true);
      on.welcome(message);
      for (const order of waiting.values()) dispatch(order);
    } else if (message.type === "desk") {
      on.desk(message);
    } else if (message.key) {
      settle(message);
    } else {
      signInNeeded = message.code === "sign_in";
      on.refused(message);
    }
  }

  function settle(message) {
    const order = waiting.get(message.key);
    if (order === undefined) return;
    waiting.delete(message.key);
    clearTimeout(order.timer);
    order.resolve(message);
  }

  function redial() {
    welcomed = false;
    link?.redial();
  }

  function dispatch(order) {
    clearTimeout(order.timer);
    if (!signInNeeded && performance.now() - order.begun > GIVE_UP_MS) {
      settle({ type: "lost", key: order.key });
      return;
    }
    if (welcomed) link.send({ type: "do", key: order.key, command: order.command });
    order.timer = setTimeout(() => {
      if (welcomed && !signInNeeded) redial();
      dispatch(order);
    }, ANSWER_MS);
  }

  return {
    /** Speak for this counter from now on, over a new connection ("": no counter chosen yet). */
    dial(counter) {
      link?.end();
      welcomed = false;
      signInNeeded = false;
      link = keepLink(
        "/ws",
        {
          up: () => {
            welcomed = false;
            link.send({ type: "hello", protocol: PROTOCOL, role: "clerk", counter });
          },
          message: receive,
          down: () => {
            welcomed = false;
            on.link(false);
          },
          invalid: () => {},
        },
        LONGEST_REST_MS,
      );
    },

    /** Speak no more; commands without an answer wait for the next `dial`. */
    hangUp() {
      link?.end();
      link = null;
      welcomed = false;
    },

    /** The link is in doubt: make a new one. */
    redial,

    /** Commands that wait for an answer are not ours any more. */
    forget() {
      for (const key of [...waiting.keys()]) settle({ type: "lost", key });
    },

    /** Send a command; resolves to its `done`, `refused` or `fault`, or to `lost` when none came in two minutes. */
    send(command) {
      const key = freshKey();
      return new Promise((resolve) => {
        const order = { key, command, resolve, begun: performance.now(), timer: 0 };
        waiting.set(key, order);
        dispatch(order);
      });
    },
  };
}

// crypto.randomUUID is missing on a page that came over plain http
function freshKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
