// How the page looks on this screen: dark or light, three phones or one behind tabs.

import { make, say } from "./words.js";

const WIDE = matchMedia("(min-width: 62rem)");
const DARK = matchMedia("(prefers-color-scheme: dark)");

/** Whether the three phones stand side by side. */
export function wide() {
  return WIDE.matches;
}

/** Dark as the system says, until somebody says otherwise. */
export function darkSwitch(input) {
  const remembered = () => localStorage.getItem("room.dark");
  const show = () => {
    const dark = remembered() === null ? DARK.matches : remembered() === "yes";
    document.documentElement.dataset.look = dark ? "dark" : "light";
    input.checked = dark;
  };
  input.addEventListener("change", () => {
    localStorage.setItem("room.dark", input.checked ? "yes" : "no");
    show();
  });
  DARK.addEventListener("change", show);
  show();
}

/** A disclosure that stands open wherever there is room for it. */
export function openWhenWide(details) {
  const show = () => (details.open = WIDE.matches);
  WIDE.addEventListener("change", show);
  show();
}

/** A sheet that is put away by Escape, or by a press beside it. */
export function putAway(details) {
  document.addEventListener("click", (event) => {
    if (!details.contains(event.target)) details.open = false;
  });
  details.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    details.querySelector("summary").focus();
  });
}

/** One phone at a time where three do not fit. */
export class Tabs {
  constructor(row, phones) {
    this.row = row;
    this.phones = phones;
    this.tabs = phones.map((phone) => this.#tab(phone));
    row.append(...this.tabs);
    row.addEventListener("keydown", (event) => this.#key(event));
    WIDE.addEventListener("change", () => this.#arrange());
    this.front = phones[0];
    this.#arrange();
  }

  /** Bring a phone to the front. */
  show(phone) {
    this.front = phone;
    this.#arrange();
  }

  /** Say on its tab how many letters wait unread in a phone. */
  mark(phone) {
    const tab = this.tabs[this.phones.indexOf(phone)];
    tab.querySelector(".unread").textContent = phone.unread ? String(phone.unread) : "";
    tab.querySelector(".for-ears").textContent = phone.unread ? say("new_here", { count: phone.unread }) : "";
  }

  #tab(phone) {
    const attributes = { type: "button", role: "tab", id: `tab-${phone.slot}`, "aria-controls": phone.element.id };
    return make("button", { ...attributes, onclick: () => this.show(phone) },
      make("span", { text: say(`phone_${phone.slot}`) }), " ",
      make("span", { class: "unread", "aria-hidden": "true" }), make("span", { class: "for-ears" }));
  }

  #arrange() {
    const all = wide();
    this.row.hidden = all;
    if (!all) this.row.setAttribute("role", "tablist");
    this.row.setAttribute("aria-label", say("phones"));
    for (const [place, phone] of this.phones.entries()) {
      const front = phone === this.front;
      phone.element.setAttribute("role", all ? "region" : "tabpanel");
      phone.element.hidden = !all && !front;
      this.tabs[place].setAttribute("aria-selected", String(front));
      this.tabs[place].tabIndex = front ? 0 : -1;
      if (all || front) phone.lookedAt();
    }
  }

  #key(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1, Home: -this.tabs.length, End: this.tabs.length };
    if (!(event.key in steps)) return;
    event.preventDefault();
    const last = this.tabs.length - 1;
    const to = this.tabs.indexOf(document.activeElement) + steps[event.key];
    const place = event.key.startsWith("Arrow") ? (to + last + 1) % (last + 1) : Math.max(0, Math.min(last, to));
    this.show(this.phones[place]);
    this.tabs[place].focus();
  }
}
