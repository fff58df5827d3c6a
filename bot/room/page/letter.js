// One message in a phone: what the bot wrote or what the phone's person said.

import { dayOf, hourOf, make, say, sizeOf } from "./words.js";

const MARKS = { waiting: "mark_waiting", kept: "mark_kept", answered: "mark_answered", refused: "mark_refused" };
const TICKS = { waiting: "…", kept: "✓", answered: "✓✓", refused: "!" };

export function daySign(moment) {
  return make("p", { class: "day", text: dayOf(moment) });
}

/** A letter of the bot; `plain` is how it looks where there are no buttons. */
export function letter(frame, plain) {
  const bubble = make("div", { class: "bubble" });
  const text = make("p", { class: "text", lang: "vi" });
  text.append(...linked(plain ? frame.plain : frame.text));
  const file = frame.attachment ? [attachment(frame.attachment)] : [];
  const pictured = frame.attachment?.media_type.startsWith("image/"); // words stand under a picture
  bubble.append(...(pictured ? [...file, text] : [text, ...file]));
  bubble.append(make("p", { class: "foot" }, make("time", { datetime: frame.at, text: hourOf(frame.at) })));
  const who = make("span", { class: "for-ears", text: `${say("bot")}:` });
  return make("article", { class: "entry letter" }, who, bubble);
}

/** The room's own pages open beside it; no other address becomes a link. */
function linked(text) {
  return text.split(/(http:\/\/127\.0\.0\.1:\d+\/b\/\w+)/).map((part, at) =>
    at % 2 ? make("a", { href: part, target: "_blank", rel: "noreferrer", text: part }) : part);
}

function attachment(file) {
  const link = make("a", { class: "download", href: file.url, download: file.name });
  link.append(`${say("download")}: `, make("b", { text: file.name }), ` · ${sizeOf(file.size)}`);
  if (!file.media_type.startsWith("image/")) return make("div", { class: "attached" }, link);
  const picture = make("img", { src: file.url, alt: file.alt || file.name, decoding: "async" });
  const enlarge = make("button", {
    type: "button", class: "enlarge", title: say("enlarge"), onclick: () => enlarged(file),
  }, picture);
  return make("div", { class: "attached" }, enlarge, link);
}

function enlarged(file) {
  const dialog = document.getElementById("picture");
  const picture = dialog.querySelector("img");
  picture.src = file.url;
  picture.alt = file.alt || file.name;
  dialog.showModal();
}

/** What there is to tap under a letter; `older` letters fold their buttons away. */
export function buttons(frame, older, tap) {
  const all = [...frame.choices, ...frame.ways];
  if (all.length === 0) return null;
  const one = (choice) =>
    make("button", { type: "button", lang: "vi", text: choice.label, onclick: () => tap(choice) });
  const rows = make("div", { class: "choices", role: "group", "aria-label": say("choices") });
  if (frame.choices.length) rows.append(make("div", { class: "answers" }, ...frame.choices.map(one)));
  if (frame.ways.length) rows.append(make("div", { class: "ways" }, ...frame.ways.map(one)));
  if (!older) return rows;
  if (!all.some((choice) => choice.value.startsWith("/"))) return null; // of a form that went on
  return make("details", { class: "older" }, make("summary", { text: say("older_buttons") }), rows);
}

/** What the person said: `mark` is how far it has come. */
export function said(frame, mark, picture) {
  const bubble = make("div", { class: "bubble" });
  if (picture) bubble.append(make("img", { class: "own", src: picture, alt: frame.file?.name ?? "" }));
  else if (frame.file) bubble.append(make("p", { class: "sent-file", text: frame.file.name }));
  if (frame.text) bubble.append(make("p", { class: "text", lang: "vi", text: frame.text }));
  const foot = make("p", { class: "foot" });
  if (frame.at) foot.append(make("time", { datetime: frame.at, text: hourOf(frame.at) }), " ");
  foot.append(make("span", { "aria-hidden": "true", text: TICKS[mark] }), " ", say(MARKS[mark]));
  bubble.append(foot);
  if (frame.why) bubble.append(make("p", { class: "why", text: frame.why }));
  const who = make("span", { class: "for-ears", text: `${say("me")}:` });
  return make("article", { class: `entry said ${mark}` }, who, bubble);
}
