// The questions that some actions ask first: where to, why, and what about the open counter. And the help.

import { letLettersAct, lettersAct } from "../keys.js";
import { KEYS, KEYS_IN_HELP } from "../state.js";
import { localized, pauseReasons, text } from "../texts.js";
import { counterInWords } from "./lists.js";

const at = (id) => document.getElementById(id);

for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) dialog.close("");
  });
}

/** Open a dialog; resolves to the value of the button that closed it, "" when it was given up. */
function answerOf(dialog) {
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue), { once: true });
  });
}

/** Close whatever is asked at the moment. */
export function closeDialogs() {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close("");
}

/** Where the visitor goes: the details of a transfer, or null. */
export async function askTransfer(desk) {
  at("transfer-title").textContent = text("transfer.title", { number: desk.current.number });
  const services = desk.services.map(({ slug, name }) => ["to_service", slug, localized(name)]);
  const counters = desk.counters
    .filter(({ counter }) => counter !== desk.counter)
    .map((counter) => ["to_counter", counter.counter, `${counter.name} (${counterInWords(counter)})`]);
  at("transfer-to").replaceChildren(
    group(text("transfer.services"), services),
    group(text("transfer.counters"), counters),
  );
  at("transfer-to").selectedIndex = 0;
  at("transfer").querySelector("[value=arrival]").checked = true;
  if ((await answerOf(at("transfer"))) !== "yes") return null;
  const chosen = at("transfer-to").selectedOptions[0];
  const place = at("transfer").querySelector("[name=place]:checked").value;
  return { [chosen.dataset.to]: chosen.value, place };
}

at("transfer-to").addEventListener("keydown", (event) => {
  if (event.key !== "Enter") return;
  event.preventDefault();
  event.target.form.requestSubmit(at("transfer").querySelector("[value=yes]"));
});

function group(label, choices) {
  const element = document.createElement("optgroup");
  element.label = label;
  for (const [to, value, words] of choices) {
    const option = new Option(words, value);
    option.dataset.to = to;
    element.append(option);
  }
  return element;
}

/** Why the counter pauses: `{reason}`, or null. */
export async function askPause() {
  at("pause-reasons").replaceChildren(...pauseReasons().map(choice));
  at("pause-reasons").querySelector("input").checked = true;
  at("pause-own").value = "";
  if ((await answerOf(at("pause"))) !== "yes") return null;
  const own = at("pause-own").value.trim();
  const chosen = at("pause").querySelector("[name=reason]:checked");
  return { reason: chosen.value || own };
}

at("pause-own").addEventListener("input", () => {
  at("pause-other").checked = true;
});

function choice(reason) {
  const label = document.createElement("label");
  label.className = "choice";
  const input = document.createElement("input");
  input.type = "radio";
  input.name = "reason";
  input.value = reason;
  label.append(input, ` ${reason}`);
  return label;
}

/** What becomes of a counter that is open when its clerk leaves: "close", "keep" or "". */
export function askLeave(desk) {
  const number = desk.current?.number;
  at("leave-why").textContent = number ? text("leave.busy", { number }) : text("leave.free");
  at("leave-close").hidden = Boolean(number);
  return answerOf(at("leave"));
}

/** Show the keys; resolves when the help is closed. */
export async function showHelp() {
  at("letters").checked = lettersAct();
  const rows = [...KEYS_IN_HELP.map((action) => [KEYS[action], actionInHelp(action)]), ["?", text("help.shown")]];
  at("help-keys").replaceChildren(...rows.map(row));
  await answerOf(at("help"));
}

at("letters").addEventListener("change", () => letLettersAct(at("letters").checked));

function actionInHelp(action) {
  if (action === "undo") return text("action.undo.finish", { number: "…" });
  const words = text(`action.${action}`);
  return action === "pause" ? `${words} / ${text("action.resume_work")}` : words;
}

function row([key, words]) {
  const line = document.createElement("tr");
  const head = document.createElement("th");
  head.scope = "row";
  head.append(document.createElement("kbd"));
  head.firstElementChild.textContent = key;
  const cell = document.createElement("td");
  cell.textContent = words;
  line.append(head, cell);
  return line;
}
