// The guided path: one step at a time, each with what may be done for the newcomer.

import { make, say } from "./words.js";

const ROOMY = matchMedia("(min-width: 82rem)"); // the steps have a column of their own

export class Path {
  #drawn = "";
  #at = null;
  #typed = 0; // how many of the step's lines were typed for the newcomer
  #waited = false; // whether the last of them was still to be sent when this was drawn

  /** `does` has type(step, words), typed(step), who(step), move(step), show(step), point(step) and go(place), which the room does for us. */
  constructor(does, narrow) {
    this.does = does;
    this.narrow = narrow; // whether the steps hide the phone while they stand open
    this.box = document.getElementById("path");
    this.fold = document.getElementById("fold");
    this.short = document.getElementById("fold-words");
  }

  /** A `path` frame. */
  tell({ steps, at }) {
    const same = JSON.stringify([steps, at]);
    if (same === this.#drawn) return;
    this.#drawn = same;
    this.steps = steps;
    document.getElementById("path-card").hidden = steps.length === 0;
    const now = at === null || at >= steps.length ? null : at;
    if (now !== this.#at) {
      this.fold.open = true;
      this.#typed = 0;
    }
    this.#at = now;
    this.#draw(now);
  }

  /** Somebody wrote or sent something: what was typed for them may have gone. */
  look() {
    if (this.#at !== null && this.#waits(this.steps[this.#at]) !== this.#waited) this.#draw(this.#at);
  }

  #draw(now) {
    const focused = this.box.contains(document.activeElement);
    const all = this.#all(now);
    if (now === null) this.#aside(all);
    else this.#present(now, all);
    this.does.point(now === null ? null : this.steps[now]);
    if (focused) this.box.querySelector(".main, button:not(.used)")?.focus({ preventScroll: true });
  }

  // Not under way: not begun, left, or done.
  #aside(all) {
    const done = this.steps.filter((step) => step.done).length;
    const count = say("path_count", { done, all: this.steps.length });
    this.short.textContent = done ? count : say("path");
    const first = this.steps.findIndex((step) => !step.done);
    const words = make("p", { class: "words", text: say(first === -1 ? "path_done" : "path_why") });
    const begin = make("div", { class: "buttons" },
      make("button", { type: "button", class: "main", text: say(done ? "path_resume" : "path_begin"),
        onclick: () => this.does.go(first) }));
    const head = make("div", { class: "head" }, make("div", { class: "row" }, this.#meter(), make("p", { class: "place", text: count })));
    this.box.replaceChildren(head, words, ...(first === -1 ? [] : [begin]), all);
  }

  #present(at, all) {
    const step = this.steps[at];
    const place = { at: at + 1, all: this.steps.length };
    this.short.textContent = (step.done ? "✓ " : "") + say("step_short", { ...place, title: step.title });
    const head = make("div", { class: "head" },
      make("div", { class: "row" }, this.#meter(), make("p", { class: "place", text: say("step_now", place) })),
      make("h3", { text: step.title }));
    const phone = say(`phone_${step.phone}`);
    const on = say("step_on", { phone, name: this.does.who(step) });
    const over = step.done && !step.clock; // what it names is by now the next of its kind
    this.#waited = this.#waits(step);
    this.box.replaceChildren(head,
      make("p", { class: "words", text: over ? say("step_seen", { phone }) : step.words }),
      make("p", { class: "on", text: step.done ? `✓ ${say("step_done")}` : on }),
      ...(this.#waited ? [make("p", { class: "hint", text: say("step_send") })] : []),
      this.#buttons(step, at),
      ...(lines(step).length && !step.done ? [this.#lines(step)] : []), all);
  }

  #meter() {
    const done = this.steps.filter((step) => step.done).length;
    return make("meter", { min: 0, max: this.steps.length, value: done, "aria-hidden": "true" });
  }

  #buttons(step, at) {
    const row = make("div", { class: "buttons" });
    const add = (word, does, kind) =>
      row.append(make("button", { type: "button", class: kind, text: say(word), onclick: does }));
    const after = this.#after(at);
    const next = () => this.does.go(after);
    if (step.done) add(after === null ? "step_end" : "step_next", next, "main");
    else if (this.#typed < lines(step).length && !this.#waited) add("step_type", () => this.#type(step, this.#typed), "main");
    else if (step.clock) add("step_clock", () => this.#do("move", step), "main");
    else if (this.narrow()) add("step_show", () => this.#do("show", step), "main");
    if (!step.done) add("step_skip", next, "quiet");
    add("path_leave", () => this.does.go(null), "quiet");
    return row;
  }

  // All that the step has somebody say, to be typed one after the other.
  #lines(step) {
    const one = (words, place) => make("li", {},
      make("button", { type: "button", class: place < this.#sent() ? "used" : "", lang: "vi", text: words,
        onclick: () => this.#type(step, place) }));
    return make("ol", { class: "lines", "aria-label": say("step_lines") }, ...lines(step).map(one));
  }

  #type(step, place) {
    const waits = place > 0 && this.does.typed(step) === lines(step)[place - 1];
    const now = waits ? place - 1 : place; // what was typed before has not been sent yet
    this.#typed = now + 1;
    this.#do("type", step, lines(step)[now]);
    this.#draw(this.#at);
  }

  #waits(step) {
    return !step.done && this.#typed > 0 && this.does.typed(step) === lines(step)[this.#typed - 1];
  }

  #sent() {
    return this.#typed - (this.#waited ? 1 : 0);
  }

  #do(what, step, ...more) {
    if (this.narrow()) this.fold.open = false;
    this.does[what](step, ...more);
  }

  #after(at) {
    const next = this.steps.findIndex((step, place) => place > at && !step.done);
    return next === -1 ? null : next;
  }

  #all(now) {
    const open = this.box.querySelector("details.all")?.open ?? ROOMY.matches;
    return make("details", { class: "all", open },
      make("summary", { text: say("all_steps") }),
      make("ol", {}, ...this.steps.map((step, place) => this.#one(step, place, now))));
  }

  #one(step, place, now) {
    const mark = make("span", { class: "mark", "aria-hidden": "true", text: step.done ? "✓" : String(place + 1) });
    const state = make("span", { class: "for-ears", text: `(${say(step.done ? "step_done" : "step_open")})` });
    const button = make("button", {
      type: "button", "aria-current": place === now ? "step" : null, onclick: () => this.does.go(place),
    }, mark, make("span", { text: step.title }), " ", state);
    return make("li", { class: step.done ? "done" : "" }, button);
  }
}

function lines(step) {
  return step.say ? [step.say, ...(step.then ?? [])] : [];
}
