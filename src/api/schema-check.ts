import { Kind, OptionalKind, type TSchema } from "@sinclair/typebox";
import { type TypeCheck, TypeCompiler } from "@sinclair/typebox/compiler";
import { type ValueError, ValueErrorType } from "@sinclair/typebox/errors";

/** One invalid field of a request. */
export interface FieldError {
  /** `features.frequency`; for a path or query parameter its name; `body` for the whole body. */
  readonly field: string;
  readonly message: string;
  /** Of a rule: letters before the mistake, and what was probably meant. */
  readonly position?: number | null;
  readonly suggestion?: string | null;
}

/** We list no more than these. */
const MOST_ERRORS = 64;

/** Checks values against a schema, compiled on first use. Converts, defaults and removes nothing. */
export class SchemaCheck {
  #compiled: TypeCheck<TSchema> | null = null;

  /** `whole` names the value itself if its kind is wrong: `body`. */
  constructor(
    private readonly schema: TSchema,
    private readonly whole: string,
  ) {}

  /** Whether the whole value may be left out. */
  get optional(): boolean {
    return OptionalKind in this.schema;
  }

  /** Every invalid field, each once; empty if the value is valid. */
  errors(value: unknown): FieldError[] {
    this.#compiled ??= TypeCompiler.Compile(this.schema);
    if (this.#compiled.Check(value)) return [];
    const found = new Map<string, string>();
    for (const error of this.#compiled.Errors(value)) {
      const field = fieldOf(error.path) || this.whole;
      if (!found.has(field)) found.set(field, messageOf(error));
      if (found.size === MOST_ERRORS) break;
    }
    return [...found].map(([field, message]) => ({ field, message }));
  }
}

/** `/features/frequency` → `features.frequency`. */
function fieldOf(path: string): string {
  return path
    .split("/")
    .slice(1)
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");
}

function messageOf({ type, message, schema, value }: ValueError): string {
  if (type === ValueErrorType.ObjectAdditionalProperties) return "is not known here";
  if (value === undefined) return "is required";
  return `expected ${expectedBy(schema, message)}, found ${shown(value)}`;
}

/** The schema's own words if it has them (`error`), the list of allowed words, or else TypeBox's message. */
function expectedBy(schema: TSchema, message: string): string {
  if (typeof schema.error === "string") return schema.error;
  const options: TSchema[] = schema[Kind] === "Union" ? schema.anyOf : [];
  if (options.length > 0 && options.every((option) => option[Kind] === "Literal"))
    return options.map((option) => String(option.const)).join(", ");
  if (options.length > 0 && options.every((option) => typeof option.type === "string"))
    return options.map((option) => option.type).join(" or ");
  return message.replace(/^Expected /, "").replace(/ to be /, " ");
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const text = typeof value === "number" ? String(value) : JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
