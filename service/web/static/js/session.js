// Warns in a dialog before the session ends (WCAG 2.2, 2.2.1). The server ends the session in any case; this only says so
// in time, and takes the page away when it has happened, so that nobody else reads it.
const MINUTE = 60_000;
const WARNING = 5 * MINUTE;
const SPARE = MINUTE; // a session may end up to a minute early: the server notes its use once a minute
const LOOK_EVERY = 5_000; // by the clock and not by one long timer, because a computer may have slept
const KEPT = "session-ends"; // shared by all tabs: a page opened in one keeps the others signed in

export function warnBeforeTheEnd(dialog, signOut) {
  const [left, stay, said] = ["left", "stay", "said"].map((name) => dialog.querySelector(`[data-${name}]`));
  let own = 0;

  function begin(minutes) {
    own = Date.now() + Math.max(0, minutes * MINUTE - SPARE);
    try {
      window.localStorage.setItem(KEPT, String(own));
    } catch {
      // Storage is switched off: each tab then knows of itself alone.
    }
  }

  function ends() {
    try {
      return Math.max(own, Number(window.localStorage.getItem(KEPT)) || 0);
    } catch {
      return own;
    }
  }

  function look() {
    const rest = ends() - Date.now();
    if (rest <= 0) return leave();
    if (rest > WARNING) return dialog.open && dialog.close();
    const minutes = Math.ceil(rest / MINUTE);
    const words = minutes === 1 ? "1 minute" : `${minutes} minutes`;
    if (left.textContent !== words) left.textContent = words;
    if (!dialog.open) {
      dialog.showModal();
      stay.focus();
    }
  }

  // Signing out ends the session for certain: asking for a page would keep it alive on a computer nobody sits at.
  function leave() {
    window.clearInterval(looking);
    const next = document.createElement("input");
    Object.assign(next, { type: "hidden", name: "next", value: window.location.pathname });
    signOut.append(next);
    signOut.submit();
  }

  async function renew() {
    said.textContent = "";
    try {
      const answer = await fetch(dialog.dataset.renew, { method: "POST", body: new FormData(signOut), redirect: "manual" });
      if (!answer.ok) return leave();
      const { minutes } = await answer.json();
      begin(minutes);
      if (minutes * MINUTE - SPARE > WARNING) dialog.close();
      else said.textContent = dialog.dataset.last;
    } catch {
      said.textContent = "The service could not be reached. Try again.";
    }
  }

  stay.addEventListener("click", renew);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault(); // Escape is an answer too
    renew();
  });
  begin(Number(dialog.dataset.minutes));
  const looking = window.setInterval(look, LOOK_EVERY);
}
