// The practice room: three phones of the sample commune, its clock and the guided path.

import { Clock } from "./clock.js";
import { Line } from "./line.js";
import { darkSwitch, openWhenWide, putAway, Tabs, wide } from "./looks.js";
import { Path } from "./path.js";
import { Phone } from "./phone.js";
import { Picker } from "./picker.js";
import { Thread } from "./thread.js";
import { kept, say } from "./words.js";

const SLOTS = ["member", "secretary", "office"];

const part = (id) => document.getElementById(id);

class Room {
  #people = new Map();
  #threads = new Map();
  #cast = null;
  #tabs = null;
  #news = new Map(); // thread → how many letters came since the last drawing
  #drawing = 0;
  #away = 0;

  constructor() {
    this.line = new Line(() => this.#hello(), {
      frame: (frame) => this.#hear(frame),
      state: (open) => this.#connected(open),
      unsent: () => this.#draw(),
    });
    this.phones = SLOTS.map((slot) => new Phone(
      slot, this.line, (phone) => this.#change(phone), (phone) => this.#tabs?.mark(phone)));
    this.picker = new Picker();
    this.clock = new Clock((to) => this.clock.idle && this.#moveClock(to));
    this.path = new Path({
      type: (step, words) => this.#bring(step).composer.fill(words),
      typed: (step) => this.phones[SLOTS.indexOf(step.phone)].composer.field.value,
      who: (step) => this.#people.get(this.#cast[step.phone]).name,
      point: (step) => this.phones.forEach((phone) => phone.element.classList.toggle("meant", phone.slot === step?.phone)),
      move: (step) => { this.#bring(step); this.clock.move(step.clock); },
      show: (step) => this.#bring(step).log.focus(),
      go: (place) => this.line.ask({ do: "step", at: place }),
    }, () => !wide());
    for (const phone of this.phones) phone.composer.changed = () => this.path.look();
    this.#again();
    this.line.start();
  }

  #hello() {
    const people = new Set(this.phones.map((phone) => phone.person?.id).filter(Boolean));
    if (people.size) this.#inThePast(true);
    const phones = [...people].map((id) => ({ person: id, after: this.#thread(id).after }));
    return { do: "hello", phones, world: phones.length ? this.line.world : "" };
  }

  #hear(frame) {
    switch (frame.is) {
      case "welcome": return this.#welcome(frame);
      case "letter":
      case "said": return this.#message(frame);
      case "typing": return this.#typing(frame);
      case "clock": return this.clock.tell(frame);
      case "path": return this.path.tell(frame);
      case "told": return this.#told();
      case "again": return this.#startOver();
      case "refused": return this.#tell(frame.why, 8000);
    }
  }

  #welcome(frame) {
    this.#people = new Map(frame.people.map((person) => [person.id, person]));
    this.#cast = frame.cast;
    this.clock.tell(frame);
    if (this.#tabs) return;
    const chosen = kept.read("phones", {}) ?? {};
    for (const phone of this.phones) {
      const person = this.#people.get(chosen[phone.slot]) ?? this.#people.get(frame.cast[phone.slot]);
      phone.give(person, this.#thread(person.id));
    }
    part("stage").replaceChildren(...this.phones.map((phone) => phone.element));
    this.#tabs = new Tabs(part("tabs"), this.phones);
    this.line.greet();
  }

  #thread(id) {
    if (!this.#threads.has(id)) this.#threads.set(id, new Thread(id));
    return this.#threads.get(id);
  }

  #message(frame) {
    const thread = this.#thread(frame.person);
    const fresh = thread.put(frame) && frame.is === "letter" && thread.told;
    this.#news.set(thread, (this.#news.get(thread) ?? 0) + (fresh ? 1 : 0));
    this.#draw();
  }

  #told() {
    this.#drawNow(); // the last of the past, before anything is read out
    for (const phone of this.phones) if (phone.thread) phone.thread.told = true;
    this.#inThePast(false);
  }

  #typing(frame) {
    this.#thread(frame.person).typing = frame.on;
    this.#draw();
  }

  // All that came in one breath is drawn once.
  #draw() {
    this.#drawing ||= setTimeout(() => this.#drawNow(), 16);
  }

  #drawNow() {
    clearTimeout(this.#drawing);
    this.#drawing = 0;
    const news = this.#news;
    this.#news = new Map();
    for (const phone of this.phones) if (phone.thread) phone.show(news.get(phone.thread) ?? 0);
  }

  // What is told again after a greeting is no news: nobody has it read out.
  #inThePast(past) {
    for (const phone of this.phones) phone.log.setAttribute("aria-busy", String(past));
  }

  #change(phone) {
    this.picker.open([...this.#people.values()], phone.person.id, (person) => this.#hand(phone, person));
  }

  #hand(phone, person) {
    phone.give(person, this.#thread(person.id));
    phone.button.focus();
    kept.write("phones", Object.fromEntries(this.phones.map((one) => [one.slot, one.person.id])));
    this.line.greet();
  }

  // The phone that a step is about, in the hands of whom the step is about.
  #bring(step) {
    const phone = this.phones[SLOTS.indexOf(step.phone)];
    const person = this.#people.get(this.#cast[step.phone]);
    if (phone.person.id !== person.id) this.#hand(phone, person);
    this.#tabs.show(phone);
    return phone;
  }

  #moveClock(to) {
    const [, secretary] = this.phones;
    return this.line.ask({ do: "clock", to, person: secretary.person.id });
  }

  #connected(open) {
    this.clock.enable(open);
    clearTimeout(this.#away);
    if (open) {
      if (part("banner").classList.contains("away")) this.#tell(say("back"), 3000);
      return;
    }
    this.#away = setTimeout(() => this.#tellAway(), 400);
  }

  #tellAway() {
    if (part("banner").classList.contains("away")) return;
    this.#tell(say("away"));
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = say("try_now");
    button.addEventListener("click", () => this.line.start());
    part("banner").classList.add("away");
    part("banner").append(button);
  }

  #tell(words, lasting) {
    const banner = part("banner");
    const sentence = document.createElement("span");
    sentence.textContent = words;
    banner.replaceChildren(sentence);
    banner.className = "banner shown";
    clearTimeout(this.#away);
    if (lasting) this.#away = setTimeout(() => (banner.className = "banner"), lasting);
  }

  #again() {
    const dialog = part("again-dialog");
    part("again").addEventListener("click", () => {
      part("again-why").textContent = "";
      dialog.showModal();
      part("again-no").focus();
    });
    part("again-no").addEventListener("click", () => dialog.close());
    part("again-yes").addEventListener("click", () => this.#askAgain(dialog));
  }

  async #askAgain(dialog) {
    if (dialog.getAttribute("aria-busy") === "true") return;
    dialog.setAttribute("aria-busy", "true");
    part("again-why").textContent = say("again_on");
    try {
      const answer = await fetch("/room/again", { method: "POST" });
      if (!answer.ok) throw new Error(String(answer.status));
      this.#startOver();
    } catch {
      part("again-why").textContent = say("again_failed");
    }
    dialog.setAttribute("aria-busy", "false");
  }

  #startOver() {
    kept.forget();
    location.reload();
  }
}

darkSwitch(part("dark"));
openWhenWide(part("moves"));
putAway(part("settings"));
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
}
new Room();
