// What this PC remembers from one day to the next. A browser that may not remember works all the same.

/** What was remembered under `name`, or "". */
export function remembered(name) {
  try {
    return localStorage.getItem(`lotse.${name}`) ?? "";
  } catch {
    return "";
  }
}

/** Remember `value` under `name`. */
export function remember(name, value) {
  try {
    localStorage.setItem(`lotse.${name}`, value);
  } catch {
    // a private window; the choice lasts as long as the page
  }
}
