// The list beside the map: the same initiatives, and those that are on no map with the reason.
"use strict";
(function (app) {
  const AT_ONCE = 40; // entries; the next ones follow by a button

  const NAMED = 6; // places of one initiative

  function places(row) {
    const { name, latitude } = app.records.places;
    const mapped = app.records.initiatives.places[row].filter((place) => latitude[place] !== null);
    const names = [...new Set(mapped.map((place) => name[place]))];
    const told = names.slice(0, NAMED).join(", ") + (names.length > NAMED ? " …" : "");
    return app.element("span", { class: "map-places" }, app.element("bdi", {}, told));
  }

  function entryOnMap(row) {
    const attributes = { type: "button", "aria-label": `${app.say("map_show")}: ${app.initiativeTitle(row)}` };
    const show = app.element("button", { ...attributes, onclick: () => app.showOnMap(row) }, app.say("map_show"));
    return app.element("li", {}, ...app.initiative(row), places(row), show);
  }

  function reason(place) {
    const { name, status } = app.records.places;
    const isFound = app.records.codes.statuses[status[place]] === "matched";
    const why = isFound ? app.say("map_no_point") : app.label("statuses", status[place]);
    return app.element("li", {}, app.element("bdi", {}, name[place]), `: ${why}`);
  }

  function entryOffMap(row) {
    const named = app.records.initiatives.places[row].slice(0, NAMED);
    const nowhere = app.element("span", { class: "map-places" }, app.say("map_no_place"));
    const reasons = app.element("ul", { class: "map-reasons" }, ...named.map(reason));
    return app.element("li", {}, ...app.initiative(row), named.length ? reasons : nowhere);
  }

  // Fills a list with the first entries and a button for more.
  function fill(list, rows, entry) {
    const add = (from) => {
      list.append(...rows.slice(from, from + AT_ONCE).map(entry));
      const left = rows.length - from - AT_ONCE;
      if (left <= 0) return;
      const count = app.number(Math.min(left, AT_ONCE));
      const more = app.element("button", { type: "button" }, app.say("map_more", { count }));
      const last = app.element("li", { class: "more" }, more);
      more.addEventListener("click", () => {
        last.remove();
        add(from + AT_ONCE);
        list.children[from + AT_ONCE].querySelector("a, button")?.focus();
      });
      list.append(last);
    };
    list.replaceChildren();
    add(0);
  }

  app.showList = (rows, matches) => {
    const [on, off] = [rows.filter(app.isMapped), rows.filter((row) => !app.isMapped(row))];
    fill(document.getElementById("map-on"), on, entryOnMap);
    fill(document.getElementById("map-off"), off, entryOffMap);
    document.getElementById("map-on-count").textContent = app.number(on.length);
    document.getElementById("map-off-count").textContent = app.number(off.length);
    const facts = { shown: rows.length, total: app.rows.length, mapped: on.length, unmapped: off.length };
    for (const name of Object.keys(facts)) facts[name] = app.number(facts[name]);
    document.getElementById("map-count").textContent = app.say("map_count", facts) + (rows.length ? "" : `. ${app.say("map_nothing")}`);
    showOpenCorridors(app.records.open_corridors.filter(matches));
  };

  function showOpenCorridors(corridors) {
    document.getElementById("map-open-corridors").hidden = !corridors.length;
    fill(document.getElementById("map-open-list"), corridors, ([, row, ...ends]) => {
      const names = app.element("span", { dir: "auto", class: "title" }, ends.map(app.endOfCorridor).join(" – "));
      const gaps = new Set(ends.map((end) => end[2]).filter((gap) => gap >= 0));
      const why = app.element("span", { class: "map-places" }, [...gaps].map((gap) => app.label("gaps", gap)).join(" · "));
      return app.element("li", {}, names, why, ...(row < 0 ? [] : app.initiative(row)));
    });
  }
})((window.initiativeMap ??= {}));
