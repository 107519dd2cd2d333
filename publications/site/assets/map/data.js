// What the page is given: its words, and the records and the ground that publications/site/map packs; and what all scripts make of them.
// Values of records become text of elements only, never markup.
"use strict";
(function (app) {
  app.words = JSON.parse(document.getElementById("map-words").textContent);
  // As the other pages write it: thousands parted by thin spaces.
  app.number = (value) => value.toLocaleString("en").replaceAll(",", "\u202f");

  app.say = (phrase, facts = {}) => app.words.say[phrase].replace(/\{(\w+)\}/g, (_, fact) => facts[fact]);

  app.label = (list, number) => (number < 0 ? app.words.say.not_stated : app.words.labels[list][number]);

  // Returns the value of a packed file: JSON, deflated, 15 bits a letter.
  app.unpacked = async ({ bytes, letters }) => {
    const data = new Uint8Array(bytes);
    for (let at = 0, letter = 0, bits = 0, held = 0; at < bytes; letter += 1) {
      held = (held << 15) | (letters.charCodeAt(letter) - 0x100);
      for (bits += 15; bits >= 8 && at < bytes; at += 1) {
        bits -= 8;
        data[at] = held >> bits;
      }
      held &= (1 << bits) - 1;
    }
    const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate"));
    return JSON.parse(await new Response(stream).text());
  };

  // Makes an element; children that are no elements become text.
  app.element = (tag, attributes = {}, ...children) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "onclick") made.addEventListener("click", value);
      else if (value !== false) made.setAttribute(name, value === true ? "" : value);
    }
    made.append(...children.filter((child) => child !== null && child !== ""));
    return made;
  };

  app.initiativeTitle = (row) => app.records.initiatives.title[row];
  app.initiativePath = (row) => app.records.paths[row] || `initiatives/${app.records.initiatives.id[row]}.html`;
  app.isMapped = (row) => app.records.initiatives.places[row].some((place) => app.records.places.latitude[place] !== null);

  // Returns what stands for an initiative wherever one is shown: the link to its page, the badge of an invented one, and what it is.
  app.initiative = (row) => {
    const one = app.records.initiatives;
    const facts = [app.label("countries", one.country[row])];
    if (one.themes[row].length) facts.push(app.label("themes", one.themes[row][0]));
    if (one.stage[row] >= 0) facts.push(app.label("stages", one.stage[row]));
    if (one.start[row]) facts.push(String(one.start[row]));
    return [
      app.element("a", { href: app.initiativePath(row), dir: "auto", class: "title" }, app.initiativeTitle(row)),
      app.isExample[row] ? app.element("span", { class: "badge example" }, app.say("example")) : "",
      app.element("span", { class: "map-facts" }, facts.join(" · ")),
    ];
  };
})((window.initiativeMap ??= {}));
