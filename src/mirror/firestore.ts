import type { DocumentReference, DocumentSnapshot, Firestore } from "firebase-admin/firestore";
import type { Collection, DocumentKey } from "../store/mirror";
import type { Fields } from "./fields";
import { documentName, documentPath, idOf } from "./paths";
import type { ServiceAccount } from "./service-account";
import type { MirrorTarget, Write } from "./target";

/** Of which change the document is; beside the fields of its row. */
const VERSION = "mirror_version";
/** Documents that are asked for at once. */
const PAGE = 300;
const COMMIT_TIMEOUT_MS = 60_000;

export type FirestoreAccess =
  | { readonly projectId: string; readonly account: ServiceAccount }
  | { readonly projectId: string; readonly emulatorHost: string };

/** Documents in Firestore, by way of its client library for servers. */
export class FirestoreTarget implements MirrorTarget {
  constructor(
    private readonly firestore: Firestore,
    readonly name: string,
    private readonly end: () => Promise<unknown> = () => firestore.terminate(),
  ) {}

  /**
   * One transaction, which reads before it writes. So the commit of a server that was killed, and is still under way,
   * cannot overwrite what the next one has written meanwhile: Firestore refuses it, because what it has read has
   * changed. And what was committed before the kill, but not noted as done, is recognised by its version and not
   * written again.
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
      // Whether and when to try again is for who sends to decide.
      { maxAttempts: 1 },
    );
  }

  async *tenants(): AsyncIterable<string> {
    const collection = this.firestore.collection("tenants");
    let references: Pick<DocumentReference, "id">[] | null = null;
    try {
      // Also tenants whose own document is missing, with others below it.
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

/** Connects. The library is loaded only here, since it costs a start 200 ms and more. */
export async function openFirestore(access: FirestoreAccess): Promise<FirestoreTarget> {
  // Who writes is known; without this the library looks for a server that knows, at every start outside Google's cloud.
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
    // Otherwise a connection that was refused is not tried again for up to two minutes.
    "grpc.initial_reconnect_backoff_ms": 200,
    "grpc.max_reconnect_backoff_ms": 5000,
    clientConfig: onceOnly(),
  });
  return new FirestoreTarget(firestore, `the project ${projectId}`, () => deleteApp(app));
}

/** Has a commit tried once: the library would do so for ten minutes, and nobody would learn that it fails. */
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

/** Servers for tests do not know how to list documents. */
function isUnknownCall(error: unknown): boolean {
  const { code, message } = error as { code?: unknown; message?: string };
  return code === 12 || /not (implemented|supported)|unimplemented/i.test(message ?? "");
}
