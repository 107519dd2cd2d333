// The places of initiatives as symbols: one for a place, whose form says how exact its point is, and one for places close together.
"use strict";
(function (app) {
  const SVG = "http://www.w3.org/2000/svg";
  const FORMS = {
    spot: ["circle", { r: 7.5 }],
    ring: ["circle", { r: 7.5 }],
    diamond: ["path", { d: "M0-10.5 10.5 0 0 10.5-10.5 0Z" }],
  };
  const NEAR = 7; // the zoom at which a place is looked at, unless somebody looks closer
  const PART = 1000; // symbols that are added at once
  const IN_A_POPUP = 12; // initiatives; more are found by a search for their place

  // Icons that have a name for those who cannot see them. One of a place is drawn when it is first seen: most never are.
  const Sign = L.DivIcon.extend({
    createIcon(old) {
      if (this.options.rows) describe(this.options);
      const made = L.DivIcon.prototype.createIcon.call(this, old);
      made.setAttribute("aria-label", this.options.label);
      return made;
    },
  });

  function drawing(form, count) {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "-13 -13 26 26");
    const [tag, attributes] = FORMS[form];
    const drawn = svg.appendChild(document.createElementNS(SVG, tag));
    for (const [name, value] of Object.entries(attributes)) drawn.setAttribute(name, value);
    if (count > 1) {
      const text = svg.appendChild(document.createElementNS(SVG, "text"));
      text.setAttribute("y", 3.2);
      text.textContent = count > 99 ? "99+" : count;
    }
    return svg;
  }

  const formOf = (place) => app.words.forms[app.records.places.precision[place]] || "diamond";

  function describe(options) {
    const { place, rows } = options;
    const name = app.records.places.name[place];
    options.html ||= drawing(formOf(place), rows.length);
    options.label = rows.length === 1 ? `${name}: ${app.initiativeTitle(rows[0])}` : `${name} (${app.number(rows.length)})`;
  }

  const signOf = (place, rows) =>
    new Sign({ place, rows, className: `symbol ${formOf(place)}`, iconSize: [26, 26], iconAnchor: [13, 13] });

  function signOfMany(cluster) {
    const places = cluster.getAllChildMarkers();
    const initiatives = new Set();
    for (const one of places) for (const row of one.rows) initiatives.add(row);
    const size = initiatives.size < 10 ? 32 : initiatives.size < 100 ? 38 : initiatives.size < 1000 ? 44 : 50;
    const count = app.number(initiatives.size);
    const label = app.say("map_cluster", { count, places: app.number(places.length) });
    return new Sign({ html: app.element("span", {}, count), label, className: "cluster", iconSize: [size, size] });
  }

  function makeGroup() {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const group = L.markerClusterGroup({
      iconCreateFunction: signOfMany, maxClusterRadius: 44, showCoverageOnHover: false, animate: !isCalm,
      spiderLegPolylineOptions: { className: "leg" },
    });
    return group.on("click keypress", ({ layer, type, originalEvent }) => {
      if (type === "click" || originalEvent.key === "Enter") openPlace(layer);
    });
  }

  function openPlace(marker) {
    const { place, rows } = marker;
    const maxWidth = Math.min(320, app.map.getSize().x - 90);
    const popup = L.popup({ maxWidth, minWidth: Math.min(220, maxWidth), offset: [0, -6] });
    popup.setLatLng(marker.getLatLng()).setContent(aboutPlace(place, rows)).openOn(app.map);
  }

  // Returns the initiatives at each place on the map.
  function atPlaces(rows) {
    const at = new Map();
    const { latitude } = app.records.places;
    for (const row of rows) {
      for (const place of app.records.initiatives.places[row]) {
        if (latitude[place] === null) continue;
        if (at.has(place)) at.get(place).push(row);
        else at.set(place, [row]);
      }
    }
    return at;
  }

  // Shows the places of some initiatives: many of them in parts, so that the page answers meanwhile. (The plugin's own chunkedLoading
  // cannot be called off when somebody chooses anew.)
  app.showPlaces = (rows) => {
    const { latitude, longitude } = app.records.places;
    app.markers = new Map();
    for (const [place, initiatives] of atPlaces(rows)) {
      const marker = L.marker([latitude[place], longitude[place]], { icon: signOf(place, initiatives) });
      app.markers.set(place, Object.assign(marker, { place, rows: initiatives }));
    }
    const group = makeGroup();
    const isShown = !app.layers.places || app.map.hasLayer(app.layers.places);
    app.layers.places?.remove();
    app.layers.places = group;
    if (isShown) group.addTo(app.map);
    app.placesAreThere = addInParts(group, [...app.markers.values()]);
  };

  async function addInParts(group, markers) {
    for (let at = 0; at < markers.length && group === app.layers.places; at += PART) {
      if (at) await new Promise((resolve) => setTimeout(resolve));
      group.addLayers(markers.slice(at, at + PART));
    }
  }

  app.listOfInitiatives = (rows) => {
    const list = app.element("ul", { class: "map-list" });
    for (const row of rows.slice(0, IN_A_POPUP)) list.append(app.element("li", {}, ...app.initiative(row)));
    return list;
  };

  function aboutPlace(place, rows) {
    const name = app.records.places.name[place];
    const precision = app.label("precisions", app.records.places.precision[place]);
    const told = [app.element("h2", { dir: "auto" }, name), app.element("p", { class: "map-facts" }, precision), app.listOfInitiatives(rows)];
    if (rows.length > IN_A_POPUP) {
      const rest = app.say("map_search_place", { count: app.number(rows.length - IN_A_POPUP) });
      told.push(app.element("button", { type: "button", onclick: () => app.choose({ q: name }) }, rest));
    }
    return app.element("div", { dir: document.dir }, ...told);
  }

  // Goes to the first place of an initiative, and opens what is said there.
  app.showOnMap = async (row) => {
    const place = app.records.initiatives.places[row].find((one) => app.records.places.latitude[one] !== null);
    document.getElementById("map").scrollIntoView({ block: "nearest" });
    app.showLayer("places");
    await app.placesAreThere;
    const marker = app.markers.get(place);
    if (marker && app.map.getZoom() < NEAR) app.map.setView(marker.getLatLng(), NEAR, { animate: false });
    if (marker) app.layers.places.zoomToShowLayer(marker, () => openPlace(marker));
  };
})((window.initiativeMap ??= {}));
