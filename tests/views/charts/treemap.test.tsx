import { expect, test } from "bun:test";
import { renderToString } from "preact-render-to-string";
import { Treemap, type TreemapTile } from "../../../views/charts/treemap";
import { expectGolden } from "./golden";

const tile = (name: string, value: number, color: string): TreemapTile => ({
  name,
  value,
  color,
  lines: [`${value}% of revenue`],
  tip: `${name}: ${value}%`,
  href: `/app/segments/${color}`,
});
const TILES = [
  tile("Champions", 44, "c1"),
  tile("Key accounts", 23, "c5"),
  tile("Slipping away", 22, "c2"),
  tile("Promising newcomers", 5, "c3"),
  tile("Hibernating", 6, "c4"),
];
const chart = (tiles: readonly TreemapTile[], width = 900) => (
  <Treemap name="t" title="Segments" desc="Shares." tiles={tiles} size={{ width, height: 320 }} />
);

test("a treemap is drawn as it was", () => expectGolden("treemap", chart(TILES)));

test("the areas are as the values", () => {
  const areas = [
    ...renderToString(chart(TILES)).matchAll(/class="ground"[^>]*width="([\d.]+)" height="([\d.]+)"/g),
  ]
    .map(([, width, height]) => Number(width) * Number(height))
    .sort((a, b) => b - a);
  const total = areas.reduce((sum, area) => sum + area, 0);
  const shares = TILES.map(({ value }) => value).sort((a, b) => b - a);
  // The gaps between the tiles take up to 3 % of them.
  areas.forEach((area, i) => {
    expect(Math.abs(area / total - shares[i]! / 100)).toBeLessThan(0.015);
  });
});

test("a tile without room for its name is still a link that says it", () => {
  const html = renderToString(chart([tile("Champions", 999, "c1"), tile("Hibernating", 1, "c2")], 300));
  expect(html).not.toContain(">Hibernating</text>");
  expect(html).toContain("<title>Hibernating: 1%</title>");
});

test("a tile of nothing is left out", () => {
  const html = renderToString(chart([tile("Champions", 1, "c1"), tile("Nobody", 0, "c2")]));
  expect(html.match(/<title>/g)).toEqual(["<title>"]);
  // The data has all of them.
  expect(html).toContain("Champions,1\nNobody,0</metadata>");
});
