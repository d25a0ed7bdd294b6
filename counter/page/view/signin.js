// The sign-in form. Errors are kind and say what to do.

import { signIn } from "../account.js";
import { put } from "../rows.js";
import { text } from "../texts.js";

const at = (id) => document.getElementById(id);
let countdown = 0;
let error = null;

/** Show the form; `ended`: a session has just run out, as `user`. */
export function showSignIn(ended, user) {
  at("sign-in-why").hidden = !ended;
  at("user").value = user;
  at("password").value = "";
  sayError(null);
  at(user ? "password" : "user").focus();
}

/** The error in the present language. */
export function refreshSignIn() {
  put(at("sign-in-error"), error === null ? "" : text(error.key, error.values));
}

/** `signedIn(session)` when somebody did. */
export function listenToSignIn(signedIn) {
  at("sign-in-form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const [user, password] = [at("user").value.trim(), at("password").value];
    if (user === "" || password === "") {
      sayError("signin.empty");
      at(user === "" ? "user" : "password").focus();
      return;
    }
    if (at("sign-in-submit").getAttribute("aria-disabled") === "true") return;
    busy(true);
    const answer = await signIn(user, password);
    busy(false);
    if (!answer.refused) {
      at("password").value = "";
      signedIn(answer.session);
      return;
    }
    explain(answer);
    at("password").select();
    at("password").focus();
  });
}

function busy(is) {
  at("sign-in-submit").setAttribute("aria-disabled", String(is));
  put(at("sign-in-submit"), text(is ? "signin.busy" : "signin.submit"));
}

function explain({ refused, seconds }) {
  if (refused === "slow_down") waitFor(seconds);
  else sayError(refused === "away" ? "signin.away" : "signin.wrong");
}

function waitFor(seconds) {
  // told once; a screen reader that heard each second would never be silent
  sayError("signin.wait", { n: seconds });
  countdown = setTimeout(() => sayError("signin.again"), seconds * 1000);
}

function sayError(key, values = {}) {
  clearTimeout(countdown);
  error = key === null ? null : { key, values };
  for (const id of ["user", "password"]) {
    if (key === "signin.wrong") at(id).setAttribute("aria-invalid", "true");
    else at(id).removeAttribute("aria-invalid");
  }
  refreshSignIn();
}
