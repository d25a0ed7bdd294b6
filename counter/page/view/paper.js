// The visitors whose slip did not come out.

import { fromTemplate, keepRows, put } from "../rows.js";
import { text } from "../texts.js";

const at = (id) => document.getElementById(id);

/** Show those who wait. `inert`: a command is on its way, or the link is lost. Returns whether the focus was lost. */
export function showPaper(desk, inert) {
  return showWithoutSlip([...desk.queue, ...desk.parked, ...desk.missed].filter(({ paper }) => paper), inert);
}

/** `perform(action, details)` for each click on "print a copy". */
export function listenToPaper(perform) {
  at("without-slip").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-ticket]");
    if (button !== null) perform("copy", { ticket: button.dataset.ticket });
  });
}

/** Why a ticket has no slip and what its visitor does instead; "" when nothing is wrong. */
export function paperInWords({ paper }) {
  return paper && `${text(`paper.${paper}`)}; ${text("paper.phone")}`;
}

function showWithoutSlip(tickets, inert) {
  at("without-slip-card").hidden = tickets.length === 0;
  put(at("without-slip-count"), String(tickets.length));
  const show = (row, ticket) => {
    const [number, about, button] = row.children;
    put(number, ticket.number);
    put(about.children[0], text(`paper.${ticket.paper}`));
    put(about.children[1], text("paper.phone"));
    button.setAttribute("aria-disabled", String(inert));
    button.dataset.ticket = ticket.ticket;
    button.setAttribute("aria-label", `${text("action.copy")} ${ticket.number}`);
    put(button, text("action.copy"));
  };
  return keepRows(at("without-slip"), tickets, ({ ticket }) => ticket, () => fromTemplate("ticket-row"), show);
}
