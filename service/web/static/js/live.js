// How many alerts wait, beside "Today" in the navigation, for as long as the page is looked at. The server pushes the
// number; EventSource asks again by itself when the connection drops, and stops when the session has ended. A page in the
// background lets its connection go: a browser has only six for a server that does not speak HTTP/2.
const MOST = 99;

export function showWaiting(address) {
  const link = document.querySelector('.govuk-service-navigation__link[href="/today"]');
  if (!link) return;
  const badge = document.createElement("span");
  badge.className = "moj-notification-badge";
  badge.hidden = true;
  const said = document.createElement("span");
  said.className = "govuk-visually-hidden";
  link.append(" ", badge, said);

  const show = (event) => {
    const number = Number(event.data);
    badge.hidden = number === 0;
    badge.textContent = number > MOST ? `${MOST}+` : String(number);
    said.textContent = number === 0 ? "" : number === 1 ? " alert waits" : " alerts wait";
  };
  let source = null;
  const follow = () => {
    if (document.hidden) {
      source?.close();
      source = null;
    } else if (!source) {
      source = new EventSource(address);
      source.addEventListener("waiting", show);
    }
  };
  document.addEventListener("visibilitychange", follow);
  follow();
}
