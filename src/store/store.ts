import type { Database } from "bun:sqlite";
import { join } from "node:path";
import { AlertStateRepository } from "./alert-states";
import { ApiKeyRepository } from "./api-keys";
import { backUp } from "./backup";
import { CampaignRepository } from "./campaigns";
import { DatasetQueryRepository } from "./dataset-queries";
import { DatasetRepository } from "./datasets";
import { DestinationRunRepository } from "./destination-runs";
import { DestinationRepository } from "./destinations";
import { ErasedPeopleRepository } from "./erased-people";
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
import { SavedSegmentRepository } from "./saved-segments";
import { ScheduleRepository } from "./schedules";
import { SenderLock } from "./sender-lock";
import { SessionRepository } from "./sessions";
import { asStoreError, flushWriteAheadLog, openDatabase, openToLook, problemsOf } from "./sqlite";
import { Statements } from "./statements";
import { StoreLock } from "./store-lock";
import { TenantRepository } from "./tenants";
import { TrainingRunRepository } from "./training-runs";
import { WebhookRepository } from "./webhooks";
import { WeeklyReportRepository } from "./weekly-reports";

/** Where a data folder's store is: with the artifacts, because its rows are worth nothing without them. */
export function storePath(dataDir: string): string {
  return join(dataDir, "artifacts", "perennial.sqlite");
}

/**
 * The rows of all tenants. Each repository takes the tenant first, so that another tenant's row cannot be reached by
 * mistake.
 */
export class Store {
  readonly tenants: TenantRepository;
  readonly datasets: DatasetRepository;
  readonly datasetQueries: DatasetQueryRepository;
  readonly models: ModelRepository;
  readonly predictions: PredictionRepository;
  readonly campaigns: CampaignRepository;
  readonly savedSegments: SavedSegmentRepository;
  readonly jobs: JobRepository;
  /** The pool's side of the jobs; only this looks across tenants. */
  readonly runs: JobRuns;
  readonly notes: JobNotes;
  readonly erasures: ErasureRepository;
  readonly erasedPeople: ErasedPeopleRepository;
  readonly apiKeys: ApiKeyRepository;
  readonly sessions: SessionRepository;
  readonly members: MemberRepository;
  readonly invitations: InvitationRepository;
  readonly personSessions: PersonSessionRepository;
  readonly idempotency: IdempotencyRepository;
  readonly notifications: NotificationRepository;
  readonly schedules: ScheduleRepository;
  readonly weeklyReports: WeeklyReportRepository;
  readonly alertStates: AlertStateRepository;
  readonly mailRecipients: MailRecipientRepository;
  readonly webhooks: WebhookRepository;
  /** Messages on their way to recipients, webhooks and Inngest. Their senders look across tenants. */
  readonly outbox: OutboxRepository;
  readonly destinations: DestinationRepository;
  readonly destinationRuns: DestinationRunRepository;
  /** The outcome of every training. The sender to a tracking server looks across tenants. */
  readonly trainingRuns: TrainingRunRepository;
  /** What to copy to Firestore; looks across tenants. */
  readonly mirror: MirrorOutbox;
  readonly #statements: Statements;

  private constructor(
    /** The file. */
    readonly path: string,
    private readonly lock: StoreLock | null,
    database: Database = openDatabase(path),
  ) {
    this.#statements = new Statements(database);
    this.tenants = new TenantRepository(this.#statements);
    this.datasets = new DatasetRepository(this.#statements);
    this.datasetQueries = new DatasetQueryRepository(this.#statements);
    this.models = new ModelRepository(this.#statements);
    this.predictions = new PredictionRepository(this.#statements);
    this.campaigns = new CampaignRepository(this.#statements);
    this.savedSegments = new SavedSegmentRepository(this.#statements);
    const changes = new JobChanges(this.#statements);
    this.jobs = new JobRepository(this.#statements, changes);
    this.runs = new JobRuns(this.#statements, changes);
    this.notes = new JobNotes(this.#statements);
    this.erasures = new ErasureRepository(this.#statements, changes, this.jobs);
    this.erasedPeople = new ErasedPeopleRepository(this.#statements);
    this.apiKeys = new ApiKeyRepository(this.#statements);
    this.sessions = new SessionRepository(this.#statements);
    this.members = new MemberRepository(this.#statements);
    this.invitations = new InvitationRepository(this.#statements);
    this.personSessions = new PersonSessionRepository(this.#statements);
    this.idempotency = new IdempotencyRepository(this.#statements);
    this.notifications = new NotificationRepository(this.#statements);
    this.schedules = new ScheduleRepository(this.#statements);
    this.alertStates = new AlertStateRepository(this.#statements);
    this.weeklyReports = new WeeklyReportRepository(this.#statements);
    this.mailRecipients = new MailRecipientRepository(this.#statements);
    this.webhooks = new WebhookRepository(this.#statements);
    this.outbox = new OutboxRepository(this.#statements);
    this.destinations = new DestinationRepository(this.#statements);
    this.destinationRuns = new DestinationRunRepository(this.#statements);
    this.trainingRuns = new TrainingRunRepository(this.#statements);
    this.mirror = new MirrorOutbox(this.#statements);
  }

  /**
   * Opens the store in the file `path`, creating it if necessary. Several processes may have it open. The first one
   * cleans up after a dead server: its jobs are tried again, or given up after three deaths. Then it calls `whenAlone`,
   * while nobody else has the store open. `now`: milliseconds since 1970.
   */
  static open(path: string, now = Date.now(), whenAlone: (store: Store) => void = () => {}): Store {
    let lock: StoreLock | null = null;
    try {
      lock = StoreLock.share(path, () => {
        const store = new Store(path, null);
        store.#clearUp(now);
        whenAlone(store);
        store.close();
      });
      return new Store(path, lock);
    } catch (error) {
      lock?.release();
      throw asStoreError(error, path);
    }
  }

  /**
   * Opens an existing store to look at it. Nothing may be written, and nothing is: it is neither migrated nor cleaned
   * up. Throws a UserError if it is not of this release.
   */
  static look(path: string): Store {
    try {
      return new Store(path, null, openToLook(path));
    } catch (error) {
      throw asStoreError(error, path);
    }
  }

  /** What SQLite finds wrong with the file, at most `most` damaged places. Reads all of it. */
  problems(most: number): string[] {
    return problemsOf(this.#statements.database, most);
  }

  /** Builds all indexes again from their tables. */
  rebuildIndexes(): void {
    this.#statements.database.run("REINDEX");
  }

  /** Makes several changes of one or more repositories at once: all or none. */
  transaction<T>(change: () => T): T {
    return this.#statements.transaction(change);
  }

  /**
   * The same, but waits for the disk only after it has given the write lock back. Other threads and processes that want
   * to write then wait for a moment instead of for the disk.
   */
  longTransaction<T>(change: () => T): T {
    const result = this.#statements.unflushed(() => this.#statements.transaction(change));
    flushWriteAheadLog(this.path);
    return result;
  }

  /** For the sender to Firestore: only one of the processes that have the store open at a time. */
  mirrorLock(): SenderLock {
    return new SenderLock(this.path, "mirror");
  }

  /** For the sender to a tracking server, in the same way. */
  trackingLock(): SenderLock {
    return new SenderLock(this.path, "tracking");
  }

  /**
   * Writes a copy of all current rows to the new file `path`, while others write. Throws a UserError if `path` is
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
