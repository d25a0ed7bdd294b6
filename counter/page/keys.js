// Single-letter keys. They can be switched off (WCAG 2.1.4), and never act while somebody types.

import { remember, remembered } from "./memory.js";

const TYPING = "input, select, textarea, [contenteditable]";

/** Whether single-letter keys act. */
export function lettersAct() {
  return remembered("letters") !== "off";
}

/** Switch single-letter keys on or off; this PC remembers it. */
export function letLettersAct(on) {
  remember("letters", on ? "on" : "off");
}

/** `pressed(key)` for each single letter (or "?") that is meant as a command; it says whether it took it. */
export function listenForLetters(pressed) {
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key.length !== 1 || !lettersAct()) return;
    if (event.target.closest?.(TYPING) || document.querySelector("dialog[open]")) return;
    if (pressed(event.key)) event.preventDefault();
  });
}
