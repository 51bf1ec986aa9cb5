import type { DocumentReference, DocumentSnapshot, Firestore } from "firebase-admin/firestore";
import type { Collection, DocumentKey } from "../store/mirror";
import type { Fields } from "./fields";
import { documentName, documentPath, idOf } from "./paths";
import type { ServiceAccount } from "./service-account";
import type { MirrorTarget, Write } from "./target";

/** The number of the document's change, next to the fields of its row. */
const VERSION = "mirror_version";
/** How many documents to fetch at once. */
const PAGE = 300;
const COMMIT_TIMEOUT_MS = 60_000;

export type FirestoreAccess =
  | { readonly projectId: string; readonly account: ServiceAccount }
  | { readonly projectId: string; readonly emulatorHost: string };

/** Documents in Firestore, through its server client library. */
export class FirestoreTarget implements MirrorTarget {
  constructor(
    private readonly firestore: Firestore,
    readonly name: string,
    private readonly end: () => Promise<unknown> = () => firestore.terminate(),
  ) {}

  /**
   * One transaction that reads before it writes. If a killed server's commit is still in flight, it cannot overwrite
   * what the next server wrote: Firestore refuses it, because what it read has changed. A commit from before the kill
   * that was not recorded as done is recognised by its version and not repeated.
   */
  async apply(writes: readonly Write[]): Promise<number> {
    const references = writes.map(({ key }) => this.#reference(key));
    return this.firestore.runTransaction(
      async (transaction) => {
        const found = await transaction.getAll(...references, { fieldMask: [VERSION] });
        let written = 0;
        for (const [index, { fields, version }] of writes.entries()) {
          const [reference, there] = [references[index]!, found[index]!];
          if (fields === null ? !there.exists : there.get(VERSION) === version) continue;
          if (fields === null) transaction.delete(reference);
          else transaction.set(reference, { ...fields, [VERSION]: version });
          written++;
        }
        return written;
      },
      // The sender decides whether and when to try again.
      { maxAttempts: 1 },
    );
  }

  async *tenants(): AsyncIterable<string> {
    const collection = this.firestore.collection("tenants");
    let references: Pick<DocumentReference, "id">[] | null = null;
    try {
      // Includes tenants without a document of their own but with documents below.
      references = await collection.listDocuments();
    } catch (error) {
      if (!isUnknownCall(error)) throw error;
    }
    if (references) for (const { id } of references) yield idOf(id);
    else
      for await (const { id } of collection.select().stream() as unknown as AsyncIterable<DocumentSnapshot>)
        yield idOf(id);
  }

  async *documents(tenant: string, collection: Collection, what: "ids" | "fields") {
    if (collection === "tenants") {
      const [fields] = await this.find([{ tenant, collection, id: tenant }]);
      if (fields) yield { id: tenant, fields };
      return;
    }
    const all = this.firestore.collection(`tenants/${documentName(tenant)}/${collection}`);
    const stream = (what === "ids"
      ? all.select()
      : all
    ).stream() as unknown as AsyncIterable<DocumentSnapshot>;
    for await (const document of stream) yield { id: idOf(document.id), fields: fieldsOf(document) };
  }

  async find(keys: readonly DocumentKey[]): Promise<(Fields | null)[]> {
    const found: (Fields | null)[] = [];
    for (let from = 0; from < keys.length; from += PAGE) {
      const references = keys.slice(from, from + PAGE).map((key) => this.#reference(key));
      const documents = await this.firestore.getAll(...references);
      found.push(...documents.map((document) => (document.exists ? fieldsOf(document) : null)));
    }
    return found;
  }

  async close(): Promise<void> {
    await this.end();
  }

  #reference(key: DocumentKey): DocumentReference {
    return this.firestore.doc(documentPath(key));
  }
}

/** Connects. Loads the library only now, because that takes 200 ms or more. */
export async function openFirestore(access: FirestoreAccess): Promise<FirestoreTarget> {
  // We name the account. Otherwise, at every start outside Google's cloud, the library looks for a server that knows
  // it.
  process.env.METADATA_SERVER_DETECTION ??= "none";
  const [{ cert, deleteApp, initializeApp }, { getFirestore }] = await Promise.all([
    import("firebase-admin/app"),
    import("firebase-admin/firestore"),
  ]);
  const { projectId } = access;
  const credential = "account" in access ? { credential: cert({ ...access.account }) } : {};
  const app = initializeApp({ projectId, ...credential }, `mirror-${crypto.randomUUID()}`);
  const firestore = getFirestore(app);
  firestore.settings({
    ignoreUndefinedProperties: true,
    ...("emulatorHost" in access && { host: access.emulatorHost, ssl: false }),
    // Otherwise a refused connection is not retried for up to two minutes.
    "grpc.initial_reconnect_backoff_ms": 200,
    "grpc.max_reconnect_backoff_ms": 5000,
    clientConfig: onceOnly(),
  });
  return new FirestoreTarget(firestore, `the project ${projectId}`, () => deleteApp(app));
}

/** Tries a commit once. The library would try for ten minutes, and nobody would learn that it fails. */
function onceOnly() {
  const once = { timeout_millis: COMMIT_TIMEOUT_MS, retry_codes_name: "none", retry_params_name: "default" };
  return {
    interfaces: {
      "google.firestore.v1.Firestore": {
        retry_codes: { none: [] },
        methods: { Commit: once, Rollback: { ...once, timeout_millis: 5000 } },
      },
    },
  };
}

function fieldsOf(document: DocumentSnapshot): Fields {
  const { [VERSION]: _, ...fields } = document.data() ?? {};
  return fields;
}

/** Test servers do not know how to list documents. */
function isUnknownCall(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: string };
  return code === 12 || /not (implemented|supported)|unimplemented/i.test(message ?? "");
}
