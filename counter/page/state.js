// What can be done at the counter, worked out from the desk that the server shows. Pure: no page, no clock.

/** Where the counter stands: "closed", "taken" (by a colleague), "paused", "free", "standing_by" (the next
 * visitor is called by itself), "called" or "serving". */
export function standing(desk, user) {
  if (desk.state === "closed") return "closed";
  if (desk.clerk !== user) return "taken";
  if (desk.current !== null) return desk.current.state;
  if (desk.state === "paused") return "paused";
  return desk.standing_by ? "standing_by" : "free";
}

// One key each. What has none is rare or cannot be taken back.
export const KEYS = {
  open: "O",
  takeover: "O",
  resume_work: "B",
  next: "N",
  finish_next: "N",
  stand_by: "A",
  stand_down: "B",
  seated: "S",
  recall: "R",
  no_show: "X",
  finish: "F",
  park: "P",
  transfer: "T",
  undo: "U",
  pause: "B",
};

// The keys as the help lists them.
export const KEYS_IN_HELP = [
  "open",
  "next",
  "finish_next",
  "stand_by",
  "seated",
  "recall",
  "no_show",
  "finish",
  "park",
  "transfer",
  "undo",
  "pause",
];

const LEADING = {
  closed: ["open"],
  taken: ["takeover"],
  paused: ["resume_work"],
  free: ["next"],
  standing_by: ["stand_down"],
  called: ["seated"],
  serving: ["finish"],
};

const FURTHER = {
  free: ["stand_by"],
  called: ["recall", "no_show", "finish", "park", "transfer"],
  serving: ["finish_next", "park", "transfer"],
};

/** The actions on offer: `leading` is the big button, `further` for the visitor, `rest` for the counter. */
export function offered(desk, user) {
  const where = standing(desk, user);
  const rest = [];
  if (where !== "taken" && where !== "closed") {
    if (desk.undo && desk.current === null) rest.push("undo");
    if (desk.state === "open" && where !== "standing_by") rest.push("pause");
    if (desk.state === "paused" && where !== "paused") rest.push("resume_work");
    if (desk.current === null) rest.push("close");
  }
  const useful = { finish_next: desk.state === "open", stand_by: desk.mine_waiting === 0 };
  const further = (FURTHER[where] ?? []).filter((action) => useful[action] ?? true);
  return { leading: LEADING[where], further, rest };
}

/** The action on offer that `key` stands for, or "". */
export function actionOfKey(key, desk, user) {
  const { leading, further, rest } = offered(desk, user);
  return [...leading, ...further, ...rest].find((action) => KEYS[action] === key.toUpperCase()) ?? "";
}

const COMMANDS = {
  open: ["open_counter"],
  // a pause lets go of the counter and of nobody who sits at it
  takeover: ["pause_counter", "open_counter"],
  resume_work: ["open_counter"],
  next: ["call_next"],
  finish_next: ["finish_service", "call_next"],
  stand_by: ["call_next"],
  stand_down: ["pause_counter"],
  seated: ["start_service"],
  recall: ["recall"],
  no_show: ["report_no_show"],
  finish: ["finish_service"],
  park: ["park_ticket"],
  transfer: ["transfer_ticket"],
  undo: ["undo_last"],
  pause: ["pause_counter"],
  close: ["close_counter"],
  call: ["call_ticket"],
  resume: ["resume_ticket"],
  close_service: ["close_service"],
  open_service: ["open_service"],
  keep_service: ["keep_service_open"],
  unkeep_service: ["keep_service_open"],
  copy: ["print_copy"],
  settle_number: ["settle_number"],
  confirm_priority: ["confirm_priority"],
  decline_priority: ["decline_priority"],
};

// What an action always says beside its counter or service.
const DETAILS = {
  stand_by: { stand_by: true },
  keep_service: { keep: true },
  unkeep_service: { keep: false },
};

/** The commands of an action, in their order; `details` (a ticket, a reason ..) go to the last of them. */
export function commandsOf(action, desk, details = {}) {
  let types = COMMANDS[action];
  // a colleague's counter that pauses already can be opened at once
  if (action === "takeover" && desk.state === "paused") types = ["open_counter"];
  const ofHouse = action.endsWith("_service") || action.endsWith("_priority");
  return types.map((type, index) => ({
    type,
    ...(ofHouse ? {} : { counter: desk.counter }),
    ...(index === types.length - 1 ? { ...DETAILS[action], ...details } : {}),
  }));
}

/** Whether a ticket of the lists can be called now. */
export function canCall(desk, user) {
  return ["free", "standing_by"].includes(standing(desk, user));
}
