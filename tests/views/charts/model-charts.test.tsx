import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { Beeswarm } from "../../../views/charts/beeswarm";
import { Distribution } from "../../../views/charts/distribution";
import { LogScatter } from "../../../views/charts/log-scatter";
import { ProfileChart } from "../../../views/charts/profile-chart";
import { RankedBars } from "../../../views/charts/ranked-bars";
import { ReliabilityDiagram } from "../../../views/charts/reliability-diagram";
import { TradeOffChart } from "../../../views/charts/trade-off-chart";

const percent = (share: number) => `${Math.round(100 * share)}%`;
const words = { title: "A title", desc: "A description." };
const CANARY = `"'><img src=x onerror=1>`;

const CHARTS: Readonly<Record<string, VNode>> = {
  "ranked-bars": (
    <RankedBars
      name="ranked"
      {...words}
      bars={[
        { label: "Days since the last order", value: 0.4, text: "0.4" },
        { label: CANARY, value: 0.2, text: "0.2", color: "c2", href: "/app/models" },
        { label: "A label that is much too long for the room before the bars", value: -0.1, text: "−0.1" },
        { label: "Not known", value: Number.NaN, text: "–" },
      ]}
    />
  ),
  "reliability-diagram": (
    <ReliabilityDiagram
      name="reliability"
      {...words}
      dots={[
        { rows: 100, told: 0.1, happened: 0 },
        { rows: 100, told: 0.4, happened: 0.5 },
        { rows: 100, told: 0.9, happened: 0.97 },
      ]}
      format={percent}
      tellDot={({ told, happened }) => `told ${percent(told)}, left ${percent(happened)}`}
    />
  ),
  "log-scatter": (
    <LogScatter
      name="scatter"
      {...words}
      x={[0, 0.5, 1, 10, 1000, 54_321]}
      y={[3, 0, 10, 0.2, 2000, 50_000]}
      xLabel="Expected"
      yLabel="Actual"
      format={String}
    />
  ),
  "trade-off": (
    <TradeOffChart
      name="trade-off"
      {...words}
      tried={[
        { segments: 3, silhouette: 0.33, stability: 0.95, stability_sd: 0.04, eligible: true },
        { segments: 4, silhouette: 0.34, stability: 0.99, stability_sd: 0.04, eligible: true },
        { segments: 5, silhouette: -0.1, stability: 0.5, stability_sd: 0.1, eligible: false },
      ]}
      chosen={4}
      format={(value) => value.toFixed(2)}
    />
  ),
  profile: (
    <ProfileChart
      name="profile"
      {...words}
      traits={["Days since last order", "Orders", "Spend"]}
      profiles={[
        { name: "Champions", color: "c1", values: [-1.2, 1.6, 1.3] },
        { name: CANARY, color: "c2", values: [0.9, -0.8, -0.8] },
      ]}
      format={(value) => value.toFixed(1)}
    />
  ),
  beeswarm: (
    <Beeswarm
      name="swarm"
      {...words}
      rows={[
        { label: "Orders", x: [-0.5, 0.1, 0.1, 0.1, 0.3], level: [1, 0, 0.5, null, 0.1] },
        { label: "Spend", x: [0, 0, 0.2], level: [0.2, 0.9, 0.5] },
      ]}
      xLabel="Contribution"
      format={String}
    />
  ),
  distribution: (
    <Distribution
      name="distribution"
      {...words}
      bins={[
        { label: "≤ 1", shares: [0.5, 0.1] },
        { label: "1–5", shares: [0.4, 0.3] },
        { label: "missing", shares: [0.1, 0.6] },
      ]}
      groups={[
        { name: "Left", color: "c6" },
        { name: "Stayed", color: "c3" },
      ]}
      format={percent}
    />
  ),
};

describe.each(Object.entries(CHARTS))("the chart %s", (name, chart) => {
  const [wide] = renderToString(chart).split('<div class="when-narrow">');
  const svg = /<svg.*<\/svg>/s.exec(wide!)![0].replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ');

  test("is drawn as in its golden file", () => {
    const path = join(import.meta.dir, "golden", `${name}.svg`);
    const text = `${svg.replaceAll("><", ">\n<")}\n`;
    if (Bun.env.UPDATE_GOLDEN === "1" || !existsSync(path)) {
      expect(Bun.env.UPDATE_GOLDEN).toBe("1");
      writeFileSync(path, text);
    }
    expect(text).toBe(readFileSync(path, "utf8"));
  });

  test("says what it shows, and nothing in it is not a number or runs", () => {
    expect(svg).toContain("<title");
    expect(svg).toContain("A description.");
    expect(svg).not.toMatch(/NaN|undefined|Infinity|<img|style=/);
  });
});
