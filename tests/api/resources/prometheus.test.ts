import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { LabelName, parser, QuotedLabelName, VectorSelector } from "@prometheus-io/lezer-promql";
import { parse } from "yaml";
import { cleanUp, newFolder, Running } from "../../faults/running";

const FOLDER = resolve(import.meta.dir, "../../../docs/grafana");

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string } };
  readonly targets?: readonly { readonly expr: string }[];
}

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

const dashboard = JSON.parse(readFileSync(join(FOLDER, "perennial.json"), "utf8"));
const all: readonly Panel[] = dashboard.panels;
const panels = all.filter(({ type }) => type !== "row");
const rules: readonly Rule[] = parse(readFileSync(join(FOLDER, "alerts.yml"), "utf8")).groups.flatMap(
  ({ rules }: { rules: readonly Rule[] }) => rules,
);

/** What Prometheus adds to every series that it reads, and the metric of its own. */
const TARGET_LABELS = ["job", "instance"];
const OWN_METRIC = "up";

interface Selection {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** The metrics that an expression selects, and the labels that it names anywhere. Throws if it cannot be read. */
function selected(written: string): { readonly selections: readonly Selection[]; readonly labels: string[] } {
  const text = written.replaceAll("$__rate_interval", "5m");
  const selections: Selection[] = [];
  const labels: string[] = [];
  parser.parse(text).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) throw new Error(`not PromQL at ${from}: ${text}`);
      if (type.id === LabelName) labels.push(text.slice(from, to));
      if (type.id === QuotedLabelName || type.name === "__name__") throw new Error(`not looked at: ${text}`);
      if (type.id !== VectorSelector) return;
      const metric = node.firstChild!;
      const own: string[] = [];
      node.cursor().iterate((inner) => {
        if (inner.type.id === LabelName) own.push(text.slice(inner.from, inner.to));
      });
      selections.push({ metric: text.slice(metric.from, metric.to), labels: own });
    },
  });
  return { selections, labels };
}

/** The label names of each metric that the text serves. */
function servedMetrics(text: string): Map<string, Set<string>> {
  const served = new Map<string, Set<string>>();
  for (const line of text.split("\n")) {
    const found = /^([a-z_0-9]+)(?:\{(.*)\})? \S+$/.exec(line);
    if (!found) continue;
    const labels = served.get(found[1]!) ?? new Set<string>();
    for (const [, label] of (found[2] ?? "").matchAll(/([a-z_]+)="/g)) labels.add(label!);
    served.set(found[1]!, labels);
  }
  return served;
}

/** What is named and not served. */
function unserved(expr: string, served: ReadonlyMap<string, ReadonlySet<string>>): string[] {
  const { selections, labels } = selected(expr);
  const known = selections.filter(({ metric }) => metric !== OWN_METRIC);
  const anyOf = new Set([
    ...TARGET_LABELS,
    ...known.flatMap(({ metric }) => [...(served.get(metric) ?? [])]),
  ]);
  return [
    ...known.filter(({ metric }) => !served.has(metric)).map(({ metric }) => metric),
    ...known.flatMap(({ metric, labels }) =>
      labels
        .filter((label) => !TARGET_LABELS.includes(label) && !served.get(metric)?.has(label))
        .map((label) => `${metric}{${label}}`),
    ),
    ...labels.filter((label) => !anyOf.has(label)),
  ];
}

let served: ReadonlyMap<string, ReadonlySet<string>>;

beforeAll(async () => {
  const server = await Running.start({ dataDir: newFolder() });
  expect((await server.call("POST", "/predict", {})).status).toBeGreaterThanOrEqual(400);
  const erasure = await server.call("DELETE", "/customers/17850");
  expect((await server.ended(erasure.json.job_id)).status).toBe("completed");
  // As Prometheus reads it: it cannot be told to name a tenant.
  const response = await fetch(`${server.url}/metrics/prometheus`);
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text).toContain('perennial_jobs_ended_total{kind="erasure",status="completed"} 1\n');
  // This server gives no work away.
  expect(text).toContain("perennial_remote_jobs 0\n");
  expect(text).toContain('perennial_workers_joined{state="joined"} 0\n');
  served = servedMetrics(text);
});
afterAll(cleanUp);

describe("the check of an expression", () => {
  test("finds metrics and labels that the server does not have, and what is no PromQL", () => {
    expect(
      unserved('sum by (rout) (rate(http_requests_total{statu="200"}[$__rate_interval]))', served),
    ).toEqual(["http_requests_total{statu}", "rout", "statu"]);
    expect(unserved("perennial_jobs_waitin > 1", served)).toEqual(["perennial_jobs_waitin"]);
    expect(() => unserved("sum(perennial_workers", served)).toThrow("not PromQL");
  });
});

describe("the dashboard for Grafana", () => {
  test("asks only for metrics and labels that a server has", () => {
    const exprs = panels.flatMap(({ targets }) => targets!.map(({ expr }) => expr));
    expect(exprs.length).toBeGreaterThan(20);
    expect(exprs.flatMap((expr) => unserved(expr, served))).toEqual([]);
    const [, queried] = dashboard.templating.list;
    expect(queried.definition).toBe("label_values(perennial_workers, instance)");
  });

  test("shows every metric that a server has", () => {
    const shown = new Set(
      panels.flatMap(({ targets }) =>
        targets!.flatMap(({ expr }) => selected(expr).selections.map(({ metric }) => metric)),
      ),
    );
    const parts = /_duration_seconds_(sum|count)$/;
    expect([...served.keys()].filter((metric) => !shown.has(metric) && !parts.test(metric))).toEqual([]);
  });

  test("lets one choose the data source, in every panel", () => {
    expect(dashboard.templating.list[0]).toMatchObject({ name: "datasource", type: "datasource" });
    for (const panel of panels)
      expect(panel).toMatchObject({ datasource: { type: "prometheus", uid: "$" + "{datasource}" } });
  });

  test("gives each panel an id, a title, a unit and a description", () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { title, description, fieldConfig } of panels) {
      expect(title).toMatch(/^[A-Z\d]/);
      expect(description).toMatch(/\.$/);
      expect(fieldConfig?.defaults.unit).toBeTruthy();
    }
  });

  test("has no two panels on the same cell of the grid, and none beyond its edge", () => {
    const cells = new Map<string, number>();
    for (const { id, gridPos } of all) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect([`${x} ${y}`, cells.get(`${x} ${y}`)]).toEqual([`${x} ${y}`, undefined]);
          cells.set(`${x} ${y}`, id);
        }
    }
  });
});

describe("the alert rules for Prometheus", () => {
  test("ask only for metrics and labels that a server has", () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(rules.flatMap(({ expr }) => unserved(expr, served))).toEqual([]);
  });

  test("say what is wrong, how bad it is, and stand in the handbook, where no other does", () => {
    const handbook = readFileSync(resolve(FOLDER, "../operations.md"), "utf8");
    for (const { alert, labels, annotations } of rules) {
      expect(["critical", "warning"]).toContain(labels.severity);
      expect(annotations.summary.length).toBeGreaterThan(10);
      expect(annotations.description).toMatch(/\.$/);
      expect(handbook).toContain(`\`${alert}\``);
    }
    const named = [...handbook.matchAll(/`(Perennial[A-Z]\w+)`/g)].map(([, name]) => name);
    expect(named.filter((name) => !rules.some(({ alert }) => alert === name))).toEqual([]);
  });
});
