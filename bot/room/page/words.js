// The page's own words, and the elements that they stand in. Nothing is ever parsed as HTML.

const words = JSON.parse(document.getElementById("words").textContent);

export const language = document.documentElement.lang;

export function say(name, blanks = {}) {
  return words[name].replace(/\{(\w+)\}/g, (_, blank) => blanks[blank]);
}

/** An element with attributes (`text` is its words, `on…` a listener) and what stands in it. */
export function make(tag, attributes = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") element.textContent = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...inside);
  return element;
}

export function copyOf(template) {
  return document.getElementById(template).content.firstElementChild.cloneNode(true);
}

/** As people search: without capitals and diacritics. */
export function searchKey(text) {
  return text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[\u0111\u0110]/g, "d").toLowerCase();
}

export function sizeOf(bytes) {
  const kilobytes = Math.max(1, Math.round(bytes / 1024));
  return kilobytes < 1024 ? `${kilobytes} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
}

const weekday = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });

/** The day of a moment as the sample commune counts it, in the words of the clock. */
export function dayOf(moment) {
  const [year, month, day] = moment.slice(0, 10).split("-");
  const spoken = weekday.format(new Date(Date.UTC(year, month - 1, day)));
  return `${spoken.charAt(0)}${spoken.slice(1).toLowerCase()} ${day}/${month}/${year}`;
}

export function hourOf(moment) {
  return moment.slice(11, 16);
}

/** What this tab remembers, also after the page was loaded again. */
export const kept = {
  read(name, otherwise) {
    try {
      return JSON.parse(sessionStorage.getItem(`room.${name}`)) ?? otherwise;
    } catch {
      return otherwise;
    }
  },
  write(name, value) {
    try {
      sessionStorage.setItem(`room.${name}`, JSON.stringify(value));
    } catch {
      // no room left or not allowed: then only this page remembers
    }
  },
  forget() {
    for (const name of ["unsent", "drafts", "phones"]) kept.write(name, null);
  },
};
