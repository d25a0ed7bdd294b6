// Shows one ticket and keeps it up to date. A message of the socket is
// {"type": "follow", "number", "state", "counter", "direction", "service": {lang: name}, "ahead", "position",
//  "language", "updated_at", "revision", "calls"?, "wait"?: {"low", "high"} in minutes, "estimated_at"?}: always the whole view, never a patch.

import { keepLink } from "./link.js";

const CALM_MS = 30000; // changes of the queue are spoken at most this often; a call is spoken at once
const ARROWS = { left: "←", right: "→", up: "↑", straight: "↑" };

const ticket = document.getElementById("ticket");
const settings = JSON.parse(ticket.dataset.settings);
const texts = settings.texts;
const plural = new Intl.PluralRules(settings.language);
const clock = new Intl.DateTimeFormat("de", {
  timeZone: settings.timezone,
  hour: "2-digit",
  minute: "2-digit",
});

let shown = null;
let known = settings.first?.updated_at ? new Date(settings.first.updated_at) : null;
let invalid = false;
let audio = null;
let newsTimer = 0;
let newsSpoken = 0;

function element(id) {
  return document.getElementById(id);
}

/** Fill "{name}" in `text`; the isolates keep a number's own direction inside Arabic. */
function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => `\u2068${values[name]}\u2069`);
}

function put(id, text) {
  const target = element(id);
  target.textContent = text;
  target.hidden = text === "";
}

function aheadText(message) {
  if (message.state !== "waiting" || !Number.isInteger(message.ahead)) return "";
  if (message.ahead <= 0) return message.wait?.low > 0 ? "" : texts.next; // others may wait for the same counters
  return filled(settings.ahead[plural.select(message.ahead)] ?? settings.ahead.other, { n: message.ahead });
}

function waitText({ state, wait }) {
  if (state !== "waiting") return "";
  if (!wait) return texts.untold;
  const { low, high } = wait;
  if (low === 0) return sentence("within", high, { n: high });
  // halves of an hour where they say it exactly, as assets/waiting.py does for paper and kiosk
  if (low >= 60 && low % 30 === 0 && high % 30 === 0) {
    return sentence("hours", Math.ceil(high / 60), { low: hours(low), high: hours(high) });
  }
  return sentence("minutes", high, { low, n: high });
}

function sentence(kind, n, values) {
  const forms = settings.wait[kind];
  return filled(forms[plural.select(n)] ?? forms.other, values);
}

function hours(minutes) {
  return `${Math.floor(minutes / 60)}${minutes % 60 ? "½" : ""}`;
}

function estimateText({ state, wait, estimated_at: at }) {
  return state === "waiting" && wait && at ? filled(texts.estimate, { time: clock.format(new Date(at)) }) : "";
}

function wayText(message) {
  const room = settings.rooms[message.counter] ?? "";
  return room || (texts[message.direction] ?? message.direction ?? "");
}

function show(message) {
  const before = shown;
  shown = message;
  const called = message.state === "called";
  const atCounter = (called || message.state === "serving") && message.counter;
  const title = filled(texts.title, { number: message.number });
  ticket.dataset.state = message.state;
  put("number", message.number);
  put("state", texts[message.state] ?? "");
  element("go").hidden = !atCounter;
  if (atCounter) {
    put("go-text", called ? filled(texts.go, { counter: message.counter }) : filled(texts.counter, message));
    put("arrow", ARROWS[message.direction] ?? "");
    put("counter", message.counter);
    put("way", wayText(message));
  }
  put("wait", waitText(message));
  put("estimate", estimateText(message));
  put("ahead", aheadText(message));
  put("service", message.service?.[settings.language] ?? message.service?.de ?? "");
  put("hint", texts[`${message.state}_hint`] ?? "");
  document.title = called ? `${texts.called}: ${filled(texts.counter, message)}` : `${title} – ${settings.office}`;
  if (called && isNewCall(before, message)) {
    alertVisitor(message);
  } else if (before !== null) {
    tellCalmly(before.state !== message.state);
  }
}

function isNewCall(before, message) {
  return before?.state !== "called" || before.counter !== message.counter || (message.calls ?? 0) > (before.calls ?? 0);
}

function alertVisitor(message) {
  // Emptied first, so that a second call in the same words is spoken as well.
  element("alert").textContent = "";
  requestAnimationFrame(() => {
    element("alert").textContent = `${texts.called}. ${filled(texts.go, { counter: message.counter })}`;
  });
  ticket.classList.remove("pulse");
  void ticket.offsetWidth; // begins the animation anew
  ticket.classList.add("pulse");
  navigator.vibrate?.([400, 200, 400, 200, 800]);
  chime();
  ticket.scrollIntoView({ block: "nearest" });
}

function tellCalmly(stateChanged) {
  const speak = () => {
    newsSpoken = Date.now();
    const text = [texts[shown.state], waitText(shown), aheadText(shown)].filter(Boolean).join(". ");
    if (element("news").textContent !== text) element("news").textContent = text;
  };
  clearTimeout(newsTimer);
  const rest = stateChanged ? 0 : Math.max(0, newsSpoken + CALM_MS - Date.now());
  newsTimer = setTimeout(speak, rest);
}

/** Two soft notes, where a touch of this page has allowed sound; browsers ask for no other permission. */
function chime() {
  if (audio === null) return;
  for (const [note, start] of [
    [523.25, 0],
    [659.25, 0.35],
  ]) {
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    const at = audio.currentTime + start;
    tone.frequency.value = note;
    volume.gain.setValueAtTime(0.001, at);
    volume.gain.exponentialRampToValueAtTime(0.4, at + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.9);
    tone.connect(volume).connect(audio.destination);
    tone.start(at);
    tone.stop(at + 1);
  }
}

function showLink(up, text) {
  element("link").dataset.up = String(up);
  element("link").textContent = text;
}

addEventListener(
  "pointerdown",
  () => {
    if (window.AudioContext) audio = new AudioContext();
  },
  { once: true },
);

if (settings.first) show(settings.first);

keepLink(`/ws/follow/${encodeURIComponent(settings.token)}`, {
  up() {
    showLink(true, texts.connected);
  },
  message(message) {
    if (message.type !== "follow") return;
    known = new Date();
    show(message);
  },
  down() {
    if (invalid) return;
    showLink(false, known === null ? texts.lost_early : filled(texts.lost, { time: clock.format(known) }));
  },
  invalid() {
    invalid = true;
    ticket.dataset.state = "expired";
    put("state", texts.invalid);
    for (const id of ["wait", "estimate", "ahead"]) put(id, "");
    put("hint", "");
    element("go").hidden = true;
    element("link").hidden = true;
    element("alert").textContent = texts.invalid;
  },
});
