import { join } from "node:path";
import { ApiKeyRepository } from "./api-keys";
import { backUp } from "./backup";
import { CampaignRepository } from "./campaigns";
import { DatasetRepository } from "./datasets";
import { ErasureRepository } from "./erasures";
import { IdempotencyRepository } from "./idempotency";
import { InvitationRepository } from "./invitations";
import { JobChanges } from "./job-changes";
import { JobNotes } from "./job-notes";
import { JobRuns } from "./job-runs";
import { JobRepository } from "./jobs";
import { MailRecipientRepository } from "./mail-recipients";
import { MemberRepository } from "./members";
import { MirrorOutbox } from "./mirror";
import { ModelRepository } from "./models";
import { NotificationRepository } from "./notifications";
import { OutboxRepository } from "./outbox";
import { PersonSessionRepository } from "./person-sessions";
import { PredictionRepository } from "./predictions";
import { ScheduleRepository } from "./schedules";
import { SenderLock } from "./sender-lock";
import { SessionRepository } from "./sessions";
import { openDatabase } from "./sqlite";
import { Statements } from "./statements";
import { StoreLock } from "./store-lock";
import { TenantRepository } from "./tenants";
import { TrainingRunRepository } from "./training-runs";
import { WebhookRepository } from "./webhooks";

/** Where the store of a data folder lies: with the artifacts, because its rows are worth nothing without them. */
export function storePath(dataDir: string): string {
  return join(dataDir, "artifacts", "perennial.sqlite");
}

/**
 * The rows of all tenants. Each repository takes the tenant first: a row of another tenant cannot be reached by
 * mistake.
 */
export class Store {
  readonly tenants: TenantRepository;
  readonly datasets: DatasetRepository;
  readonly models: ModelRepository;
  readonly predictions: PredictionRepository;
  readonly campaigns: CampaignRepository;
  readonly jobs: JobRepository;
  /** The pool's side of the jobs; it alone looks across tenants. */
  readonly runs: JobRuns;
  readonly notes: JobNotes;
  readonly erasures: ErasureRepository;
  readonly apiKeys: ApiKeyRepository;
  readonly sessions: SessionRepository;
  readonly members: MemberRepository;
  readonly invitations: InvitationRepository;
  readonly personSessions: PersonSessionRepository;
  readonly idempotency: IdempotencyRepository;
  readonly notifications: NotificationRepository;
  readonly schedules: ScheduleRepository;
  readonly mailRecipients: MailRecipientRepository;
  readonly webhooks: WebhookRepository;
  /** What is on its way to recipients, webhooks and Inngest; who sends looks across tenants. */
  readonly outbox: OutboxRepository;
  /** What became of every training; who sends it to a tracking server looks across tenants. */
  readonly trainingRuns: TrainingRunRepository;
  /** What is to be copied to Firestore; it looks across tenants. */
  readonly mirror: MirrorOutbox;
  readonly #statements: Statements;

  private constructor(
    /** The file. */
    readonly path: string,
    private readonly lock: StoreLock | null,
  ) {
    this.#statements = new Statements(openDatabase(path));
    this.tenants = new TenantRepository(this.#statements);
    this.datasets = new DatasetRepository(this.#statements);
    this.models = new ModelRepository(this.#statements);
    this.predictions = new PredictionRepository(this.#statements);
    this.campaigns = new CampaignRepository(this.#statements);
    const changes = new JobChanges(this.#statements);
    this.jobs = new JobRepository(this.#statements, changes);
    this.runs = new JobRuns(this.#statements, changes);
    this.notes = new JobNotes(this.#statements);
    this.erasures = new ErasureRepository(this.#statements, changes, this.jobs);
    this.apiKeys = new ApiKeyRepository(this.#statements);
    this.sessions = new SessionRepository(this.#statements);
    this.members = new MemberRepository(this.#statements);
    this.invitations = new InvitationRepository(this.#statements);
    this.personSessions = new PersonSessionRepository(this.#statements);
    this.idempotency = new IdempotencyRepository(this.#statements);
    this.notifications = new NotificationRepository(this.#statements);
    this.schedules = new ScheduleRepository(this.#statements);
    this.mailRecipients = new MailRecipientRepository(this.#statements);
    this.webhooks = new WebhookRepository(this.#statements);
    this.outbox = new OutboxRepository(this.#statements);
    this.trainingRuns = new TrainingRunRepository(this.#statements);
    this.mirror = new MirrorOutbox(this.#statements);
  }

  /**
   * Opens the store of the file `path`, making it where it is not there; several processes may have it open. Who is the
   * first one clears up after a server that died: what it ran is tried again, or given up after three deaths. `now`:
   * milliseconds since 1970.
   */
  static open(path: string, now = Date.now()): Store {
    const lock = StoreLock.share(path, () => {
      const store = new Store(path, null);
      store.#clearUp(now);
      store.close();
    });
    try {
      return new Store(path, lock);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** Several changes of one or more repositories as one: all or none. */
  transaction<T>(change: () => T): T {
    return this.#statements.transaction(change);
  }

  /** For who copies to Firestore: of the processes that have the store open, one at a time. */
  mirrorLock(): SenderLock {
    return new SenderLock(this.path, "mirror");
  }

  /** For who sends runs to a tracking server: likewise. */
  trackingLock(): SenderLock {
    return new SenderLock(this.path, "tracking");
  }

  /**
   * Writes a copy of all rows as of now to the new file `path`, while others write. Throws a UserError where `path` is
   * taken.
   */
  backup(path: string): void {
    backUp(this.#statements.database, path);
  }

  close(): void {
    this.#statements.close();
    this.lock?.release();
  }

  #clearUp(now: number): void {
    this.transaction(() => {
      this.idempotency.abandonAll();
      this.outbox.releaseAll(now);
      for (const run of this.runs.running()) this.runs.killed(run, "ended together with its server", now);
    });
  }
}
