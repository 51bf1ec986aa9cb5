import { Database } from "bun:sqlite";
import { describe, expect, test } from "bun:test";
import { join } from "node:path";
import { DatasetRepository } from "../../src/store/datasets";
import { ErasureRepository } from "../../src/store/erasures";
import { InvitationRepository } from "../../src/store/invitations";
import { JobChanges } from "../../src/store/job-changes";
import { JobNotes } from "../../src/store/job-notes";
import { JobRuns } from "../../src/store/job-runs";
import { JobRepository } from "../../src/store/jobs";
import { MemberRepository } from "../../src/store/members";
import { ModelRepository } from "../../src/store/models";
import { NotificationRepository } from "../../src/store/notifications";
import { OutboxRepository } from "../../src/store/outbox";
import { PersonSessionRepository } from "../../src/store/person-sessions";
import { PredictionRepository } from "../../src/store/predictions";
import { ScheduleRepository } from "../../src/store/schedules";
import { openDatabase } from "../../src/store/sqlite";
import { Statements } from "../../src/store/statements";
import { TenantRepository } from "../../src/store/tenants";
import { TrainingRunRepository } from "../../src/store/training-runs";
import { cleanUpAfterwards, newFolder } from "./open-store";

cleanUpAfterwards();

/** Statements that remember their SQL. */
class WatchedStatements extends Statements {
  readonly seen: string[] = [];

  override one<Row>(sql: string, parameters: Parameters<Statements["one"]>[1]): Row | null {
    this.seen.push(sql);
    return super.one(sql, parameters);
  }

  override all<Row>(sql: string, parameters: Parameters<Statements["all"]>[1]): Row[] {
    this.seen.push(sql);
    return super.all(sql, parameters);
  }

  override run(sql: string, parameters: Parameters<Statements["run"]>[1]): number {
    this.seen.push(sql);
    return super.run(sql, parameters);
  }
}

/** How SQLite does the statements that `use` runs: the lines of their query plans. */
function plansOf(use: (statements: Statements) => void): string[] {
  const path = join(newFolder(), "perennial.sqlite");
  const statements = new WatchedStatements(openDatabase(path));
  use(statements);
  statements.close();
  // Not strict: a plan does not depend on the parameters.
  const reader = new Database(path);
  const plans = statements.seen.flatMap((sql) =>
    (reader.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail),
  );
  reader.close();
  return plans;
}

const jobs = (statements: Statements) => new JobRepository(statements, new JobChanges(statements));
const runs = (statements: Statements) => new JobRuns(statements, new JobChanges(statements));
const erasures = (statements: Statements) =>
  new ErasureRepository(statements, new JobChanges(statements), jobs(statements));
const run = { tenant: "t", id: "j", attempt: 1 };

describe("no table is read through or sorted by", () => {
  for (const [name, use] of [
    ["listing models", (s) => new ModelRepository(s).list("t")],
    ["the newest model", (s) => new ModelRepository(s).newest("t")],
    ["listing datasets", (s) => new DatasetRepository(s).list("t")],
    ["a dataset by its path", (s) => new DatasetRepository(s).findByPath("t", "p")],
    ["a page of predictions", (s) => new PredictionRepository(s).list("t", 100, "x")],
    ["listing jobs", (s) => jobs(s).list("t", null, null)],
    ["listing jobs of a kind", (s) => jobs(s).list("t", "training", null)],
    ["listing active jobs", (s) => jobs(s).list("t", "training", "active")],
    ["listing failed jobs", (s) => jobs(s).list("t", null, "failed")],
    ["a job's events", (s) => jobs(s).events("t", "j", 3)],
    ["the batches among the predictions", (s) => new PredictionRepository(s).batches("t")],
    ["a person's predictions", (s) => new PredictionRepository(s).forgetCustomer("t", "c")],
    ["a job's notes", (s) => new JobNotes(s).of("t", "j")],
    ["whether a tenant is erased", (s) => erasures(s).isTenantErased("t", 1)],
    ["who was erased", (s) => erasures(s).customersErased("t", 1)],
    ["renewing a lease", (s) => runs(s).renew(run, 1)],
    ["listing notifications", (s) => new NotificationRepository(s).list("t")],
    ["counting notifications that are not read", (s) => new NotificationRepository(s).unread("t")],
    ["listing members", (s) => new MemberRepository(s).list("t")],
    ["a person's memberships", (s) => new MemberRepository(s).everywhere("u")],
    ["a member by the account", (s) => new MemberRepository(s).ofPerson("t", "u")],
    ["an invitation by its link", (s) => new InvitationRepository(s).findByHash(new Uint8Array(32), 1)],
    ["invitations that have run out", (s) => new InvitationRepository(s).sweep(1)],
    ["a person's session", (s) => new PersonSessionRepository(s).find(new Uint8Array(32), 1)],
    ["schedules that are due", (s) => new ScheduleRepository(s).due(1)],
    ["when a job began", (s) => jobs(s).startedAt("t", "j")],
    ["a job's history", (s) => jobs(s).history("t", "j")],
    ["listing runs", (s) => new TrainingRunRepository(s).list("t", 100)],
    ["what runs are compared by", (s) => new TrainingRunRepository(s).figures("t")],
    ["failing a run", (s) => runs(s).fail(run, "x", 1)],
  ] as [string, (statements: Statements) => unknown][]) {
    test(name, () => {
      const plans = plansOf(use);
      expect(plans.length).toBeGreaterThan(0);
      expect(
        plans.filter((line) => !/^(SEARCH|COMPOUND QUERY|LEFT-MOST SUBQUERY|UNION ALL)/.test(line)),
      ).toEqual([]);
    });
  }

  test("an active job among a hundred thousand that have ended", () => {
    const [line] = plansOf((s) => jobs(s).list("t", null, "active"));
    expect(line).toContain("jobs_active");
  });

  test("counting what waits, or looking for lost leases, beyond the index of just those", () => {
    expect(plansOf((s) => jobs(s).waiting()).filter((line) => line.includes("jobs"))).toEqual([
      "SCAN jobs USING COVERING INDEX jobs_to_run",
      "SCAN jobs USING COVERING INDEX jobs_to_send",
    ]);
    expect(plansOf((s) => runs(s).expired(1))).toEqual(["SCAN jobs USING INDEX jobs_running"]);
  });

  test("claiming, which steps from tenant to tenant in the index of what waits", () => {
    const lines = plansOf((statements) => {
      jobs(statements).insert(
        "t",
        { id: "j", kind: "training", status: "queued", payload: {}, runnable: true },
        1,
      );
      runs(statements).claim(2, 1);
    });
    const touching = lines.filter((line) => /\b(jobs|job)\b/.test(line));
    expect(
      touching.filter((line) => !/USING (COVERING )?INDEX|USING INTEGER PRIMARY KEY/.test(line)),
    ).toEqual([]);
    // Only the waiting tenants themselves are sorted, by what they have running.
    expect(lines.filter((line) => line.includes("TEMP B-TREE"))).toEqual(["USE TEMP B-TREE FOR ORDER BY"]);
  });

  test("claiming a delivery, and listing those of one receiver", () => {
    const lines = plansOf((s) => {
      new TenantRepository(s).ensure("t", 1);
      const outbox = new OutboxRepository(s);
      outbox.insert("t", { id: "d", channel: "webhook", target: "w", event: "e", payload: {} }, 1);
      outbox.claim("webhook", { atOnce: 1, now: 1, lostAt: 2 });
      const mail = { id: "m", kind: "email", status: "queued", payload: {}, runnable: true } as const;
      jobs(s).insert("t", mail, 1);
      expect(outbox.claim("email", { atOnce: 1, now: 1, lostAt: 2 })).toHaveLength(1);
      outbox.claim("inngest", { atOnce: 100, now: 1, lostAt: 2 });
      outbox.leftLying(1, 100);
      outbox.removeAll("t", "inngest", "j");
      outbox.list("t", "webhook", "w", 10);
      outbox.forget({ addressesBefore: 1, allBefore: 1 });
    });
    const touching = lines.filter((line) => /\b(outbox|due|other)\b/.test(line));
    expect(touching.filter((line) => !/USING (COVERING )?INDEX/.test(line))).toEqual([]);
    expect(lines.filter((line) => line.includes("TEMP B-TREE"))).toEqual([]);
  });
});
