// Carries out what the clerk asks for: question first where there is one, then commands, then what came of them.

import { commandsOf } from "./state.js";
import { fault, refusal, text } from "./texts.js";
import { askPause, askTransfer } from "./view/dialogs.js";
import { showFault, showNotice } from "./view/status.js";

// After the answer, the view that shows it is on its way.
const VIEW_MS = 400;
const SLOW_MS = 2000;

const QUESTIONS = { transfer: askTransfer, pause: askPause };

/**
 * `now` is the page's state (`desk`, `session`, `linked`, `busy`); `changed()` is called when `busy` has changed,
 * `seen(revision)` resolves when a view newer than that was shown.
 */
export function makeWork(now, wire, changed, seen) {
  async function perform(action, details) {
    if (now.busy || now.desk === null) return;
    if (!now.linked) {
      showNotice(text("hint.no_link"), "refused");
      return;
    }
    const answer = details ?? (QUESTIONS[action] ? await QUESTIONS[action](now.desk) : {});
    if (answer === null || now.busy) return;
    setBusy(true);
    await carryOut(action, commandsOf(action, now.desk, answer));
    setBusy(false);
  }

  function setBusy(busy) {
    now.busy = busy;
    changed();
  }

  async function carryOut(action, commands) {
    const slow = setTimeout(() => showNotice(text("link.sending")), SLOW_MS);
    const before = now.desk.revision;
    let reply = null;
    for (const command of commands) {
      reply = await wire.send(command);
      if (reply.type !== "done") break;
    }
    clearTimeout(slow);
    tell(action, reply);
    if (reply.type === "done") await Promise.race([seen(before), new Promise((end) => setTimeout(end, VIEW_MS))]);
  }

  return perform;
}

function tell(action, reply) {
  if (reply.type === "fault") {
    showNotice("");
    showFault(fault(reply));
    return;
  }
  showFault("");
  if (reply.type === "done") showNotice(text(`done.${action}`, { number: reply.result.number ?? "" }), "done");
  else if (reply.type === "refused") showNotice(refusal(reply), "refused");
  else showNotice(text("link.lost"), "refused");
}
