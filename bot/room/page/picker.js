// Whose a phone is: a search over everybody of the commune.

import { make, say, searchKey } from "./words.js";

export class Picker {
  #at = -1;
  #options = [];

  constructor() {
    this.dialog = document.getElementById("picker");
    this.search = document.getElementById("search");
    this.list = document.getElementById("people");
    this.found = document.getElementById("found");
    this.search.addEventListener("input", () => this.#find());
    this.search.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("click", (event) => this.#take(event.target.closest("[role=option]")));
    document.getElementById("picker-close").addEventListener("click", () => this.dialog.close());
  }

  /** Ask for one of `people`; `chosen(person)` is called with whoever is taken. */
  open(people, present, chosen) {
    this.people = people.map((person) => ({
      person,
      key: searchKey(`${person.name} ${person.role} ${person.cell ?? ""}`),
    }));
    this.present = present;
    this.chosen = chosen;
    this.search.value = "";
    this.#find();
    this.dialog.showModal();
    this.search.focus();
  }

  #find() {
    const wanted = searchKey(this.search.value).split(/\s+/).filter(Boolean);
    const fitting = this.people.filter(({ key }) => wanted.every((word) => key.includes(word)));
    this.#options = fitting.map(({ person }, place) => this.#option(person, place));
    this.list.replaceChildren(...this.#options);
    if (!fitting.length) this.list.append(make("li", { class: "nobody", role: "presentation", text: say("nobody") }));
    this.found.textContent = fitting.length ? say("found", { count: fitting.length }) : say("nobody");
    this.#move(wanted.length && fitting.length ? 0 : -1);
  }

  #option(person, place) {
    const option = make("li", {
      role: "option", id: `person-${place}`, "data-id": person.id,
      "aria-selected": String(person.id === this.present), tabindex: "-1",
    });
    const about = [person.role, person.cell].filter(Boolean).join(" · ");
    option.append(make("b", { text: person.name }), make("span", { text: about }));
    return option;
  }

  #key(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    const last = this.#options.length - 1;
    if (event.key in steps) this.#move(Math.max(0, Math.min(last, this.#at + steps[event.key])));
    else if (event.key === "Enter") this.#take(this.#options[this.#at]);
    else return;
    event.preventDefault();
  }

  #move(place) {
    this.#options[this.#at]?.classList.remove("at");
    this.#at = Math.min(place, this.#options.length - 1);
    const option = this.#options[this.#at];
    option?.classList.add("at");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.search.setAttribute("aria-activedescendant", option.id);
    else this.search.removeAttribute("aria-activedescendant");
  }

  #take(option) {
    if (!option) return;
    const { person } = this.people.find((one) => String(one.person.id) === option.dataset.id);
    this.dialog.close();
    this.chosen(person);
  }
}
