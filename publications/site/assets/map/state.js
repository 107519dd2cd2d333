// What is asked for: the choices of filters, the search and the view; how the address holds them; which initiatives match.
"use strict";
(function (app) {
  const EMPTY = { q: "", country: "", theme: "", stage: "", actor: "", lead: "", from: "", to: "", view: "" };
  const LISTS = { country: "countries", theme: "themes", stage: "stages", actor: "actor_types" };
  const NOT_STATED = "not_stated";
  app.FILTERS = ["q", "country", "theme", "stage", "actor", "from", "to"];
  app.NOT_STATED = NOT_STATED;
  app.state = { ...EMPTY };
  app.asked = null; // an initiative to go to

  // Takes the state from the address: choices by name, or an initiative by the name of its page's file. Returns false for an address that
  // says nothing of it, such as one that leads to a heading.
  app.readAddress = () => {
    const hash = location.hash.slice(1);
    const row = app.rows.findIndex((one) => hash && app.initiativePath(one) === `initiatives/${hash}.html`);
    if (hash && row < 0 && !hash.includes("=")) return false;
    const told = new URLSearchParams(row < 0 ? hash : { q: app.records.initiatives.id[row] });
    for (const [name, none] of Object.entries(EMPTY)) app.state[name] = told.get(name) || none;
    app.asked = row >= 0 && app.isMapped(row) ? row : null;
    return true;
  };

  app.hash = () => {
    const told = Object.entries(app.state).filter(([, value]) => value);
    return told.length ? `#${new URLSearchParams(told)}` : "#";
  };

  // Writes the state into the address: as a step that leads back, or in place of the last one.
  app.writeAddress = (isStep) => {
    const hash = app.hash();
    if (hash === (location.hash || "#")) return;
    if (isStep) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
  };

  app.activeFilters = () => app.FILTERS.filter((name) => app.state[name]);

  const found = (texts, word) => Uint8Array.from(texts, (text) => (text.includes(word) ? 1 : 0));

  // Returns which initiatives hold every word in a title, the name of a place or an organisation; null when nothing is searched for.
  function searched() {
    const words = wordsOf(app.state.q);
    if (!words.length) return null;
    const { actors, places } = app.records.initiatives;
    const hits = words.map((word) => [found(app.texts.titles(), word), found(app.texts.places(), word), found(app.texts.actors(), word)]);
    return app.rows.map((row) =>
      hits.every(
        ([title, place, actor]) =>
          title[row] || places[row].some((one) => place[one]) || actors[row].some((one) => actor[one < 0 ? -1 - one : one])
      )
    );
  }

  // Returns a list of codes' numbers for each filter and initiative; one of which nothing is stated has -1.
  const tags = {
    country: (row) => [app.records.initiatives.country[row]],
    theme: (row) => app.records.initiatives.themes[row],
    stage: (row) => [app.records.initiatives.stage[row]],
    actor: (row) => {
      const kinds = app.records.actors.type;
      const parts = app.records.initiatives.actors[row];
      const counted = app.state.lead ? parts.filter((one) => one < 0) : parts;
      return [...new Set(counted.map((one) => kinds[one < 0 ? -1 - one : one]))].filter((kind) => kind >= 0);
    },
  };

  const wanted = (name) => {
    const code = app.state[name];
    if (!code) return null;
    return code === NOT_STATED ? -1 : app.records.codes[LISTS[name]].indexOf(code);
  };

  function startFits(year) {
    const { from, to } = app.state;
    if (from === NOT_STATED) return !year;
    if (!from && !to) return true;
    return Boolean(year) && (!from || year >= Number(from)) && (!to || year <= Number(to));
  }

  // Returns the rows of the initiatives that match, and how many would with any other choice of one filter, by filter and number.
  app.matching = () => {
    const hits = searched();
    const names = Object.keys(tags);
    const asked = names.map(wanted);
    const counts = Object.fromEntries(names.map((name) => [name, new Map()]));
    const rows = [];
    for (const row of app.rows) {
      if ((hits && !hits[row]) || !startFits(app.records.initiatives.start[row])) continue;
      const told = names.map((name) => {
        const numbers = tags[name](row).filter((number) => number >= 0);
        return numbers.length ? numbers : [-1];
      });
      const misses = names.map((_, at) => asked[at] !== null && !told[at].includes(asked[at]));
      const missed = misses.filter(Boolean).length;
      if (!missed) rows.push(row);
      names.forEach((name, at) => {
        if (missed - misses[at] > 0) return;
        for (const number of told[at]) counts[name].set(number, (counts[name].get(number) || 0) + 1);
      });
    }
    return { rows, counts };
  };

  // Makes ready what is asked of the records again and again. Texts are folded, as site.js does, when somebody first searches.
  app.prepare = () => {
    const { initiatives, places, actors, other_titles, examples, degree } = app.records;
    for (const axis of ["latitude", "longitude"]) places[axis] = places[axis].map((value) => (value === null ? null : value / degree));
    app.rows = initiatives.id.map((_, row) => row);
    app.isExample = new Uint8Array(app.rows.length);
    for (const row of examples) app.isExample[row] = 1;
    const once = (make) => {
      let made = null;
      return () => (made ??= make());
    };
    app.texts = {
      titles: once(() => initiatives.title.map((title, row) => folded(`${title} ${other_titles[row] || ""} ${initiatives.id[row]}`))),
      places: once(() => places.name.map(folded)),
      actors: once(() => actors.name.map(folded)),
    };
  };
})((window.initiativeMap ??= {}));
