/** 1 to 128 letters, digits, `_` and `-`: never a path. */
export const TENANT = /^[A-Za-z0-9_-]{1,128}$/;
/** Stands where a tenant stands in keys of what is no tenant's. */
export const NO_TENANT = "-";
/** The kinds of objects that a tenant has. */
const AREAS = ["datasets", "models", "outputs", "steps"] as const;
export type Area = (typeof AREAS)[number];

/** The longest name that common file systems allow. */
const LONGEST_NAME_BYTES = 255;

/** The object key of an uploaded file or of its `mapping.json`. */
export function datasetKey(tenant: string, upload: string, file: string): string {
  return keyOf(tenant, "datasets", upload, file);
}

/** The common prefix of a model's files; on a disk, its folder. */
export function modelPrefix(tenant: string, model: string): string {
  return keyOf(tenant, "models", model);
}

/** The object key of a batch prediction's file. */
export function outputKey(tenant: string, prediction: string): string {
  return keyOf(tenant, "outputs", `${prediction}.csv`);
}

/** The common prefix of what servers and workers exchange about a job. */
export function stepsPrefix(tenant: string, job: string): string {
  return keyOf(tenant, "steps", job);
}

/** Throws a RangeError for a name that is a path. */
function keyOf(tenant: string, area: Area, ...names: readonly string[]): string {
  if ([tenant, ...names].some((name) => name.includes("/"))) {
    throw new RangeError(`${JSON.stringify(names.join(", "))} of ${tenant} is not a valid object name`);
  }
  return checkKey(["tenants", tenant, area, ...names].join("/")).key;
}

/** A key or prefix in its parts. */
interface ObjectKey {
  readonly key: string;
  readonly tenant: string;
  /** Null for the prefix of everything that a tenant has. */
  readonly area: Area | null;
}

/**
 * Parses a key `tenants/{tenant}/{datasets|models|outputs|steps}/…`, or a prefix of one that ends with a complete name.
 * Throws a RangeError for anything else, above all for what could lead out of the tenant's place: `..`, an empty or
 * hidden name, a backslash, a control character.
 */
export function checkKey(key: string): ObjectKey {
  const [root, tenant, area, ...names] = key.split("/");
  const sound =
    root === "tenants" &&
    TENANT.test(tenant ?? "") &&
    (area === undefined || AREAS.includes(area as Area)) &&
    names.every(isName);
  if (!sound) throw new RangeError(`${JSON.stringify(key)} is not an object key`);
  return { key, tenant: tenant!, area: (area as Area | undefined) ?? null };
}

/** Hidden names belong to unfinished files. */
function isName(name: string): boolean {
  return (
    name !== "" &&
    !name.startsWith(".") &&
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    !/[\\\u0000-\u001f\u007f]/.test(name) &&
    Buffer.byteLength(name) <= LONGEST_NAME_BYTES
  );
}
