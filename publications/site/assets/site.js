// What pages do beyond showing: tables and lists that are searched and sorted. Without it every page still shows all it holds.
"use strict";

// The same letters however they are written: case, accents, Arabic vowel signs and forms of letters, Devanagari dots, digits of any script.
// Marks of Devanagari stay: they are vowels.
const LETTERS = {"ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا", "ँ": "ं", "ı": "i", "ß": "ss", "œ": "oe", "æ": "ae", "ø": "o", "’": "'", "‘": "'", "ʼ": "'", "`": "'"};
const NOT_READ = /[\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u093c\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;
const OTHER_DIGITS = /[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g;

function folded(text) {
  if (/^[\x00-\x5f\x61-\x7f]*$/.test(text)) return text.toLowerCase(); // as most are of 20,000
  return text.normalize("NFKD").replace(NOT_READ, "").toLowerCase()
    .replace(OTHER_DIGITS, digit => String((digit.charCodeAt(0) & 0xff) % 0x10 - (digit.charCodeAt(0) >= 0x966 ? 6 : 0)))
    .replace(/[ىیةکٱँıßœæø’‘ʼ`]/g, letter => LETTERS[letter]);
}

function wordsOf(text) {
  return folded(text).split(/\s+/).filter(Boolean);
}

function filled(phrase, facts) {
  return phrase.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
}

// A form with data-filters names the list, table body or group of sections with articles that it filters: by words in the text of each
// item, and by fields in its data attributes. A section without an article left is hidden with them.
function filters(form) {
  const place = document.getElementById(form.dataset.filters);
  const items = [...place?.querySelectorAll(":scope > tr, :scope > li, :scope > section > article") ?? []];
  const sections = [...place?.querySelectorAll(":scope > section") ?? []];
  const texts = items.map(item => folded(item.textContent));
  const said = form.querySelector("output");
  const choices = [...form.querySelectorAll("select[data-field]")];
  function show() {
    const words = wordsOf(form.querySelector("[data-words]").value);
    let shown = 0;
    items.forEach((item, index) => {
      const fits = words.every(word => texts[index].includes(word)) &&
        choices.every(choice => !choice.value || (item.dataset[choice.dataset.field] ?? "").split("|").includes(choice.value));
      item.hidden = !fits;
      shown += fits;
    });
    sections.forEach(section => { section.hidden = !section.querySelector("article:not([hidden])"); });
    said.textContent = filled(said.dataset.count, {shown, total: items.length});
  }
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(show));
  if (form.querySelector("[data-words]").value || choices.some(choice => choice.value)) show(); // a browser kept what was chosen
}

// A table with data-sortable is sorted by the heads that have data-sort; cells without a value stay last either way.
function sortable(table) {
  const order = new Intl.Collator(document.documentElement.lang, {numeric: true, sensitivity: "base"});
  const heads = [...table.tHead.querySelectorAll("th")];
  const valueOf = (row, place) => {
    const cell = row.cells[place];
    const text = (cell.dataset.value ?? cell.textContent).trim();
    return text === "–" ? "" : text;
  };
  function sort(head, place) {
    const way = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
    heads.forEach(other => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
    const numbers = head.dataset.sort === "number";
    const rows = [...table.tBodies[0].rows].map(row => ({row, value: valueOf(row, place)}));
    rows.sort((one, other) => !one.value || !other.value
      ? Number(!one.value) - Number(!other.value)
      : way * (numbers ? numberOf(one.value) - numberOf(other.value) : order.compare(one.value, other.value)));
    table.tBodies[0].append(...rows.map(one => one.row));
  }
  heads.forEach((head, place) => {
    if (!head.dataset.sort) return;
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(head, place));
  });
}

function numberOf(text) {
  return Number.parseFloat(text.replace(/[\s\u202f,]/g, "")) || 0;
}

// A form with data-search-all names the element that holds a line of every initiative, deflated; it is unpacked when somebody types.
const LISTED = 100;

async function unpacked(packed) {
  const bytes = Uint8Array.from(atob(packed), letter => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return (await new Response(stream).text()).split("\n").map(line => ({cells: line.split("\t"), text: folded(line.slice(line.indexOf("\t")))}));
}

function searchAll(form) {
  const said = form.querySelector("output"), list = form.querySelector("ol"), field = form.querySelector("[data-words]");
  let lines;
  async function show() {
    if (typeof DecompressionStream === "undefined") {
      said.textContent = said.dataset.fewer;
      return;
    }
    lines ??= unpacked(document.getElementById(form.dataset.searchAll).textContent);
    const all = await lines, words = wordsOf(field.value);
    const found = words.length ? all.filter(line => words.every(word => line.text.includes(word))) : [];
    list.replaceChildren(...found.slice(0, LISTED).map(line => foundItem(line.cells)));
    said.textContent = !words.length ? "" : !found.length ? said.dataset.none
      : filled(said.dataset.count, {shown: found.length, listed: Math.min(found.length, LISTED)});
  }
  form.hidden = false;
  form.addEventListener("input", show);
  form.addEventListener("submit", event => event.preventDefault());
  if (field.value) show();
}

function foundItem([address, country, title, , places]) {
  const item = document.createElement("li"), link = document.createElement("a"), where = document.createElement("small");
  link.href = address;
  link.dir = "auto";
  link.textContent = title;
  where.textContent = places ? `${country}: ${places}` : country;
  item.append(link, " ", where);
  return item;
}

document.querySelectorAll("form[data-filters]").forEach(filters);
document.querySelectorAll("table[data-sortable]").forEach(sortable);
document.querySelectorAll("form[data-search-all]").forEach(searchAll);
