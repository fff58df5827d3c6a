// The sample world's date, and the ways to move it on.

export class Clock {
  #moving = false;
  #said = "";

  /** `ask(to)` sends the wish and says whether the line took it. */
  constructor(ask) {
    this.ask = ask;
    this.section = document.querySelector(".clock");
    this.today = document.getElementById("today");
    this.date = document.getElementById("date");
    this.why = document.getElementById("why");
    this.moving = document.getElementById("moving");
    for (const button of this.section.querySelectorAll("[data-to]")) {
      button.addEventListener("click", () => this.move(button.dataset.to));
    }
    document.getElementById("date-form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.move(this.date.value);
    });
    this.enable(false);
  }

  move(to) {
    if (!this.ask(to)) return;
    this.why.textContent = "";
    this.#show(true);
  }

  /** A `welcome` or `clock` frame. */
  tell({ now, said_date: said, moving = false, why = null }) {
    if (said !== this.#said) this.today.textContent = said;
    this.#said = said;
    this.date.min = now.slice(0, 10);
    if (!this.date.value || this.date.value < this.date.min) this.date.value = this.date.min;
    this.why.textContent = why ?? "";
    this.#show(moving);
  }

  /** Whether the line is there to ask over. */
  enable(open) {
    this.open = open;
    if (!open) this.#show(false);
    else this.#show(this.#moving);
  }

  #show(moving) {
    this.#moving = moving;
    this.moving.hidden = !moving;
    this.section.setAttribute("aria-busy", String(moving));
    // not `disabled`: focus would be lost, and nobody would hear that something goes on
    for (const button of this.section.querySelectorAll("[data-to], [type=submit]")) {
      button.setAttribute("aria-disabled", String(moving || !this.open));
    }
  }

  get idle() {
    return this.open && !this.#moving;
  }
}
