// The one connection to the room: what is said goes out once, also when the line breaks meanwhile.

import { kept, language } from "./words.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15000;
const NO_ECHO = 20000; // a line that takes words and gives none back is as good as broken
const MOST_TRIES = 4;

export class Line {
  #socket = null;
  #pause = FIRST_PAUSE;
  #timer = 0;
  #watch = 0;
  #open = false;
  #uploading = false;
  #tries = new Map();

  /** `hears.frame(frame)`, `hears.state(open)`, `hears.unsent()`; `hello()` makes the first frame. */
  constructor(hello, hears) {
    this.hello = hello;
    this.hears = hears;
    this.world = kept.read("world", "");
    this.unsent = kept.read("unsent", []);
    this.files = [];
    this.pictures = new Map(); // nonce → address of a picture of one's own, while this page lives
  }

  get open() {
    return this.#open;
  }

  start() {
    if (this.#socket?.readyState === WebSocket.CONNECTING) return; // it is being tried
    clearTimeout(this.#timer);
    this.#drop();
    const address = new URL(`/room/socket?lang=${language}`, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    this.#socket = socket;
    socket.addEventListener("open", () => this.#write(this.hello()));
    socket.addEventListener("message", (event) => {
      if (socket === this.#socket) this.#read(event.data);
    });
    socket.addEventListener("close", () => {
      if (socket === this.#socket) this.#broken();
    });
  }

  /** Words or a tap: kept until the room has said that it has them. */
  say(frame) {
    this.unsent.push({ ...frame, nonce: crypto.randomUUID() });
    this.#remember();
    if (this.#open) this.#send(this.unsent.at(-1));
  }

  /** A file, kept in this page until the room has taken it; `picture` is its address here. */
  sendFile(person, file, picture) {
    const nonce = crypto.randomUUID();
    this.files.push({ person, file, picture, nonce, why: null });
    if (picture) this.pictures.set(nonce, picture);
    this.hears.unsent();
    this.#upload();
  }

  /** Something that is of use only now, such as moving the clock. */
  ask(frame) {
    if (this.#open) this.#write(frame);
    return this.#open;
  }

  /** Who is shown has changed. */
  greet() {
    this.ask(this.hello());
  }

  #write(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  #send(frame) {
    const tries = (this.#tries.get(frame.nonce) ?? 0) + 1;
    this.#tries.set(frame.nonce, tries);
    if (tries > MOST_TRIES) {
      this.#refuse(frame.nonce, "");
      return;
    }
    this.#write(frame);
    this.#watchEcho();
  }

  #watchEcho() {
    clearTimeout(this.#watch);
    if (!this.unsent.some((frame) => frame.why === undefined)) return;
    this.#watch = setTimeout(() => this.#broken(), NO_ECHO);
  }

  #read(data) {
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    if (frame.is === "welcome") this.#welcomed(frame.world);
    if (frame.is === "said" && frame.nonce) this.#taken(frame.nonce);
    if (frame.is === "refused" && frame.nonce) this.#refuse(frame.nonce, frame.why);
    else this.hears.frame(frame);
  }

  #welcomed(world) {
    if (this.#open) return;
    if (this.world !== world) this.#forget(world);
    this.#open = true;
    this.#pause = FIRST_PAUSE;
    this.hears.state(true);
    for (const frame of [...this.unsent]) {
      if (frame.why === undefined) this.#send(frame);
    }
    this.#upload();
  }

  // What waits from another sample commune means nothing to this one.
  #forget(world) {
    kept.forget();
    kept.write("world", world);
    this.world = world;
    this.unsent = [];
    this.files = [];
  }

  #taken(nonce) {
    this.#tries.delete(nonce);
    this.unsent = this.unsent.filter((frame) => frame.nonce !== nonce);
    this.files = this.files.filter((sent) => sent.nonce !== nonce);
    this.#remember();
    this.#watchEcho();
  }

  #refuse(nonce, why) {
    const frame = this.unsent.find((waiting) => waiting.nonce === nonce);
    if (!frame) return;
    frame.why = why;
    this.#remember();
    this.#watchEcho();
  }

  #remember() {
    kept.write("unsent", this.unsent);
    this.hears.unsent();
  }

  async #upload() {
    if (this.#uploading) return;
    this.#uploading = true;
    let sent = null;
    while (this.#open && (sent = this.files.find((one) => !one.done && one.why === null))) {
      if (!(await this.#uploaded(sent))) break;
    }
    this.#uploading = false;
  }

  async #uploaded(sent) {
    const { person, nonce, file } = sent;
    const about = new URLSearchParams({ person, nonce, name: file.name, lang: language });
    try {
      const answer = await fetch(`/room/file?${about}`, { method: "POST", body: file });
      if (answer.status >= 500) throw new Error("later");
      if (answer.ok) sent.done = true;
      else sent.why = (await answer.json()).why ?? "";
      this.hears.unsent();
      return true;
    } catch {
      setTimeout(() => this.#upload(), 3000);
      return false;
    }
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  #broken() {
    clearTimeout(this.#watch);
    this.#drop();
    this.#open = false;
    this.hears.state(false);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.start(), this.#pause * (0.8 + 0.4 * Math.random()));
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
  }
}
