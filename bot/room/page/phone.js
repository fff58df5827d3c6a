// One of the three phones: whose it is, the conversation, and what its person is about to say.

import { Composer } from "./composer.js";
import { buttons, daySign, letter, said } from "./letter.js";
import { copyOf, make, say } from "./words.js";

const NEAR_END = 60; // pixels from the end within which new messages are followed

export class Phone {
  #shown = new Map(); // key → { same, element }: drawn anew when a part of `same` has changed
  #following = true;
  #focusLost = false;
  unread = 0;

  constructor(slot, line, changePerson, changed) {
    this.slot = slot;
    this.line = line;
    this.changed = changed; // told when the number of unread messages changes
    this.element = copyOf("phone");
    this.element.id = `phone-${slot}`;
    this.log = this.element.querySelector(".log");
    this.newest = this.element.querySelector(".newest");
    this.plainSwitch = this.element.querySelector(".switch input");
    this.button = this.element.querySelector(".person");
    this.composer = new Composer(this.element.querySelector(".composer"), line, () => this.plain);
    this.button.addEventListener("click", () => changePerson(this));
    this.plainSwitch.addEventListener("change", () => this.#changeSurface());
    this.log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    this.newest.addEventListener("click", () => this.#toEnd());
    this.log.addEventListener("load", () => this.#following && this.#toEnd(), true); // a picture
    new ResizeObserver(() => this.#following && this.#toEnd()).observe(this.log);
  }

  get plain() {
    return this.plainSwitch.checked;
  }

  get visible() {
    return this.log.clientHeight > 0;
  }

  /** Hand the phone to a person. */
  give(person, thread) {
    const { name, role, cell } = person;
    this.person = person;
    this.thread = thread;
    this.element.querySelector(".who").textContent = name;
    const about = this.element.querySelector(".role");
    about.textContent = about.title = [role, cell].filter(Boolean).join(" · ");
    this.element.querySelector(".face").textContent = initials(name);
    this.element.setAttribute("aria-label", say("phone_of", { name }));
    this.log.setAttribute("aria-label", say("messages_of", { name }));
    this.composer.give(person);
    this.#clear();
    this.show();
  }

  /** Bring the screen up to what is known; `news` counts letters that have just come. */
  show(news = 0) {
    const wanted = this.#wanted();
    this.#forgetAllBut(new Set(wanted.map(([key]) => key)));
    let before = null;
    for (const [key, look] of wanted) {
      const element = this.#drawn(key, look);
      const place = before ? before.nextElementSibling : this.log.firstElementChild;
      if (element !== place) this.log.insertBefore(element, place);
      before = element;
    }
    this.element.querySelector(".typing").hidden = !this.thread.typing;
    this.#after(news);
  }

  /** Read from here on: the phone has come to the front. */
  lookedAt() {
    this.unread = 0;
    this.changed(this);
    if (this.#following) this.#toEnd();
  }

  // What is to be seen, as [key, {same, draw}] in order.
  #wanted() {
    const entries = this.thread.entries(this.plain);
    const waiting = this.#unsent();
    const wanted = [];
    let day = "";
    const live = firstLive(entries, waiting);
    for (const [index, frame] of entries.entries()) {
      if (frame.at.slice(0, 10) !== day) {
        day = frame.at.slice(0, 10);
        wanted.push([`day ${day} ${index && frame.n}`, { same: [day], draw: () => daySign(frame.at) }]);
      }
      wanted.push(frame.is === "letter" ? this.#letter(frame, index < live) : this.#said(frame));
    }
    for (const frame of waiting) wanted.push(this.#waiting(frame));
    if (wanted.length === 0) wanted.push(["empty", { same: [], draw: () => this.#empty() }]);
    return wanted;
  }

  #letter(frame, older) {
    const plain = this.plain;
    const draw = () => {
      const element = letter(frame, plain);
      const rows = plain ? null : buttons(frame, older, (choice) => this.#tap(frame, choice));
      if (rows) element.append(rows);
      return element;
    };
    return [`n ${frame.n}`, { same: [frame, plain, older], draw }];
  }

  #said(frame) {
    const picture = this.line.pictures.get(frame.nonce);
    const draw = () => said(frame, frame.mark, picture);
    return [`said ${frame.nonce || frame.n}`, { same: [frame.mark], draw }];
  }

  #waiting(frame) {
    const mark = typeof frame.why === "string" ? "refused" : "waiting";
    const draw = () => said(frame, mark, frame.picture);
    return [`said ${frame.nonce}`, { same: [mark], draw }];
  }

  #unsent() {
    const person = this.person.id;
    const words = this.line.unsent
      .filter((frame) => frame.person === person)
      .map((frame) => ({ ...frame, text: frame.text ?? frame.label }));
    const files = this.line.files
      .filter((sent) => sent.person === person)
      .map((sent) => ({ ...sent, text: "", file: { name: sent.file.name }, why: whyNot(sent) }));
    const known = new Set(this.thread.entries(true).map((frame) => frame.nonce));
    return [...words, ...files].filter((frame) => !known.has(frame.nonce));
  }

  #empty() {
    const open = () => this.line.say({ do: "say", person: this.person.id, text: "/menu" });
    return make("div", { class: "empty" },
      make("p", { text: say("nothing_yet") }),
      make("button", { type: "button", text: say("open_menu"), onclick: open }));
  }

  #tap(frame, choice) {
    const { value, label } = choice;
    this.#following = true;
    this.line.say({ do: "tap", person: this.person.id, n: frame.n, choice: value, label });
  }

  #drawn(key, { same, draw }) {
    const known = this.#shown.get(key);
    if (known && known.same.every((part, index) => part === same[index])) return known.element;
    const element = draw();
    if (known) {
      this.#focusLost ||= known.element.contains(document.activeElement);
      known.element.replaceWith(element);
    }
    this.#shown.set(key, { same, element });
    return element;
  }

  #forgetAllBut(wanted) {
    for (const [key, { element }] of this.#shown) {
      if (wanted.has(key)) continue;
      this.#focusLost ||= element.contains(document.activeElement);
      element.remove();
      this.#shown.delete(key);
    }
  }

  #clear() {
    this.#shown.clear();
    this.log.replaceChildren();
    this.#following = true;
    this.#focusLost = false;
    this.unread = 0;
    this.changed(this);
  }

  #after(news) {
    if (this.#focusLost) this.#giveFocus();
    if (this.#following || !this.visible) this.#toEnd();
    else this.newest.hidden = news === 0 && this.newest.hidden;
    if (news && !this.visible) {
      this.unread += news;
      this.changed(this);
    }
  }

  // Buttons vanish when one is tapped; who came by keyboard goes on at the answer's buttons.
  #giveFocus() {
    const next = this.log.querySelector(".entry:last-child > .choices button");
    const elsewhere = document.activeElement !== document.body && document.activeElement !== this.log;
    (elsewhere ? null : next ?? this.log)?.focus({ preventScroll: true });
    this.#focusLost = !elsewhere && next === null;
  }

  #changeSurface() {
    this.element.classList.toggle("plain", this.plain);
    this.#following = true;
    this.show();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    const last = this.log.lastElementChild;
    const topOfLast = last ? last.offsetTop - this.log.offsetTop - 12 : 0;
    this.#following = scrollHeight - scrollTop - clientHeight < NEAR_END || scrollTop >= topOfLast;
    if (this.#following) this.newest.hidden = true;
  }

  // To the end, but never past the first line of the newest message.
  #toEnd() {
    const last = this.log.lastElementChild;
    if (!last) return;
    const start = last.offsetTop - this.log.offsetTop - 12;
    this.log.scrollTop = Math.min(this.log.scrollHeight, Math.max(0, start));
    this.newest.hidden = true;
  }
}

// Letters from this place on can be tapped: nothing was said after them.
function firstLive(entries, waiting) {
  if (waiting.some((frame) => frame.why === undefined || frame.why === null)) return entries.length;
  return entries.findLastIndex((frame) => frame.is === "said") + 1;
}

function whyNot({ why, file }) {
  return why === "" ? say("file_failed", { name: file.name }) : why;
}

function initials(name) {
  const parts = name.split(" ");
  return [parts.at(0), parts.length > 1 ? parts.at(-1) : ""].map((part) => part.charAt(0)).join("");
}
