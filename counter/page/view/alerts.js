// What needs somebody in the house, on every counter page; and what was the matter lately, in a list behind a button.

import { happened } from "../account.js";
import { fromTemplate, keepRows, put } from "../rows.js";
import { moment, text, timeOfDay } from "../texts.js";
import { concern } from "./card.js";

const FATES = new Set(["refused", "blocked", "unknown", "expired"]);
const HOUR_MIN = 60;
const at = (id) => document.getElementById(id);

/** Show the alerts. `inert`: a command is on its way, or the link is lost. Returns whether the focus was lost. */
export function showAlerts(desk, inert) {
  const show = (row, alert) => {
    const [words, button] = row.children;
    put(words, alertInWords(desk, alert));
    button.hidden = !alert.number;
    if (!alert.number) return;
    button.setAttribute("aria-disabled", String(inert));
    button.setAttribute("aria-label", `${text("action.settle_number")} ${alert.number}`);
    button.dataset.number = alert.number;
    put(button, text("action.settle_number"));
  };
  const key = ({ place, printer, trouble, number, since }) => [place, printer, trouble, number, since].join(" ");
  const lost = keepRows(at("printers"), desk.alerts, key, () => fromTemplate("alert-row"), show);
  at("printers").classList.toggle("shown", desk.alerts.length > 0);
  letScroll(at("printers"));
  return lost;
}

/** Where there is more than room for it, the keyboard has to get there. */
function letScroll(banner) {
  if (banner.scrollHeight > banner.clientHeight) banner.tabIndex = 0;
  else banner.removeAttribute("tabindex");
}

/** The place; with the number of its printer where it has several. */
function placeInWords({ place, printer }) {
  return printer ? text("place.printer", { place, printer }) : place;
}

function alertInWords(desk, alert) {
  const { trouble, since, number, service } = alert;
  const time = timeOfDay(since);
  const values = { place: placeInWords(alert), number, time, service: concern(desk, { service }) };
  const words = text(`printer.${trouble}`, values);
  return number ? words : `${words} (${text("time.since", { time })})`;
}

/** `perform(action, details)` when somebody has looked after a lost number. */
export function listenToAlerts(perform) {
  at("printers").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-number]");
    if (button !== null) perform("settle_number", { number: button.dataset.number });
  });
}

/** Open the list of what was the matter lately. */
export async function showHappened() {
  at("incidents").replaceChildren();
  put(at("happened-note"), text("happened.loading"));
  at("happened-scroll").hidden = true;
  at("happened").showModal();
  const told = await happened();
  if (!at("happened").open) return;
  put(at("happened-note"), noteOf(told));
  if (told === null || told.incidents.length === 0) return;
  at("happened-scroll").hidden = false;
  at("incidents").replaceChildren(...told.incidents.map(row));
  at("happened-scroll").focus();
}

function noteOf(told) {
  if (told === null) return text("happened.away");
  return told.incidents.length === 0 ? text("happened.nothing") : text("happened.hint");
}

function row(incident) {
  const element = fromTemplate("incident-row");
  const [when, what, lasted] = element.children;
  when.textContent = moment(incident.at);
  what.textContent = `${placeInWords(incident)}: ${incidentInWords(incident)}`;
  lasted.textContent = lastedInWords(incident);
  lasted.hidden = lasted.textContent === "";
  lasted.dataset.open = String(!incident.until);
  return element;
}

function incidentInWords({ what, number }) {
  if (FATES.has(what)) return [number, text(`paper.${what}`)].filter(Boolean).join(" · ");
  return text(`was.${what}`, { number });
}

function lastedInWords({ what, at: began, until }) {
  if (FATES.has(what)) return "";
  if (!until) return text("happened.going_on");
  const minutes = Math.floor((Date.parse(until) - Date.parse(began)) / 60000);
  const values = { h: Math.floor(minutes / HOUR_MIN), n: minutes % HOUR_MIN };
  if (minutes < 1) return text("happened.short");
  return text(minutes < HOUR_MIN ? "happened.minutes" : "happened.hours", values);
}
