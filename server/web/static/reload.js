// Loads the page again when one of its files did not arrive, as happens when the network changes while it loads.
// Must stand before all files it watches over, and not wait for them.

const LONGEST_TRIES = 5; // a file that is missing for good must not keep the page flickering
const REST_MS = 1000;
const PATIENCE_MS = 8000;
const KEY = "lotse.reloads";
let missing = false;

addEventListener("error", ({ target }) => missed(target), { capture: true });
addEventListener("load", () => {
  if (!missing) forgetTries();
});

function missed(target) {
  if (missing || !(target instanceof HTMLScriptElement || target.rel === "stylesheet")) return;
  missing = true;
  const tries = countTry();
  if (tries <= LONGEST_TRIES) setTimeout(reloadOnceThere, REST_MS * tries);
}

/** Not before the server answers: a page without its program is better than the browser's own error page. */
async function reloadOnceThere() {
  try {
    await fetch(location.href, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE_MS) });
    location.reload();
  } catch {
    setTimeout(reloadOnceThere, REST_MS);
  }
}

/** How many tries there were, with this one; beyond all bounds where the browser keeps nothing. */
function countTry() {
  try {
    const tries = Number(sessionStorage.getItem(KEY) ?? 0) + 1;
    sessionStorage.setItem(KEY, String(tries));
    return tries;
  } catch {
    return Infinity;
  }
}

function forgetTries() {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // nothing is kept here, so nothing is to be forgotten
  }
}
