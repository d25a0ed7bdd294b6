// The buttons of the desk, each with its key.

import { KEYS, offered } from "../state.js";
import { lettersAct } from "../keys.js";
import { keepRows, put } from "../rows.js";
import { text } from "../texts.js";

// After the big button has got another meaning, a second click of the same hand is not meant for it.
const SETTLE_MS = 400;
const at = (id) => document.getElementById(id);
let leadingAction = "";
let leadingSince = 0;

/** What an action is called now. */
export function nameOf(action, desk) {
  return action === "undo" ? text(`action.undo.${desk.undo}`, { number: desk.undo_number }) : text(`action.${action}`);
}

/** Show what can be done. `inert`: a command is on its way, or the link is lost. */
export function showButtons(desk, user, inert) {
  const { leading, further, rest } = offered(desk, user);
  if (leading[0] !== leadingAction) {
    leadingAction = leading[0];
    leadingSince = performance.now();
  }
  showButton(at("leading"), leading[0], desk, inert);
  const show = (element, action) => showButton(element, action, desk, inert);
  const lostFurther = keepRows(at("further"), further, (action) => action, makeButton, show);
  const lostRest = keepRows(at("rest"), rest, (action) => action, makeButton, show);
  if (lostFurther || lostRest) at("leading").focus();
}

/** `perform(action)` for each click on a button of the desk. */
export function listenToButtons(perform) {
  at("desk").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-action]");
    if (button === null) return;
    if (button.id === "leading" && performance.now() - leadingSince < SETTLE_MS) return;
    perform(button.dataset.action);
  });
}

function makeButton() {
  const button = document.createElement("button");
  button.type = "button";
  button.append(document.createElement("span"), document.createElement("kbd"));
  return button;
}

function showButton(button, action, desk, inert) {
  button.dataset.action = action;
  // not `disabled`: that would throw the focus away
  button.setAttribute("aria-disabled", String(inert));
  const [words, key] = button.children;
  put(words, nameOf(action, desk));
  put(key, KEYS[action] ?? "");
  key.hidden = !KEYS[action] || !lettersAct();
  if (KEYS[action] && lettersAct()) button.setAttribute("aria-keyshortcuts", KEYS[action]);
  else button.removeAttribute("aria-keyshortcuts");
}
