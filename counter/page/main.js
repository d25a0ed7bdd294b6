// The counter page: sign in, choose the counter, work. The server's view is shown whole at each change.

import { signOut, signedIn } from "./account.js";
import { listenForLetters } from "./keys.js";
import { remember, remembered } from "./memory.js";
import { put } from "./rows.js";
import { actionOfKey, standing } from "./state.js";
import { localized, refusal, showTimesOf, speak, spoken, text } from "./texts.js";
import { listenToButtons, showButtons } from "./view/buttons.js";
import { showCard } from "./view/card.js";
import { listenToChoices, showChoices } from "./view/choose.js";
import { listenToAlerts, showAlerts, showHappened } from "./view/alerts.js";
import { askLeave, closeDialogs, showHelp } from "./view/dialogs.js";
import { listenToLists, showLists } from "./view/lists.js";
import { asTimePasses, setClock } from "./view/minutes.js";
import { listenToPaper, showPaper } from "./view/paper.js";
import { listenToSignIn, refreshSignIn, showSignIn } from "./view/signin.js";
import { showCount, showFault, showLink, showNotice, showTitle } from "./view/status.js";
import { listenToAsking, putWishes, showAsking } from "./view/wishes.js";
import { makeWire } from "./wire.js";
import { makeWork } from "./work.js";

const PROBE_MS = 20000;
const at = (id) => document.getElementById(id);

const now = {
  page: "",
  session: null,
  counter: new URLSearchParams(location.search).get("counter") ?? remembered("counter"),
  gone: "",
  desk: null,
  asOf: null,
  linked: false,
  busy: false,
};
let viewSeen = () => {};

const wire = makeWire({
  welcome(message) {
    now.session = { ...now.session, role: message.role };
  },
  desk(desk) {
    const first = now.desk === null;
    const newer = !first && desk.revision > now.desk.revision;
    now.desk = desk;
    now.asOf = Date.now();
    setClock(desk.as_of);
    showTimesOf(desk.timezone);
    show();
    if (newer) viewSeen();
    if (first) at(now.page === "choose" ? "choose-title" : "leading").focus();
  },
  link(stands) {
    now.linked = stands;
    show();
  },
  refused(message) {
    if (message.code === "sign_in") signInAgain();
    else if (message.code === "unknown_counter") chooseAnother();
    else showFault(refusal(message));
  },
});

const perform = makeWork(now, wire, show, () => new Promise((resolve) => (viewSeen = resolve)));

// --- which of the three pages ---------------------------------------------------------------------------------

function turnTo(page) {
  now.page = page;
  for (const id of ["sign-in", "choose", "work"]) at(id).hidden = id !== page;
  show();
  if (page === "work" && now.desk !== null) at("leading").focus();
}

function signInAgain() {
  const ended = now.session !== null;
  wire.hangUp();
  closeDialogs();
  now.linked = false;
  if (now.page === "sign-in") return;
  turnTo("sign-in");
  showSignIn(ended, now.session?.user ?? "");
}

function begin(session) {
  if (now.session !== null && now.session.user !== session.user) {
    wire.forget();
    now.desk = null;
  }
  now.session = session;
  dial();
}

function dial() {
  now.asOf = null;
  now.desk = now.desk?.counter === now.counter ? now.desk : null;
  wire.dial(now.counter);
  turnTo(now.counter ? "work" : "choose");
}

function chooseAnother() {
  now.gone = now.counter;
  choose("");
}

function choose(counter) {
  now.counter = counter;
  if (counter) {
    now.gone = "";
    remember("counter", counter);
  }
  showFault("");
  showNotice("");
  dial();
}

async function leave() {
  const mine = now.page === "work" && now.desk !== null && ["free", "standing_by", "paused", "called", "serving"];
  if (mine && mine.includes(standing(now.desk, now.session.user))) {
    const answer = await askLeave(now.desk);
    if (answer === "") return;
    if (answer === "close") await perform("close");
  }
  wire.hangUp();
  wire.forget();
  await signOut();
  now.session = now.desk = null;
  now.linked = false;
  turnTo("sign-in");
  showSignIn(false, "");
}

// --- showing --------------------------------------------------------------------------------------------------

function show() {
  const { page, desk, session } = now;
  document.body.dataset.linked = String(now.linked || page === "sign-in");
  at("who").hidden = at("sign-out").hidden = at("happened-button").hidden = page === "sign-in" || session === null;
  put(at("who"), session?.user ?? "");
  at("who").title = text("signout.user", { user: session?.user ?? "" });
  if (page === "sign-in") {
    at("link").hidden = true;
    at("link-lost").textContent = "";
    at("link-lost").classList.remove("shown");
    showTitle(text("signin.title"));
    return;
  }
  showLink(now.linked, now.asOf);
  at("work").dataset.ready = String(page === "work" && desk !== null);
  if (desk === null) return;
  put(at("office"), localized(desk.office));
  if (page === "choose") {
    showTitle(text("choose.title"));
    showChoices(desk, session.user, now.gone);
  } else {
    showDesk(desk, session);
  }
}

function showDesk(desk, session) {
  const inert = now.busy || !now.linked;
  const own = desk.counters.find(({ counter }) => counter === desk.counter);
  put(at("counter-name"), own?.name ?? desk.counter);
  put(at("counter-state"), text(`counter.${desk.state}`));
  at("counter-state").dataset.state = desk.state;
  showCard(desk, session.user);
  putWishes(at("wishes"), desk.current);
  showButtons(desk, session.user, inert);
  const lost = [showLists(desk, session, inert), showPaper(desk, inert), showAlerts(desk, inert), showAsking(desk, inert)];
  if (lost.includes(true)) at("leading").focus();
  showCount(desk.mine_waiting, own?.name ?? desk.counter);
}

function inOurLanguage() {
  document.documentElement.lang = spoken();
  for (const element of document.querySelectorAll("[data-text]")) put(element, text(element.dataset.text));
  for (const element of document.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", text(element.dataset.label));
  }
  for (const button of at("languages").children) {
    button.setAttribute("aria-pressed", String(button.dataset.language === spoken()));
  }
  showNotice("");
  refreshSignIn();
  if (now.page) show();
}

async function help() {
  await showHelp();
  if (now.page) show();
}

// --- listening ------------------------------------------------------------------------------------------------

listenToButtons(perform);
listenToLists(perform);
listenToPaper(perform);
listenToAlerts(perform);
listenToAsking(perform);
listenToChoices(choose);
listenToSignIn(begin);
at("change").addEventListener("click", () => choose(""));
at("sign-out").addEventListener("click", leave);
at("help-button").addEventListener("click", help);
at("happened-button").addEventListener("click", showHappened);
at("languages").addEventListener("click", (event) => {
  const chosen = event.target.closest("[data-language]");
  if (chosen === null) return;
  speak(chosen.dataset.language);
  inOurLanguage();
});
listenForLetters((key) => {
  if (key === "?") {
    help();
    return true;
  }
  if (now.page !== "work" || now.desk === null) return false;
  const action = actionOfKey(key, now.desk, now.session.user);
  if (action) perform(action);
  else explainKey(key);
  return action !== "";
});

function explainKey(key) {
  if (key.toUpperCase() !== "N") return;
  const number = now.desk.current?.number;
  showNotice(number ? text("hint.serve_first", { number }) : text("hint.not_open"), "refused");
}

async function probe() {
  if (now.page === "sign-in" || now.page === "") return;
  const found = await signedIn();
  if (found === "away") wire.redial();
  else if (found?.user !== now.session.user) signInAgain();
}

async function start() {
  inOurLanguage();
  const found = await signedIn();
  if (found === "away") {
    showLink(false, null);
    setTimeout(start, 1000);
  } else if (found === null) signInAgain();
  else begin(found);
}

asTimePasses(show);
setInterval(probe, PROBE_MS);
start();
