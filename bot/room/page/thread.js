// What one person has said and been told, in order, however often and in which order it arrives.

export class Thread {
  #entries = new Map();
  typing = false;
  told = false; // whether the past has arrived, so that what comes is news

  constructor(person) {
    this.person = person;
    this.after = 0; // the highest number that arrived
  }

  /** A `letter` or `said` frame; returns whether it was new to this page. */
  put(frame) {
    const known = this.#entries.get(frame.n);
    this.#entries.set(frame.n, frame);
    this.after = Math.max(this.after, frame.n);
    if (frame.is === "letter") this.typing = false;
    return known === undefined;
  }

  /** In order, without what an edit has replaced by the same words with other buttons. */
  entries(plain) {
    const all = [...this.#entries.values()].sort((one, other) => one.n - other.n);
    if (plain) return all;
    const gone = new Set(all.filter((frame) => this.#sameWords(frame)).map((frame) => frame.replaces));
    return all.filter((frame) => !gone.has(frame.n));
  }

  #sameWords(frame) {
    return frame.replaces && this.#entries.get(frame.replaces)?.text === frame.text;
  }
}
