// The visitor at this counter, as large as the clerk needs it.

import { keepRows, put } from "../rows.js";
import { standing } from "../state.js";
import { languageInWords, localized, reasonInWords, text, timeOfDay } from "../texts.js";
import { minutesSince } from "./minutes.js";
import { paperInWords } from "./paper.js";

const at = (id) => document.getElementById(id);

/** A ticket's service in words. */
export function concern(desk, ticket) {
  const service = desk.services.find(({ slug }) => slug === ticket.service);
  return service ? localized(service.name) : ticket.service;
}

/** How the ticket came: walk-in, appointment with its time, priority. */
export function kindInWords(ticket) {
  return text(`kind.${ticket.kind}`, { time: ticket.appointment_at ? timeOfDay(ticket.appointment_at) : "" }).trim();
}

/** In how many minutes somebody will probably be called; "" when nobody can tell yet. */
export function waitInWords(wait) {
  if (!wait) return "";
  return wait.low ? text("wait.span", wait) : text("wait.within", wait);
}

/** Show a language in our words and its own, the latter in its own direction. */
export function putLanguage(element, tag, separator = " · ") {
  const { ours, own } = languageInWords(tag);
  const words = own === ours ? ours : ours + separator + own;
  if (element.textContent === words) return;
  element.textContent = ours;
  if (own !== ours) {
    const bdi = document.createElement("bdi");
    bdi.lang = tag;
    bdi.textContent = own;
    element.append(separator, bdi);
  }
}

/** Show who is at the counter, or why nobody is. */
export function showCard(desk, user) {
  const where = standing(desk, user);
  const card = at("card");
  card.dataset.standing = where;
  const visitor = desk.current;
  put(at("number"), visitor?.number ?? "");
  put(at("service"), visitor ? concern(desk, visitor) : "");
  put(at("standing"), headline(desk, where, visitor));
  put(at("card-hint"), hint(desk, where));
  put(at("why"), visitor ? localized(desk.why) : "");
  put(at("current-paper"), visitor ? paperInWords(visitor) : "");
  for (const id of ["number", "service", "card-hint", "why", "current-paper"]) at(id).hidden = at(id).textContent === "";
  showFacts(visitor);
  showComing(desk, ["free", "standing_by", "paused"].includes(where));
}

function headline(desk, where, visitor) {
  if (where === "taken") return text("desk.taken", { clerk: desk.clerk });
  if (visitor) return [text(`state.${visitor.state}`), timesCalled(visitor)].filter(Boolean).join(" · ");
  return text(where === "free" ? "desk.nobody" : `desk.${where}`);
}

function hint(desk, where) {
  if (where === "taken") return text("desk.taken_hint");
  if (where === "standing_by") return text("desk.standing_by_hint");
  if (desk.state === "paused" && desk.reason) return reasonInWords(desk.reason);
  return "";
}

function timesCalled({ state, calls }) {
  return state === "called" && calls > 1 ? text("state.calls", { n: calls }) : "";
}

function showFacts(visitor) {
  const list = at("facts");
  list.hidden = visitor === null;
  const facts = visitor === null ? [] : ["language", "kind", "waited", visitor.started_at ? "serving" : "called"];
  keepRows(list, facts, (fact) => fact, makeFact, (element, fact) => showFact(element, fact, visitor));
}

function makeFact() {
  const element = document.createElement("div");
  element.append(document.createElement("dt"), document.createElement("dd"));
  return element;
}

function showFact(element, fact, visitor) {
  const [name, value] = element.children;
  put(name, text(`fact.${fact}`));
  if (fact === "language") putLanguage(value, visitor.language);
  else put(value, factInWords(fact, visitor));
  element.dataset.kind = fact === "kind" ? visitor.kind : "";
}

function factInWords(fact, visitor) {
  if (fact === "kind") return kindInWords(visitor);
  if (fact === "waited") {
    return text("time.minutes", { n: minutesSince(visitor.issued_at, Date.parse(visitor.called_at)) });
  }
  const stamp = fact === "serving" ? visitor.started_at : visitor.called_at;
  const n = minutesSince(stamp);
  return text(n ? "time.for" : "time.now", { n, time: timeOfDay(stamp) });
}

function showComing(desk, shown) {
  const element = at("coming");
  element.hidden = !shown;
  if (!shown) return;
  const first = desk.queue[0];
  const parts = first
    ? [
        ["count", String(desk.mine_waiting)],
        ["words", text("desk.waiting", { n: desk.mine_waiting })],
        ["first", `${text("desk.next")}: ${first.number} · ${concern(desk, first)}`],
      ]
    : [["words", text("desk.none")]];
  const make = ([name]) => {
    const line = document.createElement("p");
    line.className = name;
    return line;
  };
  keepRows(element, parts, ([name]) => name, make, (line, [, words]) => put(line, words));
}
