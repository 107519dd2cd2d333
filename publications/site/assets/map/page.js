// The page as a whole: unpacks what it is given, draws the map, and shows what is asked for, by a person or an address.
"use strict";
(function (app) {
  const WORLD = [[-58, -180], [80, 180]];

  function makeMap() {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    app.map = L.map("map", {
      attributionControl: false, zoomControl: false, minZoom: 1, maxZoom: 11, zoomSnap: 0.25, maxBounds: WORLD, maxBoundsViscosity: 0.8,
      zoomAnimation: !isCalm, fadeAnimation: !isCalm,
    });
    L.control.zoom({ position: "bottomleft", zoomInTitle: app.say("map_zoom_in"), zoomOutTitle: app.say("map_zoom_out") }).addTo(app.map);
    const whole = L.control({ position: "bottomleft" });
    whole.onAdd = () => {
      const name = app.say("map_whole");
      const attributes = { type: "button", class: "map-whole", title: name, "aria-label": name };
      const button = app.element("button", { ...attributes, onclick: () => app.map.fitBounds(bounds()) }, "⤢");
      L.DomEvent.disableClickPropagation(button);
      return button;
    };
    whole.addTo(app.map);
  }

  // Returns what is worth seeing: the country asked for, else all countries of the programme.
  function bounds() {
    const shapes = app.outlineShapes.filter((_, at) => !app.state.country || app.ground.outlines.country[at] === app.state.country);
    return shapes.length ? L.featureGroup(shapes).getBounds() : L.latLngBounds(WORLD);
  }

  function restoreView() {
    const [zoom, latitude, longitude] = app.state.view.split("/").map(Number);
    if (app.state.view && [zoom, latitude, longitude].every(Number.isFinite)) app.map.setView([latitude, longitude], zoom, { animate: false });
    else app.map.fitBounds(bounds(), { animate: false, padding: [12, 12] });
  }

  function rememberView() {
    const { lat, lng } = app.map.getCenter();
    app.state.view = [app.map.getZoom(), lat.toFixed(3), lng.toFixed(3)].join("/");
    app.writeAddress(false);
    app.showLink();
  }

  // A corridor belongs to an initiative; one that none states is asked for by country alone.
  function corridorMatches(rows) {
    const shown = new Set(rows);
    const others = app.activeFilters().filter((name) => name !== "country");
    const country = app.records.codes.countries.indexOf(app.state.country);
    return ([of, row]) => (row >= 0 ? shown.has(row) : !others.length && (country < 0 || of === country));
  }

  function show() {
    app.forgetUnknown();
    const { rows, counts } = app.matching();
    const matches = corridorMatches(rows);
    app.offerChoices(counts);
    app.showChoices();
    app.showList(rows, matches);
    app.shadeUnits(rows);
    app.drawCorridors(matches);
    app.showPlaces(rows);
    app.showLink();
  }

  // Changes what is asked for, and shows it; a step leads back to what was shown before.
  app.choose = (changes, isStep = true) => {
    const isElsewhere = "country" in changes && changes.country !== app.state.country;
    app.map.closePopup();
    Object.assign(app.state, changes);
    if (isElsewhere) app.state.view = "";
    app.forgetUnknown();
    app.writeAddress(isStep);
    show();
    if (isElsewhere) app.map.fitBounds(bounds(), { padding: [12, 12] });
  };

  function followAddress() {
    if (!app.readAddress()) return;
    show();
    restoreView();
    showAsked();
  }

  // Goes to the initiative that the address names; then the address is one like others.
  function showAsked() {
    if (app.asked !== null) app.showOnMap(app.asked);
    app.asked = null;
  }

  // A popup can be left by Escape, and gives the focus back to what opened it.
  function bindPopups() {
    let opener = null;
    app.map.on("popupopen", ({ popup }) => {
      opener = document.activeElement;
      const node = popup.getElement();
      node.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", app.say("map_close"));
      node.addEventListener("keydown", (event) => event.key === "Escape" && app.map.closePopup());
      node.querySelector("a.title, button")?.focus({ preventScroll: true });
    });
    app.map.on("popupclose", () => {
      const at = document.activeElement;
      if (opener?.isConnected && (at === document.body || at.closest(".leaflet-popup"))) opener.focus({ preventScroll: true });
    });
  }

  function bindPrint() {
    let seen = null;
    addEventListener("beforeprint", () => {
      seen = app.map.getBounds();
      document.getElementById("map").classList.add("on-paper");
      app.map.invalidateSize({ animate: false });
      app.map.fitBounds(seen, { animate: false });
    });
    addEventListener("afterprint", () => {
      document.getElementById("map").classList.remove("on-paper");
      app.map.invalidateSize({ animate: false });
      app.map.fitBounds(seen, { animate: false });
    });
  }

  async function open() {
    [app.records, app.ground] = await Promise.all([app.unpacked(app.records), app.unpacked(app.ground)]);
    app.prepare();
    app.readAddress();
    document.getElementById("map-app").hidden = false;
    document.getElementById("map-filters").open = matchMedia("(min-width: 60rem)").matches;
    makeMap();
    app.drawGround();
    app.legendOfClasses();
    app.offerYears();
    app.forgetUnknown();
    restoreView();
    show();
    app.bindControls();
    bindPopups();
    bindPrint();
    app.map.on("moveend", rememberView);
    addEventListener("hashchange", followAddress);
    document.querySelector("a.skip")?.addEventListener("click", (event) => {
      event.preventDefault(); // the address holds what is asked for
      document.getElementById("content").focus();
    });
    showAsked();
    document.getElementById("map-app").dataset.ready = "";
    performance.mark("map-ready");
    (window.requestIdleCallback || setTimeout)(() => app.texts.titles());
  }

  open().catch((fault) => {
    document.getElementById("map-app").hidden = true;
    document.getElementById("map-missing").hidden = false;
    throw fault;
  });
})((window.initiativeMap ??= {}));
