// What lies under the places: land, units shaded by their initiatives, outlines of countries, corridors. Looks are in map.css.
"use strict";
(function (app) {
  const MANY = 40; // corridors at once, which are drawn paler
  const BEND = 0.18; // of a corridor's length, how far its middle lies beside the straight line

  // Returns a shape, told in steps, as rings of latitudes and longitudes.
  function decoded(shape, parts) {
    return shape.map((ring) => {
      const points = [];
      for (let at = 0, x = 0, y = 0; at < ring.length; at += 2) {
        x += ring[at];
        y += ring[at + 1];
        points.push([y / parts, x / parts]);
      }
      return points;
    });
  }

  function drawn(layer, pane, className, interactive) {
    return layer.shapes.map((shape) => L.polygon(decoded(shape, layer.parts), { pane, className, interactive, weight: 1, smoothFactor: 0.6 }));
  }

  app.drawGround = () => {
    ["land", "units", "outlines", "corridors"].forEach((pane, at) => {
      app.map.createPane(pane).style.zIndex = 210 + at * 10;
    });
    const { land, units, outlines } = app.ground;
    app.unitCounts = units.count;
    L.layerGroup(drawn(land, "land", "land", false)).addTo(app.map);
    app.unitShapes = drawn(units, "units", "unit", true);
    app.unitShapes.forEach((shape, number) => shape.bindPopup(() => aboutUnit(number)));
    app.layers = { units: L.layerGroup(app.unitShapes).addTo(app.map), corridors: L.layerGroup().addTo(app.map) };
    app.outlineShapes = drawn(outlines, "outlines", "outline", false);
    L.layerGroup(app.outlineShapes).addTo(app.map);
    app.layers.units.on("add", shade);
  };

  function aboutUnit(number) {
    const { units } = app.ground;
    const country = app.label("countries", app.records.codes.countries.indexOf(units.country[number]));
    const told = [app.element("h2", { dir: "auto" }, units.name[number]), units.disputed[number] ? app.say("disputed_area") : country];
    told.push(app.element("p", {}, app.say("map_unit_count", { count: app.number(units.count[number]) })));
    if (app.unitCounts !== units.count) {
      told.push(app.element("p", {}, app.say("map_unit_matching", { count: app.number(app.unitCounts[number]) })));
    }
    return app.element("div", { dir: document.dir }, ...told);
  }

  // Shades units: by all initiatives that reports count in them, or, once a filter is set, by those that match.
  app.shadeUnits = (rows) => {
    const isFiltered = app.activeFilters().length > 0;
    app.unitCounts = isFiltered ? countsOf(rows) : app.ground.units.count;
    document.getElementById("map-units-title").textContent = app.say(isFiltered ? "map_units_matching" : "map_units");
    shade();
  };

  function countsOf(rows) {
    const counts = new Array(app.ground.units.shapes.length).fill(0);
    const { initiatives, places } = app.records;
    for (const row of rows) {
      for (const unit of new Set(initiatives.places[row].map((place) => places.unit[place]))) if (unit >= 0) counts[unit] += 1;
    }
    return counts;
  }

  function shade() {
    app.unitShapes.forEach((shape, number) => {
      const path = shape.getElement();
      if (!path) return;
      const { disputed, silent } = app.ground.units;
      path.dataset.shade = app.ground.lows.filter((low) => low <= app.unitCounts[number]).length;
      path.classList.toggle("hatched", Boolean(disputed[number]));
      path.classList.toggle("silent", Boolean(silent[number]));
    });
  }

  app.legendOfClasses = () => {
    const { lows } = app.ground;
    const words = lows.map((low, at) => {
      const high = lows[at + 1] - 1;
      if (Number.isNaN(high)) return app.say("or_more", { low: app.number(low) });
      return low === high ? app.number(low) : app.say("from_to", { low: app.number(low), high: app.number(high) });
    });
    const rows = [app.say("none_reported"), ...words].map((text, shade) =>
      app.element("li", {}, app.element("span", { class: "swatch", "data-shade": shade }), ` ${text}`)
    );
    document.getElementById("map-classes").replaceChildren(...rows);
  };

  // Returns points along a bow between two places, in map space: the shortest way over the globe would leave the picture.
  function bow(first, second) {
    const { crs } = app.map.options;
    const [from, to] = [first, second].map((end) => crs.project(L.latLng(end)));
    const [across, up] = [to.x - from.x, to.y - from.y];
    const side = across < 0 ? -1 : 1; // the bow always lies to the north
    const middle = L.point((from.x + to.x) / 2 - up * BEND * side, (from.y + to.y) / 2 + across * BEND * side);
    return Array.from({ length: 17 }, (_, at) => {
      const part = at / 16;
      const weigh = (axis) => (1 - part) ** 2 * from[axis] + 2 * part * (1 - part) * middle[axis] + part ** 2 * to[axis];
      return crs.unproject(L.point(weigh("x"), weigh("y")));
    });
  }

  // Draws the corridors of initiatives that match, one line for two localities, the wider the more often stated.
  app.drawCorridors = (matches) => {
    const lines = new Map();
    for (const corridor of app.records.corridors.filter(matches)) {
      const [, , first, second] = corridor;
      const key = JSON.stringify([first.slice(2), second.slice(2)]);
      if (!lines.has(key)) lines.set(key, { first, second, stated: [] });
      lines.get(key).stated.push(corridor);
    }
    app.layers.corridors.clearLayers();
    app.map.getContainer().classList.toggle("has-many-corridors", lines.size > MANY);
    for (const line of lines.values()) {
      const points = bow(line.first.slice(2), line.second.slice(2));
      const weight = 1.5 + 1.5 * Math.log2(line.stated.length);
      const drawnLine = L.polyline(points, { pane: "corridors", className: "corridor", weight: Math.min(weight, 8), smoothFactor: 0.5 });
      drawnLine.bindPopup(() => aboutCorridor(line)).addTo(app.layers.corridors);
    }
  };

  app.endOfCorridor = ([name, country]) => [name, country && `(${country})`].filter(Boolean).join(" ") || app.say("not_stated");

  function aboutCorridor(line) {
    const rows = [...new Set(line.stated.map((corridor) => corridor[1]).filter((row) => row >= 0))];
    const ends = app.element("h2", { dir: "auto" }, [line.first, line.second].map(app.endOfCorridor).join(" – "));
    return app.element("div", { dir: document.dir }, ends, app.listOfInitiatives(rows));
  }
})((window.initiativeMap ??= {}));
