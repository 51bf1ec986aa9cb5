import type { CustomerFilter } from "../answers/customer-selection";
import { MAIL_ADDRESS } from "../config";
import { InputError } from "../errors";
import type { Connections } from "./connections";
import { type DELIMITERS, type FormatName, isTool, TOOLS } from "./formats/formats";

/** Whom: the fields of the audience page, without a search, which would name people. */
export interface DestinationAudience extends Omit<CustomerFilter, "q"> {
  /** At most so many, those who should bring most. */
  readonly most?: number | undefined;
  /** Also those whom a contact does not pay for. */
  readonly everyone?: boolean | undefined;
  readonly contact_cost?: number | undefined;
  readonly offer_cost?: number | undefined;
  readonly margin?: number | undefined;
  readonly success_rate?: number | undefined;
  readonly redeem_rate?: number | undefined;
}

/** Where to. Secrets are the connection's, which the operator has named; none is here. */
export type Place =
  | { readonly kind: "mail"; readonly address: string; readonly as: "link" | "attachment" }
  | { readonly kind: "s3" | "sftp"; readonly connection: string; readonly folder: string }
  | {
      readonly kind: "sheets";
      readonly connection: string;
      readonly spreadsheet_id: string;
      readonly sheet: string;
    }
  | { readonly kind: "webhook"; readonly connection: string };

/** What says that the people may be told to a tool. */
export type Consent =
  /** A yes/no attribute of the customers: only those with a yes are sent. */
  | { readonly attribute: string }
  /** A person says that all of them agreed. */
  | { readonly confirmed: true };

/** A destination's settings, as they are stored. Wire format. */
export interface DestinationSettings {
  readonly audience: DestinationAudience;
  readonly format: FormatName;
  readonly columns?: readonly string[] | undefined;
  readonly delimiter?: keyof typeof DELIMITERS | undefined;
  readonly consent: Consent | null;
  readonly to: Place;
}

/** Folders of the place: names with slashes between, never out of it. */
const FOLDER = /^(?!.*(^|\/)\.{1,2}(\/|$))[^\\\p{C}]{0,300}$/u;
const SHEET_ID = /^[A-Za-z0-9_-]{20,100}$/;
const SHEET_NAME = /^[^\p{C}*?:[\]\\/']{1,80}$/u;

/** What cannot be about one field of a destination. */
export class SettingError extends InputError {
  constructor(
    message: string,
    /** As it is called on the wire; of a place, its own. */
    readonly field: string,
  ) {
    super(message);
  }
}

/** Throws an InputError that says what cannot be, a SettingError if a field is to blame. Called before settings are stored. */
export function checkSettings(
  tenant: string,
  { format, columns, delimiter, consent, to }: DestinationSettings,
  connections: Connections,
): void {
  if (isTool(format) && consent === null)
    throw new SettingError(
      `${TOOLS[format].title} is only told of people who agreed. Name the attribute that holds their consent, or confirm that all of them agreed.`,
      "consent",
    );
  if (format !== "csv" && delimiter !== undefined)
    throw new SettingError("Only CSV files have a delimiter that can be chosen. Leave it out.", "delimiter");
  if (isTool(format) && columns !== undefined && columns.length > 0)
    throw new SettingError(`${TOOLS[format].title} prescribes its columns. Leave them out.`, "columns");
  if (to.kind === "mail") {
    if (!MAIL_ADDRESS.test(to.address))
      throw new SettingError("Give one e-mail address, such as ann@example.com.", "address");
    return;
  }
  connections.require(tenant, to.connection, to.kind);
  if ("folder" in to && !FOLDER.test(to.folder))
    throw new SettingError(
      "A folder is names with slashes between, such as lists/weekly, and never holds `..`.",
      "folder",
    );
  if (to.kind === "sheets") {
    if (!SHEET_ID.test(to.spreadsheet_id))
      throw new SettingError(
        "Give the id of the spreadsheet: the part of its address between /d/ and /edit.",
        "spreadsheet_id",
      );
    if (!SHEET_NAME.test(to.sheet))
      throw new SettingError("A sheet's name has 1 to 80 characters, without * ? : [ ] / \\ and '.", "sheet");
  }
  if ((to.kind === "sheets" || to.kind === "webhook") && (format === "xlsx" || format === "parquet"))
    throw new SettingError(
      `A ${to.kind === "sheets" ? "sheet" : "webhook"} takes rows, and no Excel or Parquet files. Choose CSV or a tool's format.`,
      "format",
    );
}
