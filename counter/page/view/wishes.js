// What a visitor asked for beside the ticket: who comes along, a fit counter, priority. A request for priority waits
// until somebody here has decided; why it was made is known to nobody but whoever looks at the visitor.

import { fromTemplate, keepRows, put } from "../rows.js";
import { languageInWords, text, timeOfDay } from "../texts.js";
import { concern } from "./card.js";

const DECISIONS = ["confirm_priority", "decline_priority"];
const at = (id) => document.getElementById(id);
let known = null;

function wishesOf(ticket) {
  const wishes = [];
  if (ticket.asks_priority) wishes.push(["priority", text("wish.priority")]);
  if (ticket.people > 1) wishes.push(["people", text("wish.people", { n: ticket.people })]);
  if (ticket.for_other) wishes.push(["other", text("wish.other")]);
  for (const need of ticket.needs) wishes.push([need.split(":")[0], inWords(need)]);
  for (const need of ticket.unmet) wishes.push(["unmet", text("wish.unmet", { need: inWords(need) })]);
  return wishes;
}

function inWords(need) {
  const [mark, tag] = need.split(":");
  return text(`wish.${mark}`, { language: tag ? languageInWords(tag).ours : "" });
}

/** Show the wishes of a ticket, each with its mark; none for null. */
export function putWishes(element, ticket) {
  const wishes = ticket === null ? [] : wishesOf(ticket);
  element.hidden = wishes.length === 0;
  keepRows(element, wishes, ([mark, words]) => mark + words, makeWish, (wish, [mark, words]) => {
    wish.dataset.mark = mark;
    put(wish, words);
  });
}

function makeWish() {
  const wish = document.createElement("span");
  wish.className = "wish";
  return wish;
}

/** Show who asks for priority, and tell politely who is new. `inert`: a command is on its way, or the link is lost.
 * Returns whether the focus was lost. */
export function showAsking(desk, inert) {
  at("asking-card").hidden = desk.asking.length === 0;
  put(at("asking-count"), String(desk.asking.length));
  tellNew(desk.asking);
  const show = (row, ticket) => {
    const [number, about, decisions] = row.children;
    put(number, ticket.number);
    put(about.children[0], concern(desk, ticket));
    put(about.children[1], text("time.since", { time: timeOfDay(ticket.issued_at) }));
    putWishes(about.children[2], { ...ticket, asks_priority: false });
    DECISIONS.forEach((action, place) => showDecision(decisions.children[place], action, ticket, inert));
  };
  return keepRows(at("asking"), desk.asking, ({ ticket }) => ticket, () => fromTemplate("asking-row"), show);
}

function showDecision(button, action, { ticket, number }, inert) {
  button.dataset.action = action;
  button.dataset.ticket = ticket;
  button.setAttribute("aria-disabled", String(inert));
  button.setAttribute("aria-label", `${text(`action.${action}`)} ${number}`);
  put(button, text(`action.${action}`));
}

function tellNew(asking) {
  const fresh = known === null ? [] : asking.filter(({ ticket }) => !known.has(ticket));
  known = new Set(asking.map(({ ticket }) => ticket));
  if (fresh.length) put(at("asking-says"), fresh.map(({ number }) => text("say.asking", { number })).join(" "));
  else if (!asking.length) put(at("asking-says"), "");
}

/** `perform(action, details)` for each decision. */
export function listenToAsking(perform) {
  at("asking").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-ticket]");
    if (button !== null) perform(button.dataset.action, { ticket: button.dataset.ticket });
  });
}
