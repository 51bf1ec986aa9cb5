import type { ShownConnection } from "../../src/destinations/connections";
import type { Consent, Place } from "../../src/destinations/settings";
import type { DestinationRunRow } from "../../src/store/destination-runs";
import type { DestinationRow } from "../../src/store/destinations";
import { WEEKDAYS } from "./weekdays";

export const KIND_NAMES: Readonly<Record<ShownConnection["kind"], string>> = {
  sftp: "SFTP",
  s3: "bucket",
  sheets: "Google Sheets",
  webhook: "webhook",
};

/** `06:00 UTC`: schedules keep to one clock all year. */
export function hourWords(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00 UTC`;
}

export function scheduleWords({ every, day, hour }: Pick<DestinationRow, "every" | "day" | "hour">): string {
  switch (every) {
    case "training":
      return "After each training";
    case "daily":
      return `Daily at ${hourWords(hour)}`;
    case "weekly":
      return `${WEEKDAYS[day - 1]}s at ${hourWords(hour)}`;
    case "never":
      return "Only when asked";
  }
}

/** `ann@example.com, as a link`, `warehouse (SFTP), in lists`. */
export function placeWords(to: Place): string {
  if (to.kind === "mail")
    return `${to.address}, ${to.as === "link" ? "as a link" : "with the file attached"}`;
  const place = `${to.connection} (${KIND_NAMES[to.kind]})`;
  if (to.kind === "sheets") return `${place}, sheet ${to.sheet}`;
  return "folder" in to && to.folder !== "" ? `${place}, in ${to.folder}` : place;
}

export function consentWords(consent: Consent | null): string {
  if (consent === null) return "Nobody is asked";
  return "attribute" in consent
    ? `Only those whose “${consent.attribute}” says yes`
    : "Confirmed: everyone in it agreed";
}

export const REASON_WORDS: Readonly<Record<DestinationRunRow["reason"], string>> = {
  training: "After a training",
  schedule: "By schedule",
  request: "When asked",
};
