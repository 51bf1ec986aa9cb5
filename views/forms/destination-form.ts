import { DELIMITERS, FORMAT_NAMES, isTool } from "../../src/destinations/formats/formats";
import type { DescribedDestination } from "../../src/destinations/own-destinations";
import {
  type Consent,
  type DestinationSettings,
  type Place,
  SettingError,
} from "../../src/destinations/settings";
import type { ContactTerms } from "../../src/models/contact/action-value";
import type { DestinationRow } from "../../src/store/destinations";
import { AUDIENCE_FIELDS, audienceQuery } from "./audience-query";
import { audienceOfQuery, queryOfAudience } from "./destination-audience";

const OWN_FIELDS = [
  "name",
  "format",
  "columns",
  "delimiter",
  "place",
  "address",
  "as",
  "folder",
  "spreadsheet_id",
  "sheet",
  "consent",
  "confirmed",
  "every",
  "day",
  "hour",
  "once",
] as const;

/** The fields of the form: whom, and what becomes of them. */
export const DESTINATION_FIELDS = [...AUDIENCE_FIELDS, ...OWN_FIELDS] as const;

export type DestinationField = (typeof OWN_FIELDS)[number];

/** What the form's own fields say, as text. */
export type DestinationTexts = Readonly<Partial<Record<DestinationField, string>>>;

/** Of a form or an address. A form that was sent holds no box that is not ticked. */
export function destinationTexts(given: Readonly<Record<string, unknown>>): DestinationTexts {
  const sent = OWN_FIELDS.map((name) => [name, given[name]] as const);
  return Object.fromEntries(sent.filter(([, value]) => typeof value === "string"));
}

/** The texts that say what a destination is now. */
export function textsOfDestination({ name, settings, every, day, hour }: DestinationRow): DestinationTexts {
  const { format, columns, delimiter, consent, to } = settings as DestinationSettings;
  return {
    name,
    format,
    columns: (columns ?? []).join(", "),
    delimiter: delimiter ?? "comma",
    ...(to.kind === "mail"
      ? { place: "mail", address: to.address, as: to.as }
      : { ...to, place: `${to.kind}:${to.connection}` }),
    consent: consent && "attribute" in consent ? consent.attribute : "",
    ...(consent && "confirmed" in consent && { confirmed: "true" }),
    every,
    day: String(day),
    hour: String(hour),
  };
}

export function queryOfDestination({ settings }: DestinationRow) {
  return queryOfAudience((settings as DestinationSettings).audience);
}

/** What a form says about the list itself: whom, in which shape, on whose word. */
export function listOfForm(
  given: Readonly<Record<string, unknown>>,
  usual: ContactTerms,
): Omit<DestinationSettings, "to"> {
  const texts = destinationTexts(given);
  const { columns = "", delimiter } = texts;
  const format = FORMAT_NAMES.find((name) => name === texts.format);
  if (!format) throw new SettingError("Choose what the list is for.", "format");
  const named = columns
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  return {
    audience: audienceOfQuery(audienceQuery(given), usual),
    format,
    ...(!isTool(format) && named.length > 0 && { columns: named }),
    ...(format === "csv" && isDelimiter(delimiter) && { delimiter }),
    consent: consentOf(texts),
  };
}

/** The destination that a form describes. Throws a SettingError for a choice that is missing. */
export function destinationOfForm(
  given: Readonly<Record<string, unknown>>,
  usual: ContactTerms,
): DescribedDestination {
  const texts = destinationTexts(given);
  const every = EVERY.find((one) => one === texts.every);
  if (!every) throw new SettingError("Choose when it is sent.", "every");
  const within = (text: string | undefined, least: number, most: number, otherwise: number) => {
    const value = Number(text || Number.NaN);
    return Number.isInteger(value) && value >= least && value <= most ? value : otherwise;
  };
  return {
    name: texts.name ?? "",
    settings: { ...listOfForm(given, usual), to: placeOf(texts) },
    schedule: { every, day: within(texts.day, 1, 7, 1), hour: within(texts.hour, 0, 23, 6) },
  };
}

const EVERY = ["training", "daily", "weekly", "never"] as const;

function isDelimiter(text: string | undefined): text is keyof typeof DELIMITERS {
  return text !== undefined && Object.hasOwn(DELIMITERS, text);
}

function consentOf({ consent, confirmed }: DestinationTexts): Consent | null {
  if (consent) return { attribute: consent };
  return confirmed === "true" ? { confirmed: true } : null;
}

function placeOf({ place = "", address, as, folder, spreadsheet_id, sheet }: DestinationTexts): Place {
  if (place === "mail")
    return { kind: "mail", address: (address ?? "").trim(), as: as === "link" ? "link" : "attachment" };
  const [kind, ...rest] = place.split(":");
  const connection = rest.join(":");
  switch (kind) {
    case "s3":
    case "sftp":
      return { kind, connection, folder: (folder ?? "").trim() };
    case "sheets":
      return {
        kind,
        connection,
        spreadsheet_id: (spreadsheet_id ?? "").trim(),
        sheet: (sheet ?? "").trim(),
      };
    case "webhook":
      return { kind, connection };
    default:
      throw new SettingError("Choose where it goes.", "place");
  }
}
