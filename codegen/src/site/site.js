"use strict";
// Search. The index is a script, because a page on a disk can load nothing else; it is loaded when the search is first used.
const KINDS = ["endpoint", "event", "type", "error code", "area"];
const MOST = 40, NEAR = 5;
const own = document.documentElement.dataset.vendor;
const form = document.querySelector(".search"), input = document.getElementById("q"), found = document.getElementById("found");
let entries = null, chosen = -1;

function load() {
  if (entries !== null) return;
  entries = [];
  const script = document.createElement("script");
  script.src = "search.js";
  script.onload = () => { entries = window.SEARCH.map(prepare); search(); };
  document.head.append(script);
}

function prepare([kind, name, title, summary, href, keys, fields, also, vendor]) {
  const low = name.toLowerCase();
  const names = [low, low.slice(low.indexOf(".") + 1), low.slice(low.lastIndexOf(".") + 1), ...keys.toLowerCase().split("\n")];
  return { kind, vendor, name, title, summary, href, names, about: (title + "\n" + also + "\n" + summary).toLowerCase(), term: title.toLowerCase(), fields, titles: (title + "\n" + also).toLowerCase(), low: fields.toLowerCase() };
}

// How well an entry fits a word: exact names first, then names, titles, and fields. 0 if it does not.
function fit(entry, word) {
  if (entry.names.includes(word)) return 100;
  if (entry.term === word) return 95;
  if (entry.names.some((name) => name.startsWith(word))) return 70;
  if (entry.names.some((name) => name.includes(word))) return 60;
  if (entry.term.includes(word)) return 55;
  if (entry.about.includes(word)) return 40;
  if (entry.low.includes(word)) return 10;
  return gaps(entry.titles, word) ? 1 : 0;
}

// Whether a title has the characters of a Chinese word in this order: 发消息 finds 发送消息.
function gaps(titles, word) {
  if (word.length < 2 || !/^[\u2e80-\u9fff]+$/.test(word)) return false;
  return titles.split("\n").some((title) => {
    let at = -1;
    return [...word].every((c) => (at = title.indexOf(c, at + 1)) >= 0);
  });
}

function find(query) {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = [];
  if (words.length === 0) return hits;
  for (const entry of entries) {
    const fits = words.map((word) => fit(entry, word));
    if (Math.min(...fits) === 0) continue;
    const hit = { entry, score: fits.reduce((a, b) => a + b) / fits.length - entry.kind, field: null };
    // Enough to pass another kind that fits as well, and too little to pass one that fits better.
    if (entry.vendor === own) hit.score += 4.5;
    if (fits.includes(1)) hit.score -= 100;
    const at = fits.indexOf(10);
    if (at >= 0) field(hit, words[at]);
    hits.push(hit);
  }
  return hits.sort((a, b) => b.score - a.score || a.entry.name.length - b.entry.name.length);
}

// The number of edits that make one name of another: inserted, removed, replaced and swapped characters. More than 2 are 3.
function edits(a, b) {
  if (Math.abs(a.length - b.length) > 2) return 3;
  let before = [], last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(last[j] + 1, next[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > 2) return 3;
    [before, last] = [last, next];
  }
  return last[b.length];
}

// The entries whose names are almost the query. In a short name, two edits change too much.
function near(query) {
  const most = query.length < 5 ? 1 : 2;
  if (query.length < 3 || /[^\x21-\x7e]/.test(query)) return [];
  const hits = entries.map((entry) => {
    const names = entry.names.filter((name) => !/^\d*$/.test(name));
    return { entry, field: null, score: Math.min(...names.map((name) => edits(query, name)), 3) - (entry.vendor === own ? 0.5 : 0) };
  });
  return hits.filter((hit) => hit.score <= most).sort((a, b) => a.score - b.score || a.entry.kind - b.entry.kind).slice(0, NEAR);
}

// The field that fits a word best: one of this name or term, or else one that has the word in it.
function field(hit, word) {
  for (const line of hit.entry.fields.split("\n")) {
    const [id, label] = line.split("\t"), wire = id.split(".").pop().split("~")[0].toLowerCase();
    const exact = wire === word || label.toLowerCase() === word;
    if (exact || (!hit.field && (wire.includes(word) || label.toLowerCase().includes(word)))) {
      hit.field = { id, label };
      // Better than a word in a sentence, and not as good as one in a title.
      if (exact) { hit.score += 38; return; }
    }
  }
}

function marked(text, words) {
  const out = document.createDocumentFragment(), low = text.toLowerCase();
  let from = 0;
  while (from < text.length) {
    const next = words.map((word) => [low.indexOf(word, from), word.length]).filter(([at]) => at >= 0).sort((a, b) => a[0] - b[0])[0];
    if (!next) break;
    out.append(text.slice(from, next[0]));
    const mark = document.createElement("mark");
    mark.textContent = text.slice(next[0], next[0] + next[1]);
    out.append(mark);
    from = next[0] + next[1];
  }
  out.append(text.slice(from));
  return out;
}

function element(tag, name, ...inside) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.append(...inside);
  return made;
}

function search() {
  const query = input.value.trim(), words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const hits = query && entries.length ? find(query) : [];
  const shown = hits.length ? hits.slice(0, MOST) : near(query.toLowerCase());
  const options = shown.map((hit, at) => {
    const { entry, field } = hit;
    const link = element("a", "", element("span", "kind", window.VENDORS[entry.vendor] + " · " + KINDS[entry.kind]));
    link.href = field ? entry.href + "#" + encodeURIComponent(field.id) : entry.href;
    link.tabIndex = -1;
    link.append(element("code", "", marked(entry.kind === 3 ? entry.name + " " + entry.names[3].toUpperCase() : entry.name, words)), " ");
    const term = element("span", "term", marked(entry.title, words));
    if (/[\u2e80-\u9fff]/.test(entry.title)) term.lang = "zh";
    const about = field ? [field.id.split("~")[0], " ", field.label].map((text) => marked(text, words)) : [marked(entry.summary, words)];
    link.append(term, element("small", "", ...about));
    link.id = "found-" + at;
    link.role = "option";
    return link;
  });
  found.replaceChildren(...options);
  if (query && entries.length) {
    if (hits.length === 0) found.prepend(...nothing(query, shown.length));
    if (hits.length > MOST) found.append(element("p", "", hits.length - MOST + " more: add a word."));
  }
  show(query !== "" && entries.length > 0);
  choose(0);
}

// What is said if nothing is found.
function nothing(query, similar) {
  const lines = [element("p", "", "Nothing found for “" + query + "”." + (similar ? " Similar names:" : ""))];
  if (query.startsWith("/")) lines.push(element("p", "", "A route that is not in the crate can be called with ", element("code", "", "send_raw"), " of the client."));
  return lines;
}

function show(open) {
  found.hidden = !open;
  input.setAttribute("aria-expanded", String(open));
}

function choose(at) {
  const items = found.querySelectorAll("[role=option]");
  chosen = items.length ? (at + items.length) % items.length : -1;
  items.forEach((item, index) => item.setAttribute("aria-selected", String(index === chosen)));
  if (chosen < 0) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", items[chosen].id);
  items[chosen].scrollIntoView({ block: "nearest" });
}

form.hidden = false;
input.addEventListener("focus", load);
input.addEventListener("input", () => { load(); search(); });
input.addEventListener("keydown", (event) => {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Escape") {
    show(false);
    input.blur();
  }
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  const link = found.querySelectorAll("[role=option]")[chosen];
  if (link && !found.hidden) { show(false); link.click(); }
});
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    input.focus();
    input.select();
  }
});
document.addEventListener("click", (event) => { if (!form.contains(event.target)) show(false); });
found.addEventListener("click", (event) => { if (event.target.closest("a")) show(false); });

// A link to a member opens what is around it.
function reveal() {
  const target = document.querySelector(":target");
  if (!target) return;
  for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  for (const inside of target.querySelectorAll(":scope > .about > details")) inside.open = true;
  target.scrollIntoView();
}
addEventListener("hashchange", reveal);
reveal();

// Print everything.
let closed = [];
addEventListener("beforeprint", () => { closed = [...document.querySelectorAll("details:not([open])")]; closed.forEach((one) => { one.open = true; }); });
addEventListener("afterprint", () => closed.forEach((one) => { one.open = false; }));

// Show the current page in the tree.
const current = document.querySelector("#nav [aria-current]"), nav = document.getElementById("nav"), menu = document.getElementById("menu");
function center() {
  if (current && nav.scrollHeight > nav.clientHeight) nav.scrollTop = current.offsetTop - nav.clientHeight / 3;
}
center();
menu.addEventListener("change", center);
addEventListener("keydown", (event) => { if (event.key === "Escape") menu.checked = false; });

// Tell names from values in JSON.
for (const code of document.querySelectorAll("pre.json code")) {
  const text = code.textContent, parts = [];
  let from = 0;
  for (const token of text.matchAll(/("(?:[^"\\\n]|\\.)*")(\s*:)?|-?\b\d[\d.eE+-]*|\b(?:true|false|null)\b/g)) {
    const shown = token[1] ?? token[0];
    parts.push(text.slice(from, token.index), element("span", token[2] ? "key" : token[1] ? "string" : "value", shown));
    from = token.index + shown.length;
  }
  code.replaceChildren(...parts, text.slice(from));
}

// Copy code.
for (const pre of document.querySelectorAll("pre")) {
  const button = element("button", "copy", "Copy"), around = element("div", "code");
  button.type = "button";
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(pre.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(pre);
      button.textContent = "Selected";
    }
    setTimeout(() => { button.textContent = "Copy"; }, 1500);
  });
  pre.replaceWith(around);
  around.append(pre, button);
}
