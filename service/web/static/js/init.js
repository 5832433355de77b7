// Everything here is an extra: each page does its job without it.
import { initAll } from "./govuk-frontend.min.js";
import { showWaiting } from "./live.js";
import { warnBeforeTheEnd } from "./session.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// MoJ's own script is fetched only by a page that uses one of its interactive components.
if (document.querySelector('[data-module^="moj-"]')) {
  import("./moj-frontend.min.js").then((moj) => moj.initAll());
}

// A button that prints is shown only where it can work.
for (const button of document.querySelectorAll("button[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A part of the page that is still moving asks for itself again until it no longer carries data-poll.
// XMLHttpRequest hands over a parsed document, so no text is ever turned into HTML by script (Trusted Types).
function poll(part) {
  const request = new XMLHttpRequest();
  request.open("GET", window.location.href);
  request.responseType = "document";
  request.onerror = () => wait(part);
  request.onload = () => {
    const fresh = request.response?.getElementById(part.id);
    if (request.status >= 500 || request.status === 429) return wait(part);
    if (!fresh?.dataset.poll) return window.location.reload();
    part.replaceChildren(...fresh.cloneNode(true).childNodes);
    return wait(part);
  };
  request.send();
}

function wait(part) {
  window.setTimeout(() => poll(part), Number(part.dataset.poll) * 1000);
}

for (const part of document.querySelectorAll("[data-poll][id]")) wait(part);

if (document.body.dataset.live) showWaiting(document.body.dataset.live);

const ending = document.getElementById("session-ending");
if (ending) warnBeforeTheEnd(ending, document.getElementById("sign-out"));

// A young person's link carries its code behind "#", which no browser sends: into the field with it, and out of sight.
const code = document.querySelector('form[action="/my-pathway/open"] input[name="code"]');
if (code && window.location.hash.length > 1) {
  code.value = decodeURIComponent(window.location.hash.slice(1));
  window.history.replaceState(null, "", window.location.pathname);
}

document.documentElement.dataset.ready = "1";
