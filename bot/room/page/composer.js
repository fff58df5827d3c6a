// Where a person writes: a growing field, a file to go along, and what was begun is kept.

import { kept, say, sizeOf } from "./words.js";

const LARGEST = 20 * 1024 * 1024;

export class Composer {
  #file = null;
  changed = () => {}; // told when something is written, taken back or sent

  /** `plain()` says whether the phone shows no buttons. */
  constructor(form, line, plain) {
    this.form = form;
    this.line = line;
    this.plain = plain;
    this.field = form.querySelector("textarea");
    this.chip = form.querySelector(".file");
    this.trouble = form.querySelector(".trouble");
    this.chooser = form.querySelector("input[type=file]");
    this.field.addEventListener("input", () => this.#typed());
    this.field.addEventListener("keydown", (event) => this.#key(event));
    this.field.addEventListener("paste", (event) => this.#pasted(event));
    this.chooser.addEventListener("change", () => this.#choose(this.chooser.files[0]));
    form.querySelector(".drop").addEventListener("click", () => this.#choose(null));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#send();
    });
  }

  give(person) {
    this.person = person;
    this.field.setAttribute("aria-label", say("write", { name: person.name }));
    this.field.value = kept.read("drafts", {})?.[person.id] ?? "";
    this.#choose(null);
    this.#grow();
  }

  /** Put words into the field, ready to be sent. */
  fill(words) {
    this.field.value = words;
    this.#typed();
    this.field.focus();
  }

  #typed() {
    const drafts = kept.read("drafts", {}) ?? {};
    kept.write("drafts", { ...drafts, [this.person.id]: this.field.value || undefined });
    this.trouble.textContent = "";
    this.#grow();
    this.changed();
  }

  #grow() {
    this.field.style.height = "auto";
    this.field.style.height = `${this.field.scrollHeight + 2}px`;
  }

  // While a Vietnamese keyboard is composing a syllable, Enter belongs to the syllable.
  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#send();
  }

  #pasted(event) {
    const file = event.clipboardData?.files[0];
    if (!file) return;
    event.preventDefault();
    this.#choose(file);
  }

  #choose(file) {
    this.trouble.textContent = file && file.size > LARGEST ? say("too_large") : "";
    this.#file = file && file.size <= LARGEST ? file : null;
    this.chooser.value = "";
    this.chip.hidden = this.#file === null;
    if (!this.#file) return;
    const { name, size } = this.#file;
    this.chip.firstElementChild.textContent = say("chosen_file", { name, size: sizeOf(size) });
    this.chip.querySelector(".drop").setAttribute("aria-label", say("drop_file", { name }));
    this.field.focus();
  }

  #send() {
    const text = this.field.value.trim();
    if (this.#file) this.#sendFile();
    if (text) this.line.say({ do: "say", person: this.person.id, text, plain: this.plain() });
    this.field.value = "";
    this.#typed();
  }

  #sendFile() {
    const picture = this.#file.type.startsWith("image/") ? URL.createObjectURL(this.#file) : null;
    this.line.sendFile(this.person.id, this.#file, picture);
    this.#choose(null);
  }
}
