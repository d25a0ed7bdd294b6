// What the page says, in the language of the person at the counter.

import { remember, remembered } from "./memory.js";
import de from "./texts/de.js";
import en from "./texts/en.js";

export const TEXTS = { de, en };

let language = chosenEarlier() ?? (navigator.language.toLowerCase().startsWith("de") ? "de" : "en");

function chosenEarlier() {
  const found = remembered("language");
  return found in TEXTS ? found : null;
}

/** "de" or "en". */
export function spoken() {
  return language;
}

/** Speak `wanted` from now on; this PC remembers it. */
export function speak(wanted) {
  language = wanted;
  remember("language", wanted);
}

/** The text of `key` with `values` filled in; `values.n` chooses the plural form. A key that is missing is shown. */
export function text(key, values = {}) {
  let found = TEXTS[language][key] ?? key;
  if (typeof found === "object") found = found[new Intl.PluralRules(language).select(values.n)] ?? found.other;
  return found.replaceAll(/\{(\w+)\}/g, (all, name) => values[name] ?? all);
}

/** Whether there is a text for `key`. */
export function known(key) {
  return key in TEXTS[language];
}

/** A refusal as one kind sentence. */
export function refusal({ code, message }) {
  return known(`refusal.${code}`) ? text(`refusal.${code}`) : text("refusal.other", { message });
}

/** A fault with its remedy. */
export function fault({ code, message, remedy }) {
  const what = known(`fault.${code}`) ? text(`fault.${code}`) : text("fault.other", { message, remedy });
  return `${what} ${text("fault.nothing")}`;
}

/** A text of the site, given by language. */
export function localized(byLanguage) {
  return byLanguage[language] ?? byLanguage.de ?? Object.values(byLanguage)[0] ?? "";
}

// Own names that browsers do not know, or know by another script.
const OWN_NAMES = {
  "fa-AF": "دری",
  kmr: "Kurmancî",
  ps: "پښتو",
  so: "Soomaali",
  "sr-Latn": "Srpski",
  ti: "ትግርኛ",
};

/** A visitor's language in words: in the clerk's language, and its own name. */
export function languageInWords(tag) {
  if (/^de-(x-)?(leicht|ls|easy|simple)/i.test(tag)) return { ours: text("language.easy"), own: "Leichte Sprache" };
  return { ours: nameOf(tag, language), own: OWN_NAMES[tag] ?? nameOf(tag, tag) };
}

function nameOf(tag, inLanguage) {
  try {
    const name = new Intl.DisplayNames([inLanguage, "en"], { type: "language" }).of(tag) ?? tag;
    return name.charAt(0).toLocaleUpperCase(inLanguage) + name.slice(1);
  } catch {
    return tag;
  }
}

const PAUSE_REASONS = ["pause.lunch", "pause.short", "pause.question", "pause.technical"];

/** The usual reasons for a pause. */
export function pauseReasons() {
  return PAUSE_REASONS.map((key) => text(key));
}

/** A colleague's reason; one of the usual ones is shown in our language whatever theirs is. */
export function reasonInWords(reason) {
  const usual = PAUSE_REASONS.find((key) => Object.values(TEXTS).some((texts) => texts[key] === reason));
  return usual ? text(usual) : reason;
}

let timeZone = undefined;
let clock = clockOf(timeZone);

function clockOf(zone) {
  return new Intl.DateTimeFormat("de", { hour: "2-digit", minute: "2-digit", timeZone: zone });
}

/** Show times as they are in this zone from now on; a zone that this browser does not know changes nothing. */
export function showTimesOf(zone) {
  if (zone === timeZone) return;
  timeZone = zone;
  try {
    clock = clockOf(zone);
  } catch {
    timeZone = undefined;
  }
}

/** The time of day of an ISO time stamp (or milliseconds), in the office's zone: "09:05". */
export function timeOfDay(stamp) {
  return clock.format(new Date(stamp));
}

/** The time of day, with its day where that is not today. */
export function moment(stamp) {
  const format = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", month: "numeric", timeZone });
  const [day, today] = [new Date(stamp), new Date()].map((date) => format.format(date));
  return day === today ? timeOfDay(stamp) : `${day} ${timeOfDay(stamp)}`;
}
