// Which counter does this PC stand at?

import { fromTemplate, keepRows, put } from "../rows.js";
import { text } from "../texts.js";
import { counterInWords } from "./lists.js";

const at = (id) => document.getElementById(id);

/** Show the counters to choose from. `gone`: the remembered counter that does not exist any more, or "". */
export function showChoices(desk, user, gone) {
  put(at("choose-hint"), gone ? text("choose.gone", { counter: gone }) : text("choose.hint"));
  const show = (row, counter) => {
    const [name, state, who] = row.firstElementChild.children;
    put(name, counter.name);
    state.firstElementChild.dataset.state = counter.state;
    put(state.lastElementChild, text(`counter.${counter.state}`));
    put(who, whoIsAt(counter, user));
    row.firstElementChild.dataset.counter = counter.counter;
  };
  keepRows(at("choices"), desk.counters, ({ counter }) => counter, () => fromTemplate("choice"), show);
}

function whoIsAt(counter, user) {
  if (counter.state === "closed" || counter.clerk === "") return counter.prefixes.join(" · ");
  return counter.clerk === user ? text("choose.you") : counterInWords(counter).split(" · ").slice(1).join(" · ");
}

/** `chosen(counter)` when somebody chose. */
export function listenToChoices(chosen) {
  at("choices").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-counter]");
    if (button !== null) chosen(button.dataset.counter);
  });
}
