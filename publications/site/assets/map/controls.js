// The filters as people set them, what they say in words, and the link to what is shown.
"use strict";
(function (app) {
  const LISTS = { country: "countries", theme: "themes", stage: "stages", actor: "actor_types" };
  const field = (name) => document.getElementById(`map-${name}`);

  function option(value, text) {
    return app.element("option", { value }, text);
  }

  // Offers the codes that some initiative has, each with how many match; what is chosen stays, also when nothing matches.
  app.offerChoices = (counts) => {
    for (const [name, list] of Object.entries(LISTS)) {
      const codes = app.records.codes[list];
      const told = [...codes.map((code, number) => [code, number]), [app.NOT_STATED, -1]];
      const offered = told.filter(([code, number]) => counts[name].get(number) || app.state[name] === code);
      const options = offered.map(([code, number]) => option(code, `${app.label(list, number)} (${app.number(counts[name].get(number) || 0)})`));
      field(name).replaceChildren(option("", app.say("map_any")), ...options);
      field(name).value = app.state[name];
    }
  };

  app.offerYears = () => {
    const years = [...new Set(app.records.initiatives.start)].filter(Boolean).sort();
    const offered = years.map((year) => option(String(year), String(year)));
    field("from").replaceChildren(option("", app.say("map_any")), option(app.NOT_STATED, app.say("not_stated")), ...offered);
    field("to").replaceChildren(option("", app.say("map_any")), ...offered.map((one) => one.cloneNode(true)));
  };

  // Sets the fields to what is asked for. A code that the data do not know is forgotten.
  app.showChoices = () => {
    field("q").value = app.state.q;
    field("lead").checked = Boolean(app.state.lead);
    for (const name of ["from", "to"]) field(name).value = app.state[name];
    field("to").disabled = app.state.from === app.NOT_STATED;
    const count = app.activeFilters().length;
    document.getElementById("map-filter-count").textContent = count ? `(${app.number(count)})` : "";
    document.getElementById("map-in-words").textContent = app.say("map_filters_in_words", { filters: inWords() });
  };

  function inWords() {
    const told = app.activeFilters().map((name) => {
      const title = field(name).labels[0].textContent;
      const value = name === "q" ? `“${app.state.q}”` : field(name).selectedOptions[0]?.textContent.replace(/ \([^(]*\)$/, "");
      return `${title}: ${value}`;
    });
    if (app.state.actor && app.state.lead) told.push(field("lead").labels[0].textContent.trim());
    return told.join("; ") || app.say("map_no_filter");
  }

  app.forgetUnknown = () => {
    for (const [name, list] of Object.entries(LISTS)) {
      const isKnown = app.state[name] === app.NOT_STATED || app.records.codes[list].includes(app.state[name]);
      if (!isKnown) app.state[name] = "";
    }
    for (const name of ["from", "to"]) {
      const isKnown = /^\d{4}$/.test(app.state[name]) || (name === "from" && app.state[name] === app.NOT_STATED);
      if (!isKnown) app.state[name] = "";
    }
    if (app.state.from === app.NOT_STATED) app.state.to = "";
  };

  // The link leads to the same page in the same language; so do those to its other languages.
  app.showLink = () => {
    const hash = app.hash();
    document.getElementById("map-address").value = location.href.split("#")[0] + (hash === "#" ? "" : hash);
    document.getElementById("map-copied").textContent = "";
    for (const link of document.querySelectorAll("nav.languages a")) link.setAttribute("href", link.getAttribute("href").split("#")[0] + hash);
  };

  async function copyLink() {
    const address = document.getElementById("map-address");
    address.select();
    try {
      await navigator.clipboard.writeText(address.value);
    } catch {
      document.execCommand("copy"); // a page from a plain web server may not write to the clipboard by itself
    }
    document.getElementById("map-copied").textContent = app.say("map_copied");
  }

  app.showLayer = (name) => {
    document.querySelector(`[data-layer="${name}"]`).checked = true;
    app.map.addLayer(app.layers[name]);
  };

  app.bindControls = () => {
    const form = document.getElementById("map-form");
    let typing = 0;
    field("q").addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => app.choose({ q: field("q").value.trim() }, false), 150);
    });
    form.addEventListener("change", (event) => {
      const { name, type, checked, value } = event.target;
      if (name !== "q") app.choose({ [name]: type === "checkbox" ? (checked ? "1" : "") : value });
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", (event) => {
      event.preventDefault();
      app.choose(Object.fromEntries([...app.FILTERS, "lead"].map((name) => [name, ""])));
    });
    document.getElementById("map-copy").addEventListener("click", copyLink);
    document.getElementById("map-skip").addEventListener("click", () => document.getElementById("map-results").focus());
    for (const box of document.querySelectorAll("[data-layer]")) {
      box.addEventListener("change", () => app.map[box.checked ? "addLayer" : "removeLayer"](app.layers[box.dataset.layer]));
    }
  };
})((window.initiativeMap ??= {}));
