// <route-map data-source="id of a JSON block"> : routes over the land, without any request to elsewhere and without a glyph server.
//
// The block holds {places: [{code, name, lon, lat, kind}], routes: [{id, legs: [{mode, path: [[lon, lat], ...]}]}], chosen, fit}: the route
// `chosen` is drawn strong, `fit` (else all of them) fills the map. Longitudes of a path are unwrapped (they go on past 180), so that a
// Pacific leg is one line; the land repeats with the world.
// The map repeats what the page's table says, so it is hidden from screen readers' reading order but for its name.
import { t } from "./api.js";

const MODES = ["rail", "sea", "river", "road", "air"];
// Dashes in line widths: a mode is told by its pattern as well as by its colour.
const DASHES = { rail: [1], sea: [3, 1.2], river: [1.2, 1], road: [5, 1, 1, 1], air: [0.4, 1.6] };
const FONT = ["Noto Sans SC", "PingFang SC", "Microsoft YaHei", "sans-serif"];

class RouteMap extends HTMLElement {
  async connectedCallback() {
    if (this.started) return;
    this.started = true;
    this.data = JSON.parse(document.getElementById(this.dataset.source).textContent);
    const note = Object.assign(document.createElement("p"), { className: "map-said", textContent: t("The map is loading…") });
    this.append(note);
    try {
      this.maplibre = await import("/static/vendor/maplibre/maplibre-gl.mjs");
      this.draw();
      note.remove();
    } catch (error) {
      note.textContent = t("The map cannot be shown here. The table says the same.");
      this.dataset.state = "failed";
    }
  }

  draw() {
    const bounds = boundsOf(this.data, this.data.fit);
    this.map = new this.maplibre.Map({
      container: this,
      style: this.style_(),
      bounds,
      fitBoundsOptions: { padding: padding(this), maxZoom: 7 },
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      maxZoom: 9,
      minZoom: 0.2,
      renderWorldCopies: true,
      locale: {
        "Map.Title": t("Map"),
        "NavigationControl.ZoomIn": t("Zoom in"),
        "NavigationControl.ZoomOut": t("Zoom out"),
      },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new this.maplibre.NavigationControl({ showCompass: false }), "top-right");
    this.map.on("click", "routes-touch", (event) => this.pick(event.features[0].properties.route));
    this.map.on("mouseenter", "routes-touch", () => { this.map.getCanvas().style.cursor = "pointer"; });
    this.map.on("mouseleave", "routes-touch", () => { this.map.getCanvas().style.cursor = ""; });
    this.map.once("idle", () => { this.dataset.state = "ready"; });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.map.setStyle(this.style_()));
  }

  pick(route) {
    this.dispatchEvent(new CustomEvent("pick", { detail: route, bubbles: true }));
  }

  /** Draws one route strong and the others faint. */
  choose(route) {
    this.data.chosen = route;
    if (!this.map?.getLayer("routes-faint")) return;
    this.map.setFilter("routes-faint", ["!=", ["get", "route"], route]);
    for (const mode of MODES) this.map.setFilter(`routes-${mode}`, chosenMode(route, mode));
    this.map.setFilter("routes-casing", ["==", ["get", "route"], route]);
    this.map.getSource("places").setData(this.places());
    this.map.fitBounds(boundsOf(this.data, route), { padding: padding(this), maxZoom: 7, animate: !matchMedia("(prefers-reduced-motion: reduce)").matches });
  }

  style_() {
    const color = (name) => colorOf(this, name);
    const chosen = this.data.chosen;
    return {
      version: 8,
      sources: {
        land: { type: "geojson", data: "/static/vendor/basemap/land-50m.geojson", tolerance: 0.3 },
        routes: { type: "geojson", data: this.routes() },
        places: { type: "geojson", data: this.places() },
      },
      layers: [
        { id: "water", type: "background", paint: { "background-color": color("--map-water") } },
        { id: "land", type: "fill", source: "land", paint: { "fill-color": color("--map-land"), "fill-antialias": true } },
        { id: "coast", type: "line", source: "land", paint: { "line-color": color("--map-coast"), "line-width": 0.8 } },
        { id: "routes-faint", type: "line", source: "routes", filter: ["!=", ["get", "route"], chosen], paint: { "line-color": color("--line-strong"), "line-width": 1.6, "line-opacity": 0.75 } },
        { id: "routes-casing", type: "line", source: "routes", filter: ["==", ["get", "route"], chosen], layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": color("--surface"), "line-width": 7 } },
        ...MODES.map((mode) => ({
          id: `routes-${mode}`,
          type: "line",
          source: "routes",
          filter: chosenMode(chosen, mode),
          layout: { "line-join": "round", "line-cap": mode === "air" ? "round" : "butt" },
          paint: { "line-color": color(`--${mode}`), "line-width": 4, ...(mode !== "rail" && { "line-dasharray": DASHES[mode] }) },
        })),
        { id: "routes-touch", type: "line", source: "routes", paint: { "line-color": "#000", "line-width": 16, "line-opacity": 0.001 } },
        {
          id: "places",
          type: "circle",
          source: "places",
          paint: {
            "circle-radius": ["match", ["get", "kind"], "end", 6, "closed", 6, ["lost", "late", "stop"], 4.5, 3],
            "circle-color": ["match", ["get", "kind"], "closed", color("--bad"), "lost", color("--bad-tint"), "late", color("--warn-tint"), color("--surface")],
            "circle-stroke-color": ["match", ["get", "kind"], "end", color("--accent"), "other", color("--line-strong"), ["lost", "closed"], color("--bad"), "late", color("--warn"), color("--ink")],
            "circle-stroke-width": ["match", ["get", "kind"], "end", 3.5, "stop", 2, 1.3],
          },
        },
        {
          id: "names",
          type: "symbol",
          source: "places",
          layout: {
            "text-field": ["get", "name"],
            "text-font": FONT,
            "text-size": ["match", ["get", "kind"], "end", 15, 14],
            "text-variable-anchor": ["left", "right", "top", "bottom"],
            "text-radial-offset": 0.75,
            "text-justify": "auto",
            "symbol-sort-key": ["match", ["get", "kind"], "end", 0, "stop", 1, 2],
          },
          paint: { "text-color": color("--ink"), "text-halo-color": color("--map-land"), "text-halo-width": 1.6 },
        },
      ],
    };
  }

  routes() {
    const features = this.data.routes.flatMap((route) => route.legs.map((leg) => ({
      type: "Feature",
      properties: { route: route.id, mode: leg.mode },
      geometry: { type: "LineString", coordinates: leg.path },
    })));
    return { type: "FeatureCollection", features };
  }

  /** Places of the chosen route where its line passes (unwrapped), then those that no route touches. */
  places() {
    const chosen = this.data.routes.find((route) => route.id === this.data.chosen);
    const stops = chosen ? stopsOf(chosen) : [];
    const shown = new Set(stops.map((stop) => stop.code));
    const named = new Map(this.data.places.map((place) => [place.code, place]));
    const features = stops.map((stop) => point(stop.at, { name: named.get(stop.code)?.name ?? stop.code, kind: stop.kind }));
    for (const place of this.data.places) {
      if (!shown.has(place.code) && place.kind) features.push(point([place.lon, place.lat], { name: place.name, kind: place.kind }));
    }
    return { type: "FeatureCollection", features };
  }
}

/** Each place once; it is an end where nothing arrives or nothing leaves. Legs of several lots may begin and end anywhere. */
function stopsOf(route) {
  const from = new Set(route.legs.map((leg) => leg.from));
  const to = new Set(route.legs.map((leg) => leg.to));
  const stops = new Map();
  for (const leg of route.legs) {
    stops.set(leg.from, leg.path[0]);
    stops.set(leg.to, leg.path.at(-1));
  }
  return [...stops].map(([code, at]) => ({ code, at, kind: from.has(code) && to.has(code) ? "stop" : "end" }));
}

function point(coordinates, properties) {
  return { type: "Feature", properties, geometry: { type: "Point", coordinates } };
}

function chosenMode(route, mode) {
  return ["all", ["==", ["get", "route"], route], ["==", ["get", "mode"], mode]];
}

/** West, south, east, north of a route, of all routes, or of the places; in unwrapped longitudes. */
function boundsOf(data, only) {
  const routes = data.routes.filter((route) => only === undefined || route.id === only);
  let points = routes.flatMap((route) => route.legs.flatMap((leg) => leg.path));
  if (!points.length) points = data.places.map((place) => [place.lon, place.lat]);
  if (!points.length) return [[70, -12], [140, 50]];
  const lons = points.map(([lon]) => lon);
  const lats = points.map(([, lat]) => lat);
  const margin = points.length > 1 ? 1.5 : 7;
  return [[Math.min(...lons) - margin, Math.max(-80, Math.min(...lats) - margin)], [Math.max(...lons) + margin, Math.min(84, Math.max(...lats) + margin)]];
}

function padding(element) {
  const side = element.clientWidth < 500 ? 34 : 60;
  return { top: 36, bottom: 30, left: side, right: side };
}

/** The value of a custom property as MapLibre reads colours: `light-dark()` resolved. */
function colorOf(element, name) {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  element.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

customElements.define("route-map", RouteMap);
