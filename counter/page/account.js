// Signing in and out. The session itself is a cookie that the page cannot read.

const PATIENCE_MS = 8000;
const TRIES = 3; // a browser breaks off what is under way when the network changes, even to this very computer
const REST_MS = 300;

/** Who is signed in: a session, null when nobody is, "away" when the server does not answer. */
export async function signedIn() {
  const answer = await ask("GET", "/api/session");
  if (answer === "away") return "away";
  return answer.message?.type === "session" ? answer.message : null;
}

/** Sign in. `{session}`, or `{refused: code, seconds}`; the code is "away" when the server does not answer. */
export async function signIn(user, password) {
  const answer = await ask("POST", "/api/login", { type: "login", user, password });
  if (answer === "away") return { refused: "away", seconds: 0 };
  if (answer.message?.type === "session") return { session: answer.message, refused: "" };
  return { refused: answer.message?.code ?? "away", seconds: Number(answer.retryAfter) || 1 };
}

/** End the session. */
export async function signOut() {
  await ask("POST", "/api/logout");
}

/** What was the matter lately, or null when the server does not tell. */
export async function happened() {
  const answer = await ask("GET", "/api/incidents");
  return answer.message?.type === "happened" ? answer.message : null;
}

async function ask(method, path, body) {
  for (let tries = 1; ; tries += 1) {
    const answer = await askOnce(method, path, body);
    if (answer !== "broken") return answer;
    if (tries === TRIES) return "away";
    await new Promise((resolve) => setTimeout(resolve, REST_MS * tries));
  }
}

async function askOnce(method, path, body) {
  try {
    const response = await fetch(path, {
      method,
      headers: body ? { "Content-Type": "application/json" } : {},
      body: body ? JSON.stringify(body) : undefined,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return { message: await response.json(), retryAfter: response.headers.get("Retry-After") };
  } catch (error) {
    return error.name === "TimeoutError" ? "away" : "broken";
  }
}
