// The queue, who is parked, who did not come, the colleagues' counters, the services.

import { fromTemplate, keepRows, put } from "../rows.js";
import { canCall } from "../state.js";
import { localized, reasonInWords, text, timeOfDay } from "../texts.js";
import { concern, kindInWords, putLanguage, waitInWords } from "./card.js";
import { minutesSince } from "./minutes.js";
import { putWishes } from "./wishes.js";

const LEADS = new Set(["lead", "admin"]);
const at = (id) => document.getElementById(id);

/** Show all lists. `inert`: a command is on its way, or the link is lost. Returns whether the focus was lost. */
export function showLists(desk, session, inert) {
  const callable = canCall(desk, session.user);
  const lost = [
    showQueue(desk, callable, inert),
    showTickets("parked", desk.parked, "resume", desk, callable, inert),
    showTickets("missed", desk.missed, "call_missed", desk, callable, inert),
    showServices(desk, LEADS.has(session.role), inert),
  ];
  showColleagues(desk);
  return lost.includes(true);
}

/** `perform(action, details)` for each click on a button of a list. */
export function listenToLists(perform) {
  document.getElementById("work").addEventListener("click", (event) => {
    const button = event.target.closest("button.row-action");
    if (button === null) return;
    const { action, ticket, service } = button.dataset;
    perform(action === "call_missed" ? "call" : action, ticket ? { ticket } : { service });
  });
}

function showQueue(desk, callable, inert) {
  put(at("mine"), text("queue.mine", { n: desk.mine_waiting }));
  put(at("all"), text("queue.all", { n: desk.all_waiting }));
  put(at("queue-empty"), desk.queue.length ? "" : text("queue.empty"));
  at("queue-empty").hidden = at("queue-table").hidden = false;
  at(desk.queue.length ? "queue-empty" : "queue-table").hidden = true;
  at("queue-table").dataset.callable = String(callable);
  const more = desk.mine_waiting - desk.queue.length;
  at("queue-more").hidden = more <= 0;
  put(at("queue-more"), text("queue.more", { n: more }));
  let lost = false;
  const show = (row, ticket) => {
    const [number, service, language, kind, wait, expected, act] = row.children;
    put(number, ticket.number);
    put(service.children[0], concern(desk, ticket) + (ticket.to_counter ? ` (${text("queue.sent")})` : ""));
    putWishes(service.children[1], ticket);
    putLanguage(language, ticket.language);
    put(kind, kindInWords(ticket));
    kind.dataset.kind = ticket.kind;
    put(wait.children[0], text("time.minutes", { n: minutesSince(ticket.issued_at) }));
    put(wait.children[1], text("time.since", { time: timeOfDay(ticket.issued_at) }));
    put(expected.children[0], text("queue.expected"));
    put(expected.children[1], waitInWords(ticket.wait) || "–");
    expected.title = ticket.wait ? "" : text("wait.untold");
    lost ||= showAction(act.firstElementChild, "call", ticket.number, callable, inert);
    act.firstElementChild.dataset.ticket = ticket.ticket;
  };
  const gone = keepRows(at("queue-rows"), desk.queue, ({ ticket }) => ticket, () => fromTemplate("queue-row"), show);
  return gone || lost;
}

function showTickets(id, tickets, action, desk, callable, inert) {
  put(at(`${id}-count`), tickets.length ? String(tickets.length) : "");
  at(`${id}-empty`).hidden = tickets.length > 0;
  let lost = false;
  const show = (row, ticket) => {
    const [number, about, button] = row.children;
    put(number, ticket.number);
    put(about.children[0], concern(desk, ticket));
    const since = ticket.called_at ?? ticket.issued_at;
    putLanguage(about.children[1], ticket.language);
    about.children[1].title = text("time.since", { time: timeOfDay(since) });
    lost ||= showAction(button, action, ticket.number, callable, inert);
    button.dataset.ticket = ticket.ticket;
  };
  return keepRows(at(id), tickets, ({ ticket }) => ticket, () => fromTemplate("ticket-row"), show) || lost;
}

function showColleagues(desk) {
  const show = (row, counter) => {
    const [dot, about, number] = row.children;
    dot.dataset.state = counter.state;
    row.dataset.own = String(counter.counter === desk.counter);
    put(about.children[0], counter.name);
    put(about.children[1], counterInWords(counter));
    put(number, counter.number);
  };
  keepRows(at("colleagues"), desk.counters, ({ counter }) => counter, () => fromTemplate("colleague-row"), show);
}

/** A counter's state, its clerk and the reason of its pause, in words. */
export function counterInWords(counter) {
  const reason = counter.state === "paused" ? reasonInWords(counter.reason) : "";
  return [text(`counter.${counter.state}`), counter.clerk, reason].filter(Boolean).join(" · ");
}

function showServices(desk, leads, inert) {
  const show = (row, service) => {
    const [about, number, button, keep] = row.children;
    put(about.children[0], localized(service.name));
    put(about.children[1], serviceInWords(desk, service));
    row.dataset.late = String(service.too_late && !service.kept_open);
    row.dataset.open = String(service.open);
    row.dataset.waiting = String(service.waiting > 0);
    put(number, String(service.waiting));
    number.setAttribute("aria-label", text("services.waiting", { n: service.waiting }));
    number.setAttribute("role", "img");
    const keeping = service.kept_open ? "unkeep_service" : "keep_service";
    showAction(keep, keeping, localized(service.name), leads && (service.too_late || service.kept_open), inert);
    keep.dataset.service = service.slug;
    showAction(button, service.open ? "close_service" : "open_service", localized(service.name), leads, inert);
    button.dataset.service = service.slug;
  };
  return keepRows(at("services"), desk.services, ({ slug }) => slug, () => fromTemplate("service-row"), show);
}

function serviceInWords(desk, service) {
  const mine = desk.skills.includes(service.slug) ? text("services.mine") : "";
  const closed = service.open ? "" : text("services.closed");
  const late = service.too_late && !service.kept_open ? text("services.too_late") : "";
  const wait = service.open && service.wait ? waitInWords(service.wait) : "";
  const kept = service.kept_open ? text("services.kept_open") : "";
  return [mine, closed || late || wait, kept].filter(Boolean).join(" · ");
}

/** Show a row's button where it is of use; returns whether it took the focus away with it. */
function showAction(button, action, what, ofUse, inert) {
  const lost = !ofUse && button === document.activeElement;
  button.hidden = !ofUse;
  button.dataset.action = action;
  button.setAttribute("aria-disabled", String(inert));
  const words = text(`action.${action}`);
  if (button.dataset.words === words + what) return lost;
  button.dataset.words = words + what;
  const rest = document.createElement("span");
  rest.className = "hidden";
  rest.textContent = ` ${what}`;
  button.replaceChildren(words, rest);
  return lost;
}
