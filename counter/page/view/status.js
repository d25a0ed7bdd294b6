// What is told without taking the focus: the link, faults, how many wait. Counts politely, faults at once.

import { put } from "../rows.js";
import { text, timeOfDay } from "../texts.js";

// A screen reader shall not be talked over by a busy waiting room.
const REST_MS = 10000;
const NOTICE_MS = 8000;
const at = (id) => document.getElementById(id);

let saidCount = null;
let saidAt = -REST_MS;
let sayLater = 0;
let noticeEnd = 0;

/** Show whether the link stands; `asOf` is the time of the view on the screen, null before the first one. */
export function showLink(stands, asOf) {
  at("link").hidden = false;
  at("link").dataset.up = String(stands);
  const waits = asOf === null ? text("link.first") : text("link.down", { time: timeOfDay(asOf) });
  put(at("link-words"), stands ? text("link.up") : "");
  at("link").hidden = !stands;
  showBanner(at("link-lost"), stands ? "" : waits);
}

/** Show a fault until something works again; "" takes it away. */
export function showFault(words) {
  showBanner(at("fault"), words ? `${text("fault.title")}: ${words}` : "");
}

function showBanner(banner, words) {
  put(banner, words);
  banner.classList.toggle("shown", words !== "");
}

/** One line beside the buttons, said politely; `kind` is "done", "refused" or "". */
export function showNotice(words, kind = "") {
  clearTimeout(noticeEnd);
  put(at("notice"), words);
  at("notice").dataset.kind = kind;
  if (words === "") return;
  say(words);
  noticeEnd = setTimeout(() => showNotice(""), NOTICE_MS);
}

function say(words) {
  // the same words a second time are told only if the region was empty in between
  at("says").textContent = "";
  requestAnimationFrame(() => {
    at("says").textContent = words;
  });
}

/** Tell how many wait: in the page's title at once, by voice politely and not too often. */
export function showCount(count, counterName) {
  document.title = `(${count}) ${counterName} – Lotse`;
  clearTimeout(sayLater);
  if (count === saidCount) return;
  const rest = saidAt + REST_MS - performance.now();
  if (rest > 0) {
    sayLater = setTimeout(() => showCount(count, counterName), rest);
    return;
  }
  saidAt = performance.now();
  if (saidCount !== null) say(count ? text("say.waiting", { n: count }) : text("say.nobody"));
  saidCount = count;
}

/** The title of a page without a desk. */
export function showTitle(words) {
  clearTimeout(sayLater);
  saidCount = null;
  document.title = `${words} – Lotse`;
}
